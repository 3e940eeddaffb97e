"""What stands in deploy/ names settings, commands and files that there are."""

import re
from pathlib import Path

import pytest
import yaml

from server.cli import COMMANDS
from server.config import read_config

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "deploy").iterdir())
# Read by compose itself, to make the settings of it.
FOR_COMPOSE = {"DOORSTEP_HOST"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_and_command_is_one_of_ours(file: Path, tmp_path: Path) -> None:
    text = file.read_text()
    named = set(re.findall(r"DOORSTEP_[A-Z_]+", text)) - FOR_COMPOSE

    fitting = {"DOORSTEP_DATA_DIR": str(tmp_path)}
    assert set(read_config({**dict.fromkeys(named, ""), **fitting}).unknown) == set()
    assert set(re.findall(r"(?:/|&& (?:exec )?|: |exec web )doorstep ([a-z-]+)", text)) <= set(COMMANDS)


def test_the_image_is_made_of_what_the_wheel_is_made_of() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "deploy" / "Dockerfile").read_text(), re.MULTILINE)

    assert {"server", "pwa", "static", "migrations", "requirements.lock"} <= {
        name for line in copied for name in line.split()
    }
    assert all((ROOT / name).exists() for line in copied for name in line.split())


def test_the_compose_file_starts_server_and_worker_from_one_image() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]

    assert {name for name, one in services.items() if one["image"] == "doorstep"} == {"web", "worker"}
    assert services["web"]["environment"] == services["worker"]["environment"]
