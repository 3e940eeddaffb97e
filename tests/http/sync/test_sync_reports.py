"""Damage and concerns as the office lists them, and what their phone hears of it."""

from typing import Any

from sqlalchemy import text

from server.storage.database import db
from tests.http.sync.conftest import Office
from tests.phone import Phone

FRAME = "Door frame, scratched with the toolbox on the way out, about 20 cm long, paint off"
DAMAGE = {"item": FRAME, "room": "Hall", "made_good": False, "customer_told": True}
DAMP = {"about": "property", "category": "damp", "seen": "black mould", "danger_now": False}


def _references(answer: dict[str, Any]) -> list[dict[str, str]]:
    [state] = [change["data"] for change in answer["changes"] if change["kind"] == "visit_state"]
    return list(state["reports"])


def test_what_is_damaged_is_listed_as_it_was_typed(phone: Phone, visit: str) -> None:
    phone.record("damage_reported", visit, **DAMAGE)
    phone.sync()

    assert db.session.execute(text("SELECT category FROM reports")).scalar_one() == FRAME


def test_the_answer_to_a_report_brings_its_reference(phone: Phone, visit: str) -> None:
    phone.sync()
    damage = phone.record("damage_reported", visit, **DAMAGE)
    concern = phone.record("concern_reported", visit, **DAMP)

    said = _references(phone.sync())

    assert said == [
        {"event_id": concern["id"], "reference": "C-1001"},
        {"event_id": damage["id"], "reference": "D-1001"},
    ]


def test_of_a_household_concern_no_phone_hears_a_reference(office: Office, phone: Phone, visit: str) -> None:
    phone.record("concern_reported", visit, **{**DAMP, "about": "person"})
    phone.sync()

    assert _references(office.phone().sync()) == []
