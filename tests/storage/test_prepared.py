"""Statements that are handed to the driver as they stand say what SQLAlchemy's own way says."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, case, event, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.sql.expression import literal

from server.storage.database import db, transaction
from server.storage.journal import ALERTS
from server.storage.prepared import Prepared

AT = datetime(2026, 11, 22, 10, 5, 0, 250_000, tzinfo=UTC)
ROW = {
    "landlord_id": "L",
    "kind": "k",
    "subject_kind": "s",
    "subject_id": "x",
    "facts": {"n": [1, "é"]},
    "raised_at": AT,
}


@pytest.fixture
def three(app: Flask) -> None:
    with transaction() as connection:
        connection.execute(ALERTS.insert(), [{"alert_id": name, **ROW} for name in ("a", "b", "c")])


def test_columns_come_as_their_types(three: None) -> None:
    statement = select(ALERTS.c.facts, ALERTS.c.raised_at, ALERTS.c.closed_at).where(
        ALERTS.c.alert_id == bindparam("id")
    )
    with db.engine.connect() as connection:
        assert Prepared(statement).first(connection, {"id": "a"}) == ({"n": [1, "é"]}, AT, None)
        assert Prepared(statement).first(connection, {"id": "not there"}) is None


def test_rows_may_be_read_by_the_names_of_the_statement(three: None) -> None:
    statement = select(ALERTS.c.alert_id, ALERTS.c.facts.label("said")).order_by(ALERTS.c.alert_id)
    with db.engine.connect() as connection:
        first, *_ = Prepared(statement).named(connection, {})
    assert (first.alert_id, first.said, first[0]) == ("a", {"n": [1, "é"]}, "a")


@pytest.mark.parametrize("names", [["b"], ["a", "c"], ["a", "b", "c", *(f"n{number}" for number in range(2_000))]])
def test_a_list_may_have_any_length(three: None, names: list[str]) -> None:
    statement = select(ALERTS.c.alert_id).where(ALERTS.c.alert_id.in_(bindparam("ids", expanding=True)))
    with db.engine.connect() as connection:
        found = Prepared(statement.order_by(ALERTS.c.alert_id)).rows(connection, {"ids": set(names)})
    assert [row[0] for row in found] == [name for name in names if name in "abc"]


def test_constants_of_the_statement_are_kept(three: None) -> None:
    which = case((ALERTS.c.alert_id == "a", literal(AT, ALERTS.c.raised_at.type)), else_=None)
    statement = select(which).order_by(ALERTS.c.alert_id).limit(bindparam("most", type_=db.Integer))
    with db.engine.connect() as connection:
        assert Prepared(statement).rows(connection, {"most": 2}) == [(AT,), (None,)]


def test_a_change_may_return_what_it_changed(three: None) -> None:
    statement = update(ALERTS).where(ALERTS.c.alert_id == bindparam("id"))
    closing = statement.values(closed_at=bindparam("at", type_=ALERTS.c.closed_at.type)).returning(ALERTS.c.closed_at)
    with transaction() as connection:
        assert Prepared(closing).rows(connection, {"id": "b", "at": AT}) == [(AT,)]
    with db.engine.connect() as connection:
        left = select(ALERTS.c.alert_id).where(ALERTS.c.closed_at.is_(None)).order_by(ALERTS.c.alert_id)
        assert connection.execute(left).scalars().all() == ["a", "c"]


def test_errors_are_told_as_everywhere(three: None) -> None:
    names = {name: bindparam(name, type_=ALERTS.c[name].type) for name in ("alert_id", *ROW)}
    with pytest.raises(IntegrityError), transaction() as connection:
        Prepared(insert(ALERTS).values(**names)).run(connection, {"alert_id": "a", **ROW})


def test_an_error_does_not_repeat_what_was_given(three: None) -> None:
    names = {name: bindparam(name, type_=ALERTS.c[name].type) for name in ("alert_id", *ROW)}
    with pytest.raises(IntegrityError) as caught, transaction() as connection:
        Prepared(insert(ALERTS).values(**names)).run(connection, {"alert_id": "a", **ROW, "subject_id": "Amina Khan"})
    assert "Amina" not in str(caught.value)


def test_a_connection_that_is_gone_is_told_and_not_used_again(three: None, database: str) -> None:
    if database == "sqlite":
        pytest.skip("a file cannot hang up")
    statement = Prepared(select(ALERTS.c.alert_id).where(ALERTS.c.alert_id == bindparam("id")))
    with db.engine.connect() as connection:
        own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with db.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
        with pytest.raises(OperationalError) as caught:
            statement.rows(connection, {"id": "a"})
        assert caught.value.connection_invalidated
    with db.engine.connect() as connection:
        assert statement.rows(connection, {"id": "a"}) == [("a",)]


def test_who_listens_for_statements_hears_of_them(three: None) -> None:
    heard: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement.split(maxsplit=1)[0])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with db.engine.connect() as connection:
            Prepared(select(ALERTS.c.alert_id)).rows(connection, {})
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert [said for said in heard if said != "BEGIN"] == ["SELECT"]
