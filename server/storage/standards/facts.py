"""What the standards are counted from, read for many at once: assessed cases and what stands beside them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from server.domain.evidence.records import london_day
from server.domain.notices.routes import LETTER
from server.domain.standards.promises import Beside
from server.storage.booking import planned_works
from server.storage.database import db
from server.storage.tables.decisions import Assessment, CaseStanding
from server.storage.tables.messages import ContactChoice
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, Person, VisitHistory
from server.storage.tables.standings import AppointmentStanding

ENGLISH = "en"


@dataclass(frozen=True)
class AssessedCase:
    """The newest assessment of one household, and what stands beside each appointment that is its own today."""

    case_id: str
    case: Mapping[str, Any]
    output: Mapping[str, Any]
    beside: Mapping[str, Beside]


def assessed_cases(landlord_id: str, case_ids: Collection[str]) -> list[AssessedCase]:
    """A fixed number of queries for any number of cases."""
    newest = and_(
        CaseStanding.landlord_id == landlord_id,
        CaseStanding.case_id.in_(case_ids),
        CaseStanding.assessment_id == Assessment.assessment_id,
    )
    query = select(Assessment.case_id, Assessment.input, Assessment.output).join(CaseStanding, newest)
    rows = db.session.execute(query).all()
    own = _own_appointments(landlord_id, case_ids)
    beside = _beside(landlord_id, [name for names in own.values() for name in names])
    return [
        AssessedCase(case_id, case, output, {name: beside[name] for name in own.get(case_id, ()) if name in beside})
        for case_id, case, output in rows
    ]


def _own_appointments(landlord_id: str, case_ids: Collection[str]) -> dict[str, list[str]]:
    query = select(AppointmentStanding.case_id, AppointmentStanding.appointment_id).where(
        AppointmentStanding.landlord_id == landlord_id, AppointmentStanding.case_id.in_(case_ids)
    )
    own: dict[str, list[str]] = {}
    for case_id, name in db.session.execute(query):
        own.setdefault(str(case_id), []).append(name)
    return own


def _beside(landlord_id: str, names: Collection[str]) -> dict[str, Beside]:
    query = select(
        Appointment.appointment_id,
        Appointment.kind,
        Appointment.written_notice_sent_on,
        Appointment.now_start_at,
        Appointment.person_id,
    ).where(Appointment.landlord_id == landlord_id, Appointment.appointment_id.in_(names))
    rows = db.session.execute(query).all()
    imported = _imported(landlord_id, names)
    found = {row.appointment_id: imported.get(row.appointment_id, Beside()) for row in rows}
    planned = {row.appointment_id: row.written_notice_sent_on for row in rows if row.kind == "planned"}
    for name, on, leave in _notices_of_works(landlord_id, planned):
        found[name] = replace(found[name], notice_sent_on=on, leave_given=leave)
    readers = {
        row.appointment_id: (row.person_id, row.now_start_at) for row in rows if row.person_id and row.now_start_at
    }
    languages = _languages(landlord_id, readers)
    told_in = _told_in(landlord_id, languages)
    for name, language in languages.items():
        found[name] = replace(found[name], language=language, told_in=told_in.get(name, ()))
    return found


def _imported(landlord_id: str, names: Collection[str]) -> dict[str, Beside]:
    query = select(VisitHistory.appointment_id, VisitHistory.outcome, VisitHistory.card_left).where(
        VisitHistory.landlord_id == landlord_id, VisitHistory.appointment_id.in_(names)
    )
    found: dict[str, Beside] = {}
    for name, outcome, card_left in db.session.execute(query):
        unknown = outcome == "no_access" and card_left is None
        found[name] = Beside(imported=True, card_unknown=unknown or found.get(name, Beside()).card_unknown)
    return found


def _notices_of_works(landlord_id: str, planned: Mapping[str, date | None]) -> list[tuple[str, date | None, bool]]:
    """The first written notice of each planned visit that left, and whether a manager allowed less."""
    if not planned:
        return []
    sent, leave = planned_works.sent_days(landlord_id, planned), planned_works.leave_of(landlord_id, planned)
    days = {name: [day for day in (own, sent.get(name)) if day is not None] for name, own in planned.items()}
    return [(name, min(days[name], default=None), name in leave) for name in planned]


def _languages(landlord_id: str, readers: Mapping[str, tuple[str, datetime]]) -> dict[str, str]:
    """The language that each visit's tenant had chosen by its day, else the register's; English is left out."""
    people = {person_id for person_id, _ in readers.values()}
    named = select(Person.person_id, Person.language).where(
        Person.landlord_id == landlord_id, Person.person_id.in_(people)
    )
    register = {row.person_id: row.language for row in db.session.execute(named)}
    chosen = select(ContactChoice.person_id, ContactChoice.at, ContactChoice.language).where(
        ContactChoice.landlord_id == landlord_id, ContactChoice.person_id.in_(people)
    )
    choices: dict[str, list[tuple[date, str]]] = {}
    for person_id, at, language in db.session.execute(chosen.order_by(ContactChoice.at, ContactChoice.choice_id)):
        choices.setdefault(person_id, []).append((london_day(at), language))
    found = {}
    for name, (person_id, starts_at) in readers.items():
        by_then = [language for on, language in choices.get(person_id, []) if on <= london_day(starts_at)]
        language = by_then[-1] if by_then else register.get(person_id, ENGLISH)
        if language and language != ENGLISH:
            found[name] = language
    return found


def _told_in(landlord_id: str, languages: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The language of every notice about these visits that left and was not given up.

    A letter whose own words no speaker has checked says it in both (docs/wording.md): it reached who reads either.
    """
    if not languages:
        return {}
    query = (
        select(Notice.appointment_id, Notice.language, Notice.channel, Notice.own_text)
        .where(Notice.landlord_id == landlord_id, Notice.appointment_id.in_(languages))
        .where(Notice.sent_at.is_not(None), Notice.state.in_(("sent", "delivered")))
        .order_by(Notice.sent_at, Notice.notice_id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for name, language, channel, own_text in db.session.execute(query):
        one, is_in_both = str(name), channel == LETTER and bool(own_text)
        found[one] = (*found.get(one, ()), languages[one] if is_in_both else language)
    return found
