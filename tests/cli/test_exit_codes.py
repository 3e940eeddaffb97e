"""How commands end: 0, 1 where we failed, 2 for wrong use or bad input."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _doorstep(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DOORSTEP_MODE": "test", "DOORSTEP_DATA_DIR": str(folder), **settings}
    command = [sys.executable, "-m", "server.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_an_unknown_operative_is_bad_input_and_one_sentence(tmp_path: Path) -> None:
    assert _doorstep(tmp_path, "migrate").returncode == 0

    done = _doorstep(tmp_path, "enrol-code", "NOBODY")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "NOBODY" in done.stderr


def test_a_database_that_is_behind_is_our_failure_and_says_what_to_run(tmp_path: Path) -> None:
    done = _doorstep(tmp_path, "enrol-code", "OP001")

    assert done.returncode == 1
    assert "doorstep migrate" in done.stderr


def test_a_database_that_does_not_answer_is_our_failure_and_one_sentence(tmp_path: Path) -> None:
    silent = f"sqlite:///{tmp_path}/no-such-folder/doorstep.sqlite3"

    for command in ("migrate", "worker"):
        done = _doorstep(tmp_path, command, DOORSTEP_DATABASE_URL=silent)

        assert done.returncode == 1
        assert "the database does not answer" in done.stderr
        assert "Traceback" not in done.stderr


def test_wrong_use_ends_2(tmp_path: Path) -> None:
    assert _doorstep(tmp_path, "enrol-code").returncode == 2
    assert _doorstep(tmp_path, "no-such-command").returncode == 2
