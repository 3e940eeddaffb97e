"""Rows put in, swapped or cut out by somebody with the database in hand: each is named where it was done."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.release_event import release_event
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.storage.database import db, transaction
from tests.evidence import journal_faults
from tests.factories import LANDLORD, a_visit, an_appointment, an_assignment, an_operative
from tests.phone import Phone, SigningKey

COPY = (
    "INSERT INTO journal (landlord_id, position, envelope_sha256, device_id, epoch, seq, event_id, prev, hash, sig,"
    " body_sha256, sent_by_device, visit_id, status, code, received_at, clock, chain_hash)"
    " SELECT landlord_id, {position}, '{name}', device_id, epoch, 99, event_id, prev, hash, sig,"
    " body_sha256, sent_by_device, visit_id, status, code, received_at, clock, chain_hash"
    " FROM journal WHERE position = 2"
)


@pytest.fixture
def journal(phone: Phone, visit: str) -> Iterator[None]:
    """Five rows, whose guards a test may lift."""
    for _ in range(5):
        phone.record("check_in", visit)
    phone.sync()
    yield
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        with transaction() as connection:
            for table in ("journal", "journal_rulings"):
                connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.fixture
def rulings(app: Flask, journal: None, phone: Phone, visit: str, clock: FixedClock) -> None:
    """Row 6 is let in by a person; rows 7 and 8 once the gap below them closes."""
    phone.record("check_in", visit, actor_id="somebody")
    phone.sync()
    sha = db.session.execute(text("SELECT envelope_sha256 FROM journal WHERE code = 'not_assigned'")).scalar_one()
    keys = Keys(app.extensions["doorstep_config"].secret_key)
    release_event(sha, landlord_id=LANDLORD, by="manager", reason="rang the firm", keys=keys, clock=clock)
    first, *others = [phone.record("check_in", visit) for _ in range(3)]
    phone.sync(others)
    phone.sync([first])


def rewrite(*statements: str) -> None:
    with transaction() as connection:
        if db.engine.dialect.name == "sqlite":
            for table in ("journal", "journal_rulings"):
                for action in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{action}"))
        else:
            for table in ("journal", "journal_rulings"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


def named() -> dict[int | None, str]:
    """What is wrong with each row; without a row, under None."""
    found: dict[int | None, str] = {}
    for fault in journal_faults():
        found[fault.position] = f"{found.get(fault.position, '')}; {fault.problem}"
    return found


def moved(first: int, to: int) -> str:
    return f"UPDATE journal SET position = {to} WHERE position = {first}"


def test_a_row_put_in_at_the_end_is_named(journal: None) -> None:
    rewrite(COPY.format(position=6, name="f" * 64))

    assert "put in" in named()[6]


def test_a_row_put_in_between_is_named(journal: None) -> None:
    rewrite(moved(5, 6), moved(4, 5), moved(3, 4), COPY.format(position=3, name="f" * 64))

    assert "put in" in named()[3]


def test_two_rows_swapped_are_named(journal: None) -> None:
    rewrite(moved(2, 99), moved(3, 2), moved(99, 3))

    assert {2, 3} <= named().keys()


def test_a_row_cut_out_is_named_also_where_the_others_close_up(journal: None) -> None:
    rewrite("DELETE FROM journal WHERE position = 2", moved(3, 2), moved(4, 3), moved(5, 4))

    assert 2 in named()
    assert any("stands without its row" in problem for problem in named().values())


@pytest.mark.parametrize("column", ["seq", "event_id", "prev", "hash", "visit_id", "sent_by_device", "clock", "code"])
def test_a_change_of_any_column_is_named(journal: None, column: str) -> None:
    rewrite(f"UPDATE journal SET {column} = {'7' if column == 'seq' else repr('changed')} WHERE position = 3")

    assert "changed" in named()[3]


LAST = "(SELECT max(ruling_id) FROM journal_rulings)"
FIRST = "(SELECT min(ruling_id) FROM journal_rulings)"


def test_rulings_that_nobody_touched_follow_one_another(rulings: None) -> None:
    assert named() == {}
    assert db.session.execute(text("SELECT count(*) FROM journal_rulings")).scalar_one() == 3


@pytest.mark.parametrize(
    "done",
    [
        pytest.param(f"UPDATE journal_rulings SET reason = 'another' WHERE ruling_id = {FIRST}", id="changed"),
        pytest.param(f"DELETE FROM journal_rulings WHERE ruling_id = {FIRST}", id="taken out"),
        pytest.param(f"UPDATE journal_rulings SET chain_hash = NULL WHERE ruling_id = {LAST}", id="unchained"),
    ],
)
def test_a_ruling_that_was_touched_is_named(rulings: None, done: str) -> None:
    rewrite(done)

    assert "ruling" in named()[None]


def test_a_ruling_cut_from_the_end_shows_in_what_counts(rulings: None) -> None:
    rewrite("DELETE FROM journal_rulings")

    assert "rulings" in named()[6]


def test_releasing_equals_having_accepted_at_first(
    app: Flask, client: FlaskClient, phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    """Two phones record the same day; on one of them an arrival by somebody unknown was kept apart, then let in."""
    an_operative("op-2")
    an_appointment("A-2")
    an_assignment("A-2", "op-2")
    config = app.extensions["doorstep_config"]
    code = make_enrolment_code("op-2", made_by="test", config=config, clock=clock).code
    other = Phone.enrolled(client, code, key=SigningKey())
    other.context_id, other.wall_ms = phone.context_id, phone.wall_ms
    for each, where, actor in ((phone, visit, "somebody"), (other, a_visit("A-2"), "op-2")):
        each.sync([])
        each.record("travel_started", where)
        each.record("arrived", where, actor_id=actor)
        each.record("left", where)
    clock.move(hours=1)
    for each in (phone, other):
        each.wall_ms += 3_600_000
        each.sync()
    sha = db.session.execute(text("SELECT envelope_sha256 FROM journal WHERE code = 'not_assigned'")).scalar_one()

    release_event(sha, landlord_id=LANDLORD, by="manager", reason="rang the firm", keys=keys, clock=clock)

    def of(one: Phone) -> list[tuple[object, ...]]:
        columns = "seq, type, wall_ms, hard_from_at, hard_to_at, asserted_from_at, asserted_to_at, signed, after_gap"
        query = text(f"SELECT {columns}, received_at FROM visit_events WHERE device_id = :device ORDER BY seq")
        return [tuple(row) for row in db.session.execute(query, {"device": one.device_id})]

    def states() -> set[tuple[object, ...]]:
        return {tuple(row) for row in db.session.execute(text("SELECT status, event_count FROM visit_states"))}

    assert of(phone) == of(other)
    assert len(states()) == 1
