"""What a delivery looks up is found by its key, however small PostgreSQL still believes the journal to be."""

import pytest
from flask import Flask

from server.storage.database import db, transaction
from server.storage.positions import hold_lock

IDS = ", ".join(f"'e{number}'" for number in range(40))
LOOK_UP = f"EXPLAIN SELECT position FROM journal WHERE event_id IN ({IDS})"


def planned(*, by_key: bool) -> str:
    with transaction() as connection:
        hold_lock(connection, "L", by_key=by_key)
        return "\n".join(connection.exec_driver_sql(LOOK_UP).scalars())


@pytest.fixture(autouse=True)
def _on_postgresql(app: Flask, database: str) -> None:
    if database == "sqlite":
        pytest.skip("SQLite takes an index wherever there is one")


def test_under_the_lock_of_a_delivery_no_table_is_read_whole() -> None:
    assert "Seq Scan on journal" in planned(by_key=False)
    assert "ix_journal_event_id" in planned(by_key=True)


def test_after_the_delivery_the_planner_is_free_again() -> None:
    with transaction() as connection:
        hold_lock(connection, "L", by_key=True)
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW enable_seqscan").scalar() == "on"
