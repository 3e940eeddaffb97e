"""A job that waits, an absence, leave and a change of one firm, for the walk through every route."""

from datetime import date

from server.storage.database import db, transaction
from server.storage.tables.booking import Absence, OfficeChange, OperativeLeave, WorkOrder
from server.storage.tables.register import Appointment
from tests.factories import LANDLORD, NOW


def booking_of(appointment_id: str, operative_id: str, firm_id: str) -> dict[str, list[str]]:
    """Plant them about an appointment; the ids by the names that routes give their arguments."""
    row = db.session.get_one(Appointment, (LANDLORD, appointment_id))
    ids = {name: f"{name}-{firm_id}" for name in ("work_order_id", "absence_id", "leave_id", "change_id")}
    whose = {"landlord_id": LANDLORD, "firm_id": firm_id, "by": "cli", "at": NOW}
    order = {"kind": "routine", "minutes": 60, "people_required": 1, "origin": "raised", "job_number": row.job_number}
    when = {"from_at": NOW, "to_at": NOW, "kind": "leave"}
    with transaction():
        db.session.add(
            WorkOrder(**whose, **order, work_order_id=ids["work_order_id"], person_id=row.person_id),
        )
        db.session.add(OperativeLeave(**whose, **when, leave_id=ids["leave_id"], operative_id=operative_id))
        absent = {"operative_id": operative_id, "day": date(2026, 11, 23), "known_at": NOW, "reason": "illness"}
        db.session.add(Absence(**whose, **absent, absence_id=ids["absence_id"]))
        db.session.add(
            OfficeChange(
                landlord_id=LANDLORD, firm_id=firm_id, change_id=ids["change_id"], appointment_id=appointment_id,
                kind="moved", asked_by="contractor", facts={}, recorded_by="cli", recorded_at=NOW,
            )
        )  # fmt: skip
    arguments = {name: [value] for name, value in ids.items()}
    return {**arguments, "appointment_id": [appointment_id], "operative_id": [operative_id]}
