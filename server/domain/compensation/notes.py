"""Notes for the manager: what stands out in a case. They change no sum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from server.domain.attendance.known import known_part
from server.domain.attendance.outcome import EXCUSED, NOT_KEPT, TENANT_SIDE, Reason
from server.domain.cases.case import Appointment, Change, Repair
from server.domain.cases.instants import Instant, cut, instant_text, london_day
from server.domain.compensation.counting import Count
from server.domain.compensation.matter import Matter

_HOUR = 3600
_EARNINGS, _KEEPING_TIME = "HS004A 5", "HS004A 7.1"


def notes_on(matter: Matter, count: Count) -> tuple[Reason, ...]:
    return (
        *_loss_despite_notice(matter),
        *_claim_invited(matter, count),
        *_not_on_tenancy(matter),
        *_of_appointments(matter),
        *_of_occasions(matter),
        *_claim_old(matter),
    )


def _loss_despite_notice(matter: Matter) -> Iterator[Reason]:
    excused = matter.days_with(EXCUSED)
    for loss in matter.case.losses:
        if loss.day in excused and loss.off_work and loss.pence > 0:
            facts = {"person": loss.person, "day": loss.day.isoformat()}
            yield Reason("loss_despite_notice", facts, _EARNINGS)


def _claim_invited(matter: Matter, count: Count) -> Iterator[Reason]:
    passed = [group.root for group in count.groups if group.passed]
    if passed and not matter.case.losses:
        yield Reason("claim_invited", {"roots": passed}, _EARNINGS)


def _not_on_tenancy(matter: Matter) -> Iterator[Reason]:
    off_work = {loss.person for loss in matter.case.losses if loss.off_work}
    for person in matter.case.people:
        if not person.on_tenancy and person.id in off_work:
            yield Reason("not_on_tenancy", {"person": person.id}, _EARNINGS)


def _of_appointments(matter: Matter) -> Iterator[Reason]:
    for repair in matter.case.repairs:
        for appointment in repair.appointments:
            yield from _far_moves(matter, appointment)
            if appointment.kind == "planned" and not appointment.agreed_with_tenant:
                yield Reason("planned_not_agreed", {"appointment": appointment.id}, "HS004A 4")
        yield from _repeated_moves(matter, repair)


def _far_moves(matter: Matter, appointment: Appointment) -> Iterator[Reason]:
    """A new time on the agreed date but hours from it, whoever made it and whether or not it was in time."""
    agreed = appointment.agreed_start
    if agreed is None:
        return
    for new_start in _new_starts(matter, appointment):
        apart: Instant = max(new_start - agreed, agreed - new_start)
        is_far = apart >= matter.settings.far_move_note_hours * _HOUR
        if is_far and london_day(new_start) == london_day(agreed):
            facts = {
                "appointment": appointment.id,
                "new_start": instant_text(new_start),
                "hours": cut(apart, _HOUR),
            }
            yield Reason("far_move_same_day", facts, _KEEPING_TIME)


def _new_starts(matter: Matter, appointment: Appointment) -> list[Instant]:
    known = known_part(appointment, matter.case.as_of, matter.settings)
    moved = [change.new_start for change in known.changes if change.new_start is not None]
    return [*moved, *(notice.new_start for _, notice in known.notices)]


def _repeated_moves(matter: Matter, repair: Repair) -> Iterator[Reason]:
    made = [
        change
        for appointment in repair.appointments
        for change in appointment.changes
        if change.by == "contractor" and _is_known(change, matter.case.as_of)
    ]
    if len(made) >= matter.settings.repeated_moves_note:
        yield Reason("repeated_moves", {"repair": repair.id, "changes": len(made)}, _KEEPING_TIME)


def _is_known(change: Change, as_of: Instant) -> bool:
    return change.told_at is None or change.told_at <= as_of


def _of_occasions(matter: Matter) -> Iterator[Reason]:
    for occasion in matter.occasions:
        facts = {"appointment": occasion.appointment}
        no_card = any(one.facts.get("card_left") is False for one in occasion.reasons)
        if occasion.result == TENANT_SIDE and no_card:
            yield Reason("no_card", facts, _EARNINGS)
        if "early_access_given" in occasion.codes():
            yield Reason("early_standard_breach", facts, _KEEPING_TIME)


def _claim_old(matter: Matter) -> Iterator[Reason]:
    months, missed = matter.settings.claim_note_after_months, matter.days_with(NOT_KEPT)
    if matter.case.claimed_at is None or months == 0 or not missed:
        return
    claimed_on, last = london_day(matter.case.claimed_at), max(missed)
    if _is_more_than_months_after(claimed_on, last, months):
        facts = {"claimed_on": claimed_on.isoformat(), "last_not_kept_on": last.isoformat()}
        yield Reason("claim_old", facts, "setting claim_note_after_months")


def _is_more_than_months_after(later: date, earlier: date, months: int) -> bool:
    """Calendar months: the month is full on the same day of the month, or on its last day where it is shorter."""
    whole = (later.year - earlier.year) * 12 + later.month - earlier.month
    if whole != months:
        return whole > months
    return later.day > earlier.day
