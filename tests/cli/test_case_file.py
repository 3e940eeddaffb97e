"""`doorstep export --repair` from a terminal: one PDF, written down, never over another file."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.cli.evidence import export
from server.storage.people import audit
from tests.factories import LANDLORD, an_appointment


@pytest.fixture(autouse=True)
def environment(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTEP_MODE", "test")
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path))
    an_appointment()


def run(*words: str) -> Result:
    return CliRunner().invoke(export, list(words))


def test_the_file_of_a_repair_is_written_once_and_noted(tmp_path: Path) -> None:
    target = tmp_path / "J-1.pdf"
    first = run("--repair", "J-1", "--to", str(target), "--by", "J. Shah")

    assert (first.exit_code, first.stdout.strip()) == (0, str(target))
    assert "--earnings includes them" in first.stderr
    assert target.read_bytes().startswith(b"%PDF-")
    assert [one.by for one in audit.trail(LANDLORD, audit.Subject("repair", "J-1"))] == ["J. Shah"]
    assert run("--repair", "J-1", "--to", str(target)).exit_code == 2


def test_a_repair_that_is_not_there_is_said_so_and_two_things_at_once_are_refused(tmp_path: Path) -> None:
    missing = run("--repair", "J-99", "--to", str(tmp_path / "x.pdf"))

    assert missing.exit_code == 2 and "no repair J-99" in missing.stderr
    assert run("--repair", "J-1", "--evidence", "v").exit_code == 2
