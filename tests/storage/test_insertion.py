"""Rows that go in together stand as one by one, however many: on PostgreSQL many go by another way than few."""

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from server.storage.database import Tables, db, transaction
from server.storage.insertion import _copied_of, insert_if_absent, insert_many
from server.storage.journal import BODIES
from server.storage.visits import EVENTS

AT = datetime(2026, 11, 22, 10, 5, 0, 250_000, tzinfo=UTC)
BYTES = [b"", b"\x00\x01", b'{"a":"\\u0000"}', "grüß".encode(), b"\xff\xfe\\N\t\n"]


def body(position: int) -> dict[str, Any]:
    return {
        "landlord_id": "L",
        "position": position,
        "envelope_sha256": f"{position:064}",
        "body": BYTES[position % len(BYTES)],
    }


def visit_event(position: int) -> dict[str, Any]:
    return {
        "landlord_id": "L",
        "position": position,
        "envelope_sha256": f"{position:064}",
        "visit_id": None if position % 2 else "v",
        "event_id": f"e{position}",
        "device_id": "d",
        "epoch": "p",
        "seq": 2**40 + position,
        "actor_id": "tab\tnew\nline \\N é",
        "type": "check_in",
        "wall_ms": -position,
        "hard_from_at": None,
        "hard_to_at": AT,
        "asserted_from_at": AT if position % 3 else None,
        "asserted_to_at": AT,
        "clock": {"suspect": None, "n": [1, "é"]},
        "signed": position % 2 == 0,
        "after_gap": False,
        "received_at": AT,
    }


@pytest.mark.parametrize("count", [1, 7, 8, 400])
def test_what_went_in_comes_out(app: Flask, count: int) -> None:
    bodies, events = [body(n) for n in range(count)], [visit_event(n) for n in range(count)]

    with transaction() as connection:
        insert_many(connection, BODIES, bodies)
        insert_many(connection, EVENTS, events)

    with db.engine.connect() as connection:
        assert [dict(row._mapping) for row in connection.execute(select(BODIES).order_by(BODIES.c.position))] == bodies
        assert [dict(row._mapping) for row in connection.execute(select(EVENTS).order_by(EVENTS.c.position))] == events


@pytest.mark.parametrize("count", [2, 40])
def test_one_row_that_cannot_stand_keeps_out_all_of_them(app: Flask, count: int) -> None:
    rows = [body(n) for n in range(count)]

    with pytest.raises(IntegrityError), transaction() as connection:
        insert_many(connection, BODIES, [*rows, rows[0]])

    with db.engine.connect() as connection:
        assert connection.execute(select(BODIES.c.position)).all() == []


def test_who_listens_for_statements_hears_of_many_rows_once(app: Flask) -> None:
    heard: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: heard.append(said[2]))

    with transaction() as connection:
        insert_many(connection, BODIES, [body(n) for n in range(40)])

    assert len([statement for statement in heard if "journal_bodies" in statement]) == 1


def test_the_driver_knows_the_type_of_every_column() -> None:
    for table in Tables.metadata.sorted_tables:
        copied = _copied_of(postgresql.dialect(), table, table.columns.keys())
        assert [name for name in copied.types if psycopg.adapters.types.get(name) is None] == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_row_whose_key_is_taken_is_left_as_it_stands(app: Flask, count: int) -> None:
    with transaction() as connection:
        insert_if_absent(connection, EVENTS, [visit_event(0)])
        insert_if_absent(connection, EVENTS, [{**visit_event(n), "type": "no_access"} for n in range(count)])

    with db.engine.connect() as connection:
        types = connection.execute(select(EVENTS.c.type).order_by(EVENTS.c.position)).scalars().all()
    assert types == ["check_in", *["no_access"] * (count - 1)]
