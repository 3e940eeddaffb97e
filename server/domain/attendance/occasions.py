"""Steps 1 to 5: one appointment in, its occasions out, each with a result and its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from server.domain.attendance.agreed_time import AgreedTime, TimeInForce
from server.domain.attendance.at_home import what_happened
from server.domain.attendance.known import Known, known_part
from server.domain.attendance.outcome import (
    DECISION,
    NO_APPOINTMENT,
    NOT_KEPT,
    Occasion,
    Outcome,
    reason,
    undecided,
)
from server.domain.cases.case import Appointment, Repair
from server.domain.cases.instants import Instant
from server.domain.cases.policy_settings import PolicySettings


def occasions_of(repair: Repair, as_of: Instant, settings: PolicySettings) -> tuple[Occasion, ...]:
    """Return the occasions of all appointments of a repair, in file order."""
    return tuple(
        replace(occasion, repair=repair.id, contractor=appointment.contractor)
        for appointment in repair.appointments
        for occasion in appointment_occasions(appointment, as_of, settings)
    )


def appointment_occasions(appointment: Appointment, as_of: Instant, settings: PolicySettings) -> tuple[Occasion, ...]:
    """Return the changes that are occasions, then the appointment itself."""
    if appointment.agreed_start is None:
        return (Occasion(appointment.id, NO_APPOINTMENT, (reason("no_time_agreed"),)),)
    if not appointment.agreed_with_tenant:
        return (Occasion(appointment.id, NO_APPOINTMENT, (reason("not_agreed_with_tenant"),)),)
    known = known_part(appointment, as_of, settings)
    occasions = _run(known, settings)
    asks = appointment.tenant_disputes and settings.disputed_spoken_notice == "decision"
    if asks and known.has_spoken_word():
        return _with_denied_word(occasions, _run(known.without_spoken_word(), settings))
    return occasions


def _run(known: Known, settings: PolicySettings) -> tuple[Occasion, ...]:
    def at_home(part: Known, time: AgreedTime) -> Outcome:
        return what_happened(part, time, settings)

    return TimeInForce(known, settings, at_home).occasions()


def _with_denied_word(as_recorded: tuple[Occasion, ...], without: tuple[Occasion, ...]) -> tuple[Occasion, ...]:
    """Step 5: where the denied word changes which days may count, the appointment is one question."""
    if _open_days(as_recorded) == _open_days(without):
        return as_recorded
    at_issue = [*_open(without), *_open(as_recorded)]
    codes = (one.codes() for one in at_issue if one.result == DECISION)
    asked = undecided(("disputed_notice",), *codes)
    return (replace(at_issue[0], result=asked.result, reasons=asked.reasons, change=None),)


def _open(occasions: tuple[Occasion, ...]) -> list[Occasion]:
    return [one for one in occasions if one.result in (NOT_KEPT, DECISION)]


def _open_days(occasions: tuple[Occasion, ...]) -> list[date | None]:
    return sorted((one.day for one in _open(occasions)), key=str)
