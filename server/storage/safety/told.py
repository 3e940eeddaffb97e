"""The operative an alarm is about, as somebody to be told, and as somebody who may not answer for themself."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from server.storage.database import db
from server.storage.safety.rota import OnDuty
from server.storage.tables.devices import DeviceOperative
from server.storage.tables.register import Operative


def operative(connection: Connection, landlord_id: str, operative_id: str) -> list[OnDuty]:
    """Them, where they have a number that takes texts."""
    query = select(Operative.operative_id, Operative.full_name, Operative.mobile).where(
        Operative.landlord_id == landlord_id, Operative.operative_id == operative_id, Operative.mobile != ""
    )
    return [OnDuty(*row) for row in connection.execute(query)]


def email_of(landlord_id: str, operative_id: str) -> str:
    """Their address for mail, in small letters; empty where we have none."""
    query = select(Operative.email).where(Operative.landlord_id == landlord_id, Operative.operative_id == operative_id)
    return (db.session.scalar(query) or "").strip().lower()


def firm_of(connection: Connection, landlord_id: str, operative_id: str) -> str:
    """The firm an operative works for; empty where there is no such operative."""
    query = select(Operative.firm_id).where(
        Operative.landlord_id == landlord_id, Operative.operative_id == operative_id
    )
    return connection.execute(query).scalar() or ""


def with_phones(connection: Connection, landlord_id: str) -> list[str]:
    """Every operative who has a phone."""
    query = select(DeviceOperative.operative_id).where(DeviceOperative.landlord_id == landlord_id).distinct()
    return sorted(connection.execute(query).scalars())
