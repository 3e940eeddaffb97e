"""The office's side of a run: the homes, people and visits it begins with, and what it changes while phones are out."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from server.outside.clock import FixedClock
from server.services.phones.revoke_device import UnknownDevice, revoke_device
from server.storage import feed
from server.storage.database import db, transaction
from server.storage.phones import touched_visits
from server.storage.tables.register import Appointment, Assignment, Flag, Repair
from tests.factories import LANDLORD, a_visit, an_appointment, an_assignment, an_operative

APPOINTMENTS = 5


def open_office(phones: int, seed: int, now: datetime) -> dict[str, Any]:
    """Operatives, and appointments of today and tomorrow with their visits; every third has two people."""
    operatives = [an_operative(f"op-{number}") for number in range(1, phones + 1)]
    made = []
    for number in range(APPOINTMENTS):
        uprn = f"10000000000{number}"
        start = now + timedelta(hours=1 + number % 3, days=number // 4)
        appointment_id = an_appointment(
            f"A-{number}", uprn=uprn, job_number=f"J-{number}", person_id=f"person-{number}", start_at=start
        )
        assigned = {(number + seed) % phones, (number + seed + 1) % phones} if number % 3 == 0 else {number % phones}
        for each in sorted(assigned):
            an_assignment(appointment_id, operatives[each])
        made.append({"appointment_id": appointment_id, "visit_id": a_visit(appointment_id, uprn=uprn)})
    return {"operatives": operatives, "visits": made}


def change(wish: dict[str, Any], clock: FixedClock) -> None:
    """One change by the office. `late_ms`: it began that much earlier and is committed only now, as imports are."""
    if wish["what"] == "revoke":
        try:
            revoke_device(wish["device_id"], landlord_id=LANDLORD, by="simulation", clock=clock)
        except UnknownDevice:
            return
        return
    at = clock.now() - timedelta(milliseconds=wish["late_ms"])
    with transaction():
        _CHANGES[wish["what"]](wish["appointment_id"], wish["operative"], at)
        db.session.flush()
        changes = touched_visits.of_appointments(LANDLORD, [wish["appointment_id"]])
        if wish["what"] == "flag":
            flags = touched_visits.of_flags(LANDLORD, [f"F-{wish['appointment_id']}"], since=at - timedelta(days=9))
            changes = [*changes, *flags]
        feed.append(LANDLORD, changes, at=at)


def _reassign(appointment_id: str, operative_id: str, at: datetime) -> None:
    open_rows = (Assignment.appointment_id == appointment_id, Assignment.ended_at.is_(None))
    db.session.execute(update(Assignment).where(*open_rows).values(ended_at=at))
    _add(appointment_id, operative_id, at)


def _add(appointment_id: str, operative_id: str, at: datetime) -> None:
    an_assignment(appointment_id, operative_id, assigned_at=at)


def _move(appointment_id: str, operative_id: str, at: datetime) -> None:
    days = int(operative_id[-1]) - 1
    row = _appointment(appointment_id)
    row.now_start_at, row.now_end_at = at + timedelta(days=days, hours=2), at + timedelta(days=days, hours=4)
    row.rev += 1


def _cancel(appointment_id: str, operative_id: str, at: datetime) -> None:
    row = _appointment(appointment_id)
    row.status = "cancelled"
    row.rev += 1


def _flag(appointment_id: str, operative_id: str, at: datetime) -> None:
    flag_id = f"F-{appointment_id}"
    known = db.session.get(Flag, (LANDLORD, flag_id))
    if known is None:
        uprn = _appointment(appointment_id).uprn
        fields = {"kind": "two_people", "what_to_do": "Go in twos.", "uprn": uprn, "set_on": at.date()}
        db.session.add(Flag(landlord_id=LANDLORD, flag_id=flag_id, **fields))
    elif known.ended_on is None:
        known.ended_on = (at - timedelta(days=1)).date()
    else:
        known.ended_on, known.version = None, known.version + 1


def _wording(appointment_id: str, operative_id: str, at: datetime) -> None:
    repair = db.session.get(Repair, (LANDLORD, _appointment(appointment_id).job_number))
    if repair is not None:
        repair.description = f"Boiler, as told at {at.isoformat()}"


def _appointment(appointment_id: str) -> Appointment:
    wanted = (Appointment.landlord_id == LANDLORD, Appointment.appointment_id == appointment_id)
    return db.session.execute(select(Appointment).where(*wanted)).scalar_one()


_CHANGES = {"reassign": _reassign, "add": _add, "move": _move, "cancel": _cancel, "flag": _flag, "wording": _wording}
