"""Writes down what happened, in the five parts of MO 4.4, and what a manager then did about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage import meta
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagIncident

KINDS = ("abusive_words", "threat", "assault", "discrimination", "harassment", "property_damaged", "animal")
"""What may lead to a flag. Criticism is not among them: a complaint is no abuse (HC, general conduct)."""

PARTS: Mapping[str, str] = {
    "what_happened": "What happened",
    "people_involved": "Who was hurt or threatened, who did it, who saw it",
    "outcome": "How it ended",
    "time_lost": "Time lost",
    "place": "Where",
}


@dataclass(frozen=True)
class Happened:
    """An incident as it was typed; `person_id` is empty where nobody knows who it was."""

    uprn: str
    person_id: str
    kind: str
    happened_at: datetime
    parts: Mapping[str, str]


def report_incident(happened: Happened, *, viewer: Viewer, clock: Clock) -> str:
    """Keep it; returns its id. All five parts are needed: none is filled in from another."""
    now = clock.now()
    parts = {name: happened.parts.get(name, "").strip() for name in PARTS}
    missing = [PARTS[name] for name, text in parts.items() if not text]
    if missing:
        raise DoorstepError("missing_part", f"Fill in: {'; '.join(missing)}.", {"missing": missing})
    if happened.kind not in KINDS or happened.happened_at > now:
        raise DoorstepError("unknown_kind", "Choose what kind of incident it was, and when it happened.")
    if not flag_cases.knows_home(viewer, happened.uprn):
        raise DoorstepError("unknown_home", "There is no home of yours with this UPRN. It is on the visit's page.")
    with transaction() as connection:
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        incident = FlagIncident(
            incident_id=str(uuid7()),
            landlord_id=viewer.landlord_id,
            reference=f"I-{meta.next_number(connection, f'incidents {viewer.landlord_id}', 1001)}",
            firm_id=viewer.firm_id,
            person_id=happened.person_id or None,
            uprn=happened.uprn,
            kind=happened.kind,
            happened_at=happened.happened_at,
            reported_by=viewer.user_id,
            reported_at=now,
            answer_due_at=now + timedelta(hours=settings.incident_answer_hours),
            **parts,
        )
        db.session.add(incident)
        about = audit.Subject("incident", incident.incident_id)
        audit.record(viewer.landlord_id, about, "incident_reported", by=viewer.user_id, at=now)
    return incident.incident_id


def answer_incident(incident_id: str, answer: str, person_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """What the manager did: rang or wrote, and what was said. Names the person where nobody knew them before."""
    if not answer.strip():
        raise DoorstepError("missing_note", "Write whom you rang or wrote to, and what was said.")
    with transaction():
        incident = flag_cases.incident(viewer, incident_id)
        if incident is None:
            raise DoorstepError("not_found", "There is no such report.")
        incident.answered_at, incident.answered_by, incident.answer = clock.now(), viewer.user_id, answer.strip()
        if person_id and flag_cases.person(viewer.landlord_id, person_id) is not None:
            incident.person_id = person_id
        about = audit.Subject("incident", incident_id)
        audit.record(viewer.landlord_id, about, "incident_answered", by=viewer.user_id, at=clock.now())
