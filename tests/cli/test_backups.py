"""`backup`, `restore`, `doctor` and `keys` from a terminal: what they print, and exit codes that scripts can read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import group


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path) -> dict[str, str]:
    """The environment of an installation with a migrated database."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "doorstep.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    return {"DOORSTEP_DATA_DIR": str(data), "DOORSTEP_MODE": "test"}


def run(home: dict[str, str], *arguments: str) -> Result:
    return CliRunner(env=home).invoke(group, arguments)


def test_a_backup_can_be_restored_on_another_machine(home: dict[str, str], tmp_path: Path) -> None:
    secret = json.loads(run(home, "keys", "--json").stdout)
    other = {**home, "DOORSTEP_DATA_DIR": str(tmp_path / "other")}

    assert run(home, "backup", str(tmp_path / "copy")).exit_code == 0
    assert run(other, "restore", str(tmp_path / "copy")).exit_code == 0

    assert json.loads(run(other, "keys", "--json").stdout) == secret
    assert run(other, "backup", str(tmp_path / "copy of copy")).exit_code == 0


def test_a_folder_that_is_no_backup_is_named_in_a_sentence(home: dict[str, str], tmp_path: Path) -> None:
    refused = run(home, "restore", str(tmp_path))

    assert refused.exit_code == 2
    assert "no whole backup" in refused.stderr


def test_the_doctor_says_what_to_do_about_a_database_that_is_not_there(tmp_path: Path) -> None:
    examined = run({"DOORSTEP_DATA_DIR": str(tmp_path), "DOORSTEP_MODE": "test"}, "doctor", "--json")

    findings = {each["what"]: each for each in json.loads(examined.stdout)}
    assert examined.exit_code == 1
    assert findings["database"]["state"] == "problem"
    assert "doorstep migrate" in findings["database"]["mend"]


def test_the_doctor_is_content_with_a_well_installation(home: dict[str, str]) -> None:
    examined = run(home, "doctor")

    assert examined.exit_code == 0, examined.stdout
    assert "ok  database" in examined.stdout
