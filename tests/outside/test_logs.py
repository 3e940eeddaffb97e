"""What a log line may hold."""

import json
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from server.domain.errors import DoorstepError
from server.outside.logs import configure_logs, mask_links


@pytest.fixture(autouse=True)
def as_it_was():
    yield
    structlog.reset_defaults()


def test_a_tenants_link_is_masked_wherever_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info")

    structlog.get_logger().info("asked", path="/t/Abc123Def456", more={"urls": ["http://x/t/Abc123Def456?a=1"]})

    line = capsys.readouterr().err
    assert "Abc123Def456" not in line
    assert json.loads(line)["path"] == "/t/(masked)"


def test_a_traceback_names_code_and_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info")
    secret = "Mrs Khan, 14 Oak Road"

    try:
        len(int(secret[:0] or 0))  # type: ignore[arg-type]
    except TypeError as error:
        structlog.get_logger().error("failed", exc_info=error)

    line = capsys.readouterr().err
    assert "Khan" not in line
    assert "test_a_traceback_names_code_and_no_values" in line


def test_what_an_error_says_of_typed_words_stays_out_and_its_code_stays_in(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    configure_logs("info")

    def failed(act: Callable[[], object]) -> dict[str, object]:
        try:
            act()
        except Exception as error:
            structlog.get_logger().error("failed", exc_info=error)
        line = capsys.readouterr().err
        assert "Khan" not in line
        return dict(json.loads(line)["exception"][0])

    assert failed(lambda: int("Mrs Khan"))["exc_value"] == ""
    assert failed(lambda: {}["Mrs Khan"])["exc_type"] == "KeyError"
    assert failed((tmp_path / "Khan.txt").read_text)["exc_value"] == "No such file or directory"
    statement = "select 'Mrs Khan' from nowhere"
    assert failed(lambda: sqlite3.connect(":memory:").execute(statement))["exc_value"] == "SQLITE_ERROR"


def test_the_cause_of_an_error_is_as_discreet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info")

    try:
        try:
            int("Mrs Khan")
        except ValueError as cause:
            raise DoorstepError("bad_number", "Mrs Khan is no number.") from cause
    except DoorstepError as error:
        structlog.get_logger().error("failed", exc_info=error)

    line = capsys.readouterr().err
    assert "Khan" not in line
    assert [trace["exc_value"] for trace in json.loads(line)["exception"]] == ["bad_number", ""]


def test_what_libraries_log_by_themselves_bears_no_link() -> None:
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "x", 1, "Error on %s", ("/t/Abc123Def456?a=1",), None)

    assert mask_links(record)
    assert record.getMessage() == "Error on /t/(masked)?a=1"
