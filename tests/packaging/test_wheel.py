"""A wheel built from the project runs from an empty folder, with nothing of the repository beside it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# In one process: building the wheel takes longer than any test of it.


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), "."]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("doorstep-*.whl")
    return made


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _doorstep(unpacked: Path, empty: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "DOORSTEP_DATA_DIR": str(empty / "data")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "server.cli", *arguments],
        cwd=empty,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_the_app_the_styles_the_migrations_and_the_policy(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {
        "server/bundled/pwa/index.html",
        "server/bundled/pwa/sw.js",
        "server/bundled/static/tokens.css",
        "server/bundled/migrations/env.py",
        "server/policies/hs004a.yaml",
    } <= names
    assert not any(name.startswith(("tests/", "bench/")) for name in names)


def test_the_wheels_own_copy_is_what_runs(unpacked: Path, tmp_path: Path) -> None:
    code = "import server.storage.places as p; print(p.folder('pwa'))"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    shown = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )

    assert shown.stdout.strip() == str(unpacked / "server" / "bundled" / "pwa")


def test_the_database_can_be_made_from_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    done = _doorstep(unpacked, tmp_path, "migrate")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "doorstep.sqlite3").exists()


def test_every_command_explains_itself(unpacked: Path, tmp_path: Path) -> None:
    done = _doorstep(unpacked, tmp_path, "--help")

    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout
    assert "assess" in done.stdout


def test_the_demonstration_loads_from_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    done = _doorstep(unpacked, tmp_path, "demo", "--only-load", "--json")

    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) >= {"enrolment_link", "tenant_link", "postcode", "password"}
