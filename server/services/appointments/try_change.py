"""Runs the real rule over a change that nobody has saved, and says what it would do to the repair's count.

Nothing is written: the case is built from the records, the change is laid on it, and both are assessed.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from server.domain.booking.consequences import Consequence, consequence_of
from server.domain.evidence.open_outcomes import assess_open
from server.domain.evidence.records import OfficeChange, written
from server.domain.evidence.told import change_as_written
from server.outside.clock import Clock
from server.services.appointments.change_appointment import NewChange
from server.services.appointments.join_repairs import Regrouped
from server.services.assessment.assess_case import assess_case
from server.services.assessment.build_case import BuiltCase, build_case
from server.storage.cases import households
from server.storage.tables.register import Appointment

Json = dict[str, Any]


def try_change(row: Appointment, change: NewChange, *, clock: Clock) -> Consequence | None:
    """A move or a cancellation; where nobody is told yet, as if they were told this moment.

    A move is tried in the world in which somebody then comes at the new time, so that only the change is judged.
    None where the appointment belongs to no household: nobody is owed anything.
    """
    told_at = change.told_at or clock.now()
    told = (told_at, change.channel or "sms", change.reason)
    times = (change.new_start_at, change.new_end_at)
    written_change = change_as_written(OfficeChange(change.kind, change.by, *told, *times, clock.now()))

    def lay_on(one: Json) -> None:
        one.setdefault("changes", []).append(written_change)
        if change.new_start_at is not None:
            people = range(one.get("people_required", 1))
            one.setdefault("events", []).extend(_came(change.new_start_at, number) for number in people)

    later = max(at for at in (clock.now(), change.new_end_at, change.new_start_at) if at is not None)
    return _tried(row, lay_on, later + timedelta(hours=1), clock)


def try_link(row: Appointment, whole: Regrouped, *, clock: Clock) -> Consequence | None:
    """Counting this appointment's job, and what comes along, with those of another defect, or by itself again."""
    household = households.of_appointment(row.landlord_id, row.appointment_id)
    if household is None:
        return None
    built = build_case(household, as_of=clock.now())
    before, changed = _assessed(built, built.case), deepcopy(built.case)
    for repair in changed["repairs"]:
        if repair["id"] in whole.numbers:
            repair["root"] = whole.root
    return consequence_of(before, _assessed(built, changed), row.appointment_id, whole.root)


def _tried(row: Appointment, lay_on: Callable[[Json], None], later: datetime, clock: Clock) -> Consequence | None:
    household = households.of_appointment(row.landlord_id, row.appointment_id)
    if household is None:
        return None
    built = build_case(household, as_of=clock.now())
    before = _assessed(built, built.case)
    changed = _without_what_is_to_come(built.case, before, row.appointment_id)
    changed["as_of"] = written(later)
    for one in _appointments(changed):
        if one["id"] == row.appointment_id:
            lay_on(one)
    after = assess_case(changed, answers=built.matters.answers)
    return consequence_of(before, after, row.appointment_id, _root(changed, row.appointment_id))


def _without_what_is_to_come(case: Json, before: Json, appointment_id: str) -> Json:
    """Other appointments that are not over yet: nobody has missed them."""
    to_come = {one["appointment"] for one in before["occasions"] if one["result"] == "not_due"}
    to_come |= {one["appointment"] for one in before["waiting"]}
    changed = deepcopy(case)
    for repair in changed["repairs"]:
        kept = [one for one in repair["appointments"] if one["id"] == appointment_id or one["id"] not in to_come]
        repair["appointments"] = kept
    return changed


def _came(at: datetime, number: int) -> Json:
    moment = {"earliest": written(at), "latest": written(at), "received_at": written(at)}
    return {"id": f"trial:{number}", "type": "access_given", "operative": f"trial {number}", **moment}


def _assessed(built: BuiltCase, case: Json) -> Json:
    output: Json = assess_open(case, built.matters, partial(assess_case, answers=built.matters.answers))
    return output


def _appointments(case: Json) -> Iterator[Json]:
    for repair in case["repairs"]:
        yield from repair["appointments"]


def _root(case: Json, appointment_id: str) -> str:
    for repair in case["repairs"]:
        if any(one["id"] == appointment_id for one in repair["appointments"]):
            return str(repair["root"])
    return ""
