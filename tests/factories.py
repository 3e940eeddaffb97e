"""Rows for tests: each function writes one thing, with what it hangs from, and returns its id.

Names of rows are short and fixed (`firm-a`, `home` numbers), so that a test can say them again.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from uuid_utils.compat import uuid7

from server.storage.database import db, transaction
from server.storage.tables.register import (
    Appointment,
    Assignment,
    Firm,
    Home,
    Landlord,
    Operative,
    Person,
    Repair,
)
from server.storage.tables.staff import StaffSession, User, UserRole
from server.storage.tables.visits import Visit

LANDLORD = "havebury"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def a_landlord() -> str:
    return _once(
        Landlord,
        (LANDLORD,),
        landlord_id=LANDLORD,
        name="Havebury",
        phone="0300 555 0100",
        out_of_hours_phone="0300 555 0101",
        safeguarding_phone="0300 555 0102",
    )


def a_firm(firm_id: str = "firm-a", **fields: Any) -> str:
    a_landlord()
    values = {"name": f"The firm {firm_id}", "phone": "01284 555 010", **fields}
    return _once(Firm, (LANDLORD, firm_id), landlord_id=LANDLORD, firm_id=firm_id, **values)


def a_home(uprn: str = "100000000001", **fields: Any) -> str:
    a_landlord()
    values = {"property_ref": f"P-{uprn}", "address_line_1": "14 Oak Road", "postcode": "IP33 1AA", **fields}
    return _once(Home, (LANDLORD, uprn), landlord_id=LANDLORD, uprn=uprn, **values)


def a_person(person_id: str = "person-1", **fields: Any) -> str:
    uprn = a_home(fields.pop("uprn", "100000000001"))
    values = {
        "first_name": "Amina",
        "last_name": "Khan",
        "tenure": "tenant",
        "role": "main",
        "tenancy_ref": f"T-{uprn}",
        "mobile": "+447700900123",
        **fields,
    }
    return _once(Person, (LANDLORD, person_id), landlord_id=LANDLORD, person_id=person_id, uprn=uprn, **values)


def an_operative(operative_id: str = "op-1", firm_id: str = "firm-a", **fields: Any) -> str:
    a_firm(firm_id)
    values = {"full_name": f"Operative {operative_id}", "trades": ["plumbing"], **fields}
    key = (LANDLORD, operative_id)
    return _once(Operative, key, landlord_id=LANDLORD, operative_id=operative_id, firm_id=firm_id, **values)


def a_repair(job_number: str = "J-1", **fields: Any) -> str:
    uprn = a_home(fields.pop("uprn", "100000000001"))
    values = {"repair_root": job_number, "trade": "plumbing", "description": "Boiler gives no hot water", **fields}
    return _once(Repair, (LANDLORD, job_number), landlord_id=LANDLORD, job_number=job_number, uprn=uprn, **values)


def an_appointment(appointment_id: str = "A-1", firm_id: str = "firm-a", **fields: Any) -> str:
    """From 10:00 to 12:00 today, agreed with the tenant, unless told otherwise."""
    uprn = fields.pop("uprn", "100000000001")
    a_firm(firm_id)
    start = fields.pop("start_at", NOW + timedelta(hours=1))
    end = fields.pop("end_at", start + timedelta(hours=2))
    values = {
        "job_number": a_repair(fields.pop("job_number", "J-1"), uprn=uprn),
        "person_id": a_person(fields.pop("person_id", "person-1"), uprn=uprn),
        "slot_start_at": start,
        "slot_end_at": end,
        "now_start_at": start,
        "now_end_at": end,
        **fields,
    }
    key = (LANDLORD, appointment_id)
    return _once(
        Appointment, key, landlord_id=LANDLORD, appointment_id=appointment_id, firm_id=firm_id, uprn=uprn, **values
    )


def an_assignment(appointment_id: str = "A-1", operative_id: str = "op-1", **fields: Any) -> str:
    values = {"assigned_at": NOW - timedelta(days=2), "ended_at": None, **fields}
    whose = {"appointment_id": appointment_id, "operative_id": operative_id}
    return _new(Assignment, "assignment_id", landlord_id=LANDLORD, **whose, **values)


def a_visit(appointment_id: str | None = "A-1", firm_id: str = "firm-a", **fields: Any) -> str:
    """A visit the server made; with its appointment's home."""
    values = {"uprn": "100000000001", "made_by": "server", "made_at": NOW, "visit_code": "4821", **fields}
    return _new(Visit, "visit_id", landlord_id=LANDLORD, appointment_id=appointment_id, firm_id=firm_id, **values)


def a_user(*roles: str, firm_id: str | None = None, **fields: Any) -> str:
    """Somebody who signs in; no password fits, since hashing one takes time."""
    user_id = str(uuid7())
    values = {"email": f"{user_id}@example.org", "name": "A. User", "password_hash": "none", **fields}
    _new(User, "user_id", user_id=user_id, landlord_id=LANDLORD, firm_id=firm_id, created_at=NOW, **values)
    with transaction():
        db.session.add_all(UserRole(user_id=user_id, role=role) for role in roles)
    return user_id


def sign_in(client: Any, *roles: str, firm_id: str | None = None, **fields: Any) -> str:
    """Give this client the cookie of a new person with these roles; returns the person's id."""
    user_id = a_user(*roles, firm_id=firm_id, **fields)
    with transaction():
        db.session.add(
            StaffSession(
                token_hash=sha256(user_id.encode()).hexdigest(),
                user_id=user_id,
                created_at=NOW,
                expires_at=NOW + timedelta(days=400),
            )
        )
    client.set_cookie("doorstep_staff", user_id)
    return user_id


def _new(table: Any, id_name: str, **values: Any) -> str:
    values.setdefault(id_name, str(uuid7()))
    with transaction():
        db.session.add(table(**values))
    return str(values[id_name])


def _once(table: Any, key: tuple[str, ...], **values: Any) -> str:
    """Write the row unless one with this key is there already; returns the key's last part."""
    with transaction():
        if db.session.get(table, key if len(key) > 1 else key[0]) is None:
            db.session.add(table(**values))
    return key[-1]
