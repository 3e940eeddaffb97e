"""`doorstep month-report` from a terminal: made, kept, written once."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.cli.month_report import month_report
from server.storage.database import db
from server.storage.tables.month_reports import MonthReport
from tests.factories import a_firm


@pytest.fixture(autouse=True)
def environment(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTEP_MODE", "test")
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path))
    a_firm()


def run(*words: str) -> Result:
    return CliRunner().invoke(month_report, list(words))


def test_a_report_is_made_kept_and_written_over_nothing(tmp_path: Path) -> None:
    target = tmp_path / "october.pdf"
    first = run("2025-10", "--firm", "firm-a", "--to", str(target), "--by", "J. Shah")

    assert (first.exit_code, first.stdout.strip()) == (0, str(target))
    assert target.read_bytes().startswith(b"%PDF-")
    assert [(one.month, one.firm_id, one.made_by) for one in db.session.query(MonthReport)] == [
        ("2025-10", "firm-a", "J. Shah")
    ]
    assert run("2025-10", "--to", str(target)).exit_code == 2
