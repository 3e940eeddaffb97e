"""Records that say where they were made, and a look at what is left of them."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text

from server.storage.database import db, transaction
from server.storage.tables.journal import JournalBody
from server.storage.tables.standings import AppointmentStanding
from tests.factories import LANDLORD, NOW
from tests.phone import Phone

GEO = {"lat": 52.2463, "lon": 0.7111, "acc_m": 12, "fix_ms": 1_790_000_000_000}
CASE = "T-1@100000000001"
LATER = NOW + timedelta(days=366)


def settled(visit: str, result: str = "kept") -> str:
    with transaction():
        standing = AppointmentStanding(landlord_id=LANDLORD, appointment_id="A-1", case_id=CASE, result=result)
        db.session.merge(standing)
    return visit


def arrived(phone: Phone, visit: str | None) -> None:
    phone.record("arrived", visit, at_property=True, geo=GEO)
    phone.record("left", visit)
    phone.sync()


def bodies() -> list[dict[str, Any]]:
    with db.engine.connect() as connection:
        rows = connection.execute(select(JournalBody.body).order_by(JournalBody.position)).scalars()
        return [json.loads(bytes(row)) for row in rows]


def wheres() -> list[tuple[bool, bool]]:
    """Of each record whether it says where it was made, and whether it says that it did."""
    return [("geo" in body, "geo_erased" in body) for body in bodies()]


def everything_shown() -> list[Any]:
    tables = ("visit_events", "visit_states", "device_heads", "reports")
    found = []
    with db.engine.connect() as connection:
        for table in tables:
            rows = connection.execute(text(f"SELECT * FROM {table}")).mappings()
            found.append(sorted(str(sorted(dict(row).items())) for row in rows))
    return found


def behind_our_back(statement: str, values: dict[str, Any]) -> None:
    """As somebody could who owns the database."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            for action in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS journal_bodies_no_{action}"))
        connection.execute(text(statement), values)
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = origin"))
