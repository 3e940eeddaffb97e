"""A PostgreSQL that was away while nobody asked is noticed before the next question; a busy one is not asked twice."""

import pytest
from flask import Flask

from server.storage import database as storage
from server.storage.database import asking, db


@pytest.fixture
def pings(app: Flask, database: str, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    if database == "sqlite":
        pytest.skip("a file is never away")
    db.engine.dispose()
    asked: list[object] = []
    ping = db.engine.dialect.do_ping

    def noted(connection: object) -> bool:
        asked.append(connection)
        return bool(ping(connection))  # type: ignore[arg-type]

    monkeypatch.setattr(db.engine.dialect, "do_ping", noted)
    return asked


def _own_number() -> int:
    with db.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def test_a_connection_that_ended_while_it_rested_is_opened_anew(
    pings: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_RESTED_S", 0)
    with db.engine.connect() as other:
        ended = _own_number()
        other.exec_driver_sql(f"SELECT pg_terminate_backend({ended})")
        assert _own_number() != ended
    assert pings


def test_a_connection_in_use_is_not_asked_whether_it_is_there(pings: list[object]) -> None:
    first = _own_number()
    assert [_own_number() for _ in range(5)] == [first] * 5
    assert pings == []


def test_a_single_question_opens_no_transaction(pings: list[object]) -> None:
    with asking() as connection:
        connection.exec_driver_sql("SELECT 1")
        assert connection.connection.dbapi_connection.info.transaction_status.name == "IDLE"  # type: ignore[union-attr]
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        assert connection.connection.dbapi_connection.info.transaction_status.name == "INTRANS"  # type: ignore[union-attr]
