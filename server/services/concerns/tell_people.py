"""Tells the landlord's people by email, and the duty manager by text where hours count. Never what was seen, or where.

Each is told once of each thing: the cause is unique in the outbox. An email to a tenant's home is not this one's way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.concerns.clocks import EMERGENCY, LONDON, Clock
from server.domain.concerns.warnings import LAPSED, LAST
from server.domain.notices.kinds import STAFF
from server.domain.wording.templates import fill
from server.outside.phone_numbers import as_dialled
from server.storage.concerns.clocks import ReportRow
from server.storage.concerns.words import concern_texts
from server.storage.people import users
from server.storage.phones import phone_view
from server.storage.safety import rota
from server.storage.telling import notices
from server.storage.telling.notices import NoticeRow

_HELPS = timedelta(days=3)
_TEXT_HELPS = timedelta(hours=12)


@dataclass(frozen=True)
class _Word:
    """What is said: a template of `wording/en/concerns.yaml`, and what makes it one for ever."""

    template: str
    cause: str
    clock: str = ""
    due: str = ""


def tell_of_arrival(connection: Connection, report: ReportRow, *, at: datetime) -> None:
    """Safeguarding people hear of a household's; of danger in a home managers, directors, and whoever is on duty."""
    if report.lane == "household":
        _tell(connection, report, _Word("household_concern", "household"), ("safeguarding_lead",), at)
    elif report.danger_now:
        word = _Word("danger_now", "danger")
        _tell(connection, report, word, ("contract_manager", "director"), at)
        _text_duty_managers(connection, report, word, at)


def tell_of_clock(connection: Connection, report: ReportRow, clock: Clock, level: str, *, at: datetime) -> None:
    """One level of one clock. From the last warning on the directors hear too."""
    roles = ("contract_manager", "director") if level in (LAST, LAPSED) else ("contract_manager",)
    word = _Word(f"clock_{level}", f"{clock.kind}:{level}:{clock.due_at.isoformat()}", clock.kind, _when(clock))
    _tell(connection, report, word, roles, at)
    if clock.kind == EMERGENCY:
        _text_duty_managers(connection, report, word, at)


def tell_of_year(connection: Connection, landlord_id: str, year: int, *, at: datetime) -> int:
    """Nobody has checked next year's bank holidays; returns how many were told."""
    told = 0
    for person in users.with_roles(connection, landlord_id, ("contract_manager", "director")):
        text = _words(connection, landlord_id, "holiday_year", {"year": str(year)})
        cause = f"{landlord_id}:holiday_year:{year}:{person.user_id}"
        told += notices.put(connection, _row(landlord_id, cause, "holiday_year", ("email", person.email), text, at))
    return told


def _tell(connection: Connection, report: ReportRow, word: _Word, roles: Iterable[str], at: datetime) -> None:
    for person in users.with_roles(connection, report.landlord_id, roles):
        _put(connection, report, word, ("email", person.email), person.user_id, at)


def _text_duty_managers(connection: Connection, report: ReportRow, word: _Word, at: datetime) -> None:
    for one in rota.on_duty(connection, report.landlord_id, "duty_manager", "", at):
        _put(connection, report, word, ("sms", one.mobile), one.user_id, at)


def _put(
    connection: Connection, report: ReportRow, word: _Word, way: tuple[str, str], user_id: str, at: datetime
) -> None:
    facts = {"reference": report.reference, "clock": _CLOCKS.get(word.clock, ""), "due": word.due}
    text = _words(connection, report.landlord_id, word.template, facts)
    cause = f"concern:{report.report_id}:{word.cause}:{way[0]}:{user_id}"
    notices.put(connection, _row(report.landlord_id, cause, word.template, way, text, at))


def _row(landlord_id: str, cause: str, template: str, way: tuple[str, str], text: str, at: datetime) -> NoticeRow:
    channel, recipient = way
    return NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=landlord_id,
        cause=cause,
        template=template,
        language="en",
        channel=channel,
        recipient=recipient,
        text=text,
        firm_id="",
        useless_after_at=at + (_TEXT_HELPS if channel == "sms" else _HELPS),
        queued_at=at,
        kind=STAFF,
        due_at=at,
    )


def _words(connection: Connection, landlord_id: str, template: str, facts: dict[str, str]) -> str:
    landlord = phone_view.landlord(connection, landlord_id)
    own = {"landlord": landlord.name if landlord else "", "phone": as_dialled(landlord.phone) if landlord else ""}
    return fill(template, concern_texts()[template], {**own, **facts})


def _when(clock: Clock) -> str:
    if clock.due_on is not None:
        return f"{clock.due_on:%A} {clock.due_on.day} {clock.due_on:%B}"
    local = clock.due_at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


_CLOCKS = {
    "emergency": "24 hours",
    "investigation": "investigation",
    "summary": "written summary",
    "safety_works": "safety works",
    "further_works_arranged": "further works arranged",
    "further_works_begun": "further works started",
}
