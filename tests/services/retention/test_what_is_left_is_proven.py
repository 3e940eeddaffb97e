"""What is left of a record is as good a proof as it was: of nothing but what the phone sent."""

import json
from hashlib import sha256
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence import verify_journal as verifying
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.retention.drop_locations import drop_locations
from server.storage.database import db
from tests.evidence import journal_faults
from tests.factories import LANDLORD, NOW
from tests.phone import Phone
from tests.services.retention.located import (
    GEO,
    LATER,
    arrived,
    behind_our_back,
    bodies,
    everything_shown,
    settled,
    wheres,
)


@pytest.fixture
def visit(visit: str) -> str:
    return settled(visit)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE journal_bodies SET body = :body WHERE position = 1", "its body was changed"),
        ("DELETE FROM journal_bodies WHERE position = 1", "its body is gone, of which only a part was erased"),
    ],
)
def test_what_is_left_cannot_be_changed_unseen(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock, change: str, named: str
) -> None:
    """Not even where whoever changes it writes another erasure record to it: the signature is ours."""
    arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    other = json.dumps({**bodies()[0], "type": "left"}).encode()

    behind_our_back(change, {"body": other} if ":body" in change else {})

    assert [(fault.position, fault.problem) for fault in journal_faults()] == [(1, named)]


def test_an_erasure_that_we_did_not_sign_excuses_no_change(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    arrived(phone, visit)
    other = b'{"type":"left"}'
    sha = db.session.execute(text("SELECT envelope_sha256 FROM journal WHERE position = 1")).scalar_one()
    forged = {"sha": sha, "kept": sha256(other).hexdigest(), "at": NOW.isoformat(), "sig": keys.sign_evidence("x")}
    behind_our_back(
        "INSERT INTO erasures (envelope_sha256, erased_at, by, reason, kept_sha256, sig)"
        " VALUES (:sha, :at, 'server', 'r', :kept, :sig)",
        forged,
    )
    behind_our_back("UPDATE journal_bodies SET body = :body WHERE position = 1", {"body": other})

    (fault,) = journal_faults()
    assert "its body was changed, or what was left of it was signed with another key" in fault.problem


def test_a_record_that_was_changed_is_not_signed_as_what_is_left(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    """Whoever owns the database changes an old record and gives it a place, for us to take out and vouch for."""
    arrived(phone, visit)
    left = {**bodies()[1], "data": {"cleaned_up": True}, "geo": GEO}
    change = "UPDATE journal_bodies SET body = :body WHERE position = 2"
    behind_our_back(change, {"body": json.dumps(left).encode()})

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    assert [(fault.position, fault.problem) for fault in journal_faults()] == [(2, "its body was changed")]
    assert wheres() == [(False, True), (True, False)]


def test_what_is_left_is_signed_under_its_own_name(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    """Not under that of another record, which the unguarded projection may be made to name."""
    arrived(phone, visit)
    behind_our_back(
        "UPDATE visit_events SET envelope_sha256 = (SELECT envelope_sha256 FROM journal WHERE position = 2)"
        " WHERE position = 1",
        {},
    )

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    assert journal_faults() == []
    assert wheres() == [(False, True), (False, False)]


def test_another_key_says_that_it_may_be_another(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    found = verifying.verify_journal(landlord_id=LANDLORD, keys=Keys("another secret " * 4))

    assert ["signed with another key" in fault.problem for fault in found.faults] == [True]


@pytest.mark.parametrize("number", ["1e400", "9" * 400])
def test_a_number_that_fits_no_float_leaves_the_record_readable(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock, number: str
) -> None:
    body = phone.record("arrived", visit, at_property=True, geo=GEO, said=1_234_567)["body"]
    del phone.unsent[:], phone.kept[:]
    phone.seq, phone.hash = 0, "0" * 64
    phone.append(body.replace("1234567", number))
    phone.sync()
    before = everything_shown()

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)

    assert everything_shown() == before
    assert number in _first_body()
    assert "52.2463" not in _first_body()


def _first_body() -> str:
    return bytes(db.session.execute(text("SELECT body FROM journal_bodies WHERE position = 1")).scalar_one()).decode()


def test_a_look_at_the_journal_meanwhile_finds_no_fault(
    app: Flask, phone: Phone, visit: str, keys: Keys, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived(phone, visit)
    clock.at = LATER

    def meanwhile(row: Any, before: str, expected: int) -> Any:
        monkeypatch.undo()
        worker = Thread(target=_drop, args=(app, keys, clock))
        worker.start()
        worker.join()
        return verifying._of_row(row, before, expected)

    monkeypatch.setattr(verifying, "_of_row", meanwhile)

    assert journal_faults() == []
    db.session.rollback()
    assert wheres() == [(False, True), (False, False)]
    assert journal_faults() == []


def _drop(app: Flask, keys: Keys, clock: FixedClock) -> None:
    with app.app_context():
        drop_locations(keys=keys, clock=clock)
        db.session.remove()
