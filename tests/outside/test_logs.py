"""What a log line may hold."""

import json

import pytest
import structlog

from server.outside.logs import configure_logs


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
