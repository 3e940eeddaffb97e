"""A concern that turns out to be about people leaves the property list, original and all, for ever."""

from typing import Any

import pytest
from sqlalchemy import text

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.rebuild_projections import rebuild_projections
from server.storage.database import db
from tests.factories import LANDLORD
from tests.phone import Phone

DAMP = {"about": "property", "category": "damp", "seen": "black mould", "danger_now": False}


def _lanes() -> list[str]:
    return list(db.session.execute(text("SELECT lane FROM reports ORDER BY reference")).scalars())


@pytest.fixture
def keys(phone: Phone) -> Keys:
    return Keys("a test secret of no other use, 0123456789")


def test_a_correction_to_a_person_moves_the_concern_to_the_household_lane(phone: Phone, visit: str) -> None:
    concern = phone.record("concern_reported", visit, **DAMP)
    phone.sync()
    assert _lanes() == ["property"]

    phone.record("corrected", visit, corrects=concern["id"], about="person", seen="really the child")
    phone.sync()

    assert _lanes() == ["household"]


def test_a_correction_that_travels_with_its_concern_moves_it_at_once(phone: Phone, visit: str) -> None:
    concern = phone.record("concern_reported", visit, **DAMP)
    phone.record("corrected", visit, corrects=concern["id"], about="person")
    phone.record("concern_reported", visit, **{**DAMP, "category": "gas"})
    phone.sync()

    assert _lanes() == ["household", "property"]


def test_a_correction_of_a_correction_moves_the_concern_too(phone: Phone, visit: str) -> None:
    concern = phone.record("concern_reported", visit, **DAMP)
    first = phone.record("corrected", visit, corrects=concern["id"], seen="mould on the cot")
    phone.record("corrected", visit, corrects=first["id"], about="person")
    phone.sync()

    assert _lanes() == ["household"]


def test_a_household_concern_is_not_made_a_property_one(phone: Phone, visit: str) -> None:
    concern = phone.record("concern_reported", visit, **{**DAMP, "about": "person"})
    phone.record("corrected", visit, corrects=concern["id"], about="property")
    phone.sync()

    assert _lanes() == ["household"]


def test_a_concern_without_a_visit_moves_as_well(phone: Phone) -> None:
    concern = phone.record("concern_reported", None, **DAMP)
    phone.sync()
    phone.record("corrected", None, corrects=concern["id"], about="person")
    phone.sync()

    assert _lanes() == ["household"]


def test_other_corrections_leave_the_lane(phone: Phone, visit: str) -> None:
    concern = phone.record("concern_reported", visit, **DAMP)
    phone.record("corrected", visit, corrects=concern["id"], seen="condensation")
    phone.sync()

    assert _lanes() == ["property"]


def test_a_rebuild_finds_the_same_lanes(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    concern = phone.record("concern_reported", visit, **DAMP)
    phone.record("corrected", visit, corrects=concern["id"], about="person")
    phone.record("concern_reported", visit, **{**DAMP, "category": "gas"})
    phone.sync()
    before: list[Any] = _lanes()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE reports SET lane = 'property'"))
    db.session.rollback()

    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)

    assert _lanes() == before == ["household", "property"]


def test_a_concern_about_damp_starts_its_clock_with_the_sync_and_loses_it_where_it_is_about_a_person(
    phone: Phone, visit: str
) -> None:
    concern = phone.record("concern_reported", visit, **DAMP)
    phone.sync()
    clocks = "SELECT kind, state FROM concern_clocks"
    assert [tuple(row) for row in db.session.execute(text(clocks))] == [("investigation", "running")]

    phone.record("corrected", visit, corrects=concern["id"], about="person")
    phone.sync()

    db.session.rollback()
    assert list(db.session.execute(text(clocks))) == []


def test_what_a_correction_first_says_starts_its_clock_and_what_it_unsays_runs_on(phone: Phone, visit: str) -> None:
    pests = phone.record("concern_reported", visit, **{**DAMP, "category": "pests"})
    damp = phone.record("concern_reported", visit, **DAMP)
    phone.sync()
    phone.record("corrected", visit, corrects=pests["id"], danger_now=True)
    phone.record("corrected", visit, corrects=damp["id"], category="structure")
    phone.sync()

    db.session.rollback()
    clocks = "SELECT category, kind, state FROM concern_clocks JOIN reports USING (report_id) ORDER BY category"
    assert [tuple(row) for row in db.session.execute(text(clocks))] == [
        ("pests", "emergency", "running"),
        ("structure", "investigation", "running"),
    ]
    queued = "SELECT kind, rank FROM review_items WHERE kind <> 'clock' ORDER BY kind"
    assert [tuple(row) for row in db.session.execute(text(queued))] == [("danger_now", 1), ("property_concern", 3)]
