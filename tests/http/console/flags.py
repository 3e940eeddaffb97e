"""Flags with their cases, and incidents, for the console's tests."""

from datetime import date
from typing import Any

from uuid_utils.compat import uuid7

from server.storage.database import db, transaction
from server.storage.tables.flag_cases import FlagCase, FlagIncident
from server.storage.tables.register import Flag
from tests import factories
from tests.factories import LANDLORD, NOW


def a_flag(flag_id: str, **fields: Any) -> str:
    """A flag in force about person-1, decided on, with everything filled in."""
    factories.a_person()
    values = {
        "state": "live",
        "kind": "two_people",
        "what_to_do": "Go with a second person",
        "reason_restricted": "Held a door shut",
        "evidence": "Two reports",
        "letter_reasons": "You held the door shut",
        "contact_route": "0300 555 0100",
        "named_person": "Jaya Shah",
        "named_cover": "Owen Pryce",
        "review_on": date(2027, 2, 1),
        "manager_id": "nobody",
        "made_at": NOW,
        **fields,
    }
    seen = {name: values[name] for name in ("kind", "what_to_do", "reason_restricted", "review_on")}
    with transaction():
        db.session.add(
            FlagCase(landlord_id=LANDLORD, flag_id=flag_id, person_id="person-1", uprn="100000000001", **values)
        )
        if values["state"] != "draft":
            db.session.add(
                Flag(
                    landlord_id=LANDLORD,
                    flag_id=flag_id,
                    version=1,
                    person_id="person-1",
                    uprn="100000000001",
                    set_by="M. Oddy (Director)",
                    set_on=date(2026, 11, 1),
                    **seen,
                )
            )
    return flag_id


def an_incident(firm_id: str | None = None, **fields: Any) -> str:
    incident_id = str(uuid7())
    values = {
        "person_id": "person-1",
        "kind": "threat",
        "happened_at": NOW,
        "what_happened": "Shouted and came close",
        "people_involved": "Sam Reed",
        "outcome": "Left at once",
        "time_lost": "An hour",
        "place": "Hall",
        "answer_due_at": NOW,
        **fields,
    }
    with transaction():
        db.session.add(
            FlagIncident(
                incident_id=incident_id,
                landlord_id=LANDLORD,
                reference=f"I-{incident_id[-6:]}",
                firm_id=firm_id,
                uprn="100000000001",
                reported_by="nobody",
                reported_at=NOW,
                **values,
            )
        )
    return incident_id
