"""The landlord of this installation, with the numbers that phones and letters show."""

from collections.abc import Mapping

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.register import Landlord
from server.storage.upserts import upsert


def put_landlord(landlord_id: str, landlord: Mapping[str, str]) -> None:
    """Add the landlord or bring its name and numbers up to date, inside the caller's transaction."""
    upsert(Landlord, landlord_id, "landlord_id", [{"landlord_id": landlord_id, **landlord}])


def ensure_landlord(landlord_id: str) -> None:
    """Add the landlord where nobody has yet, under its id; its name and numbers are given later."""
    if db.session.get(Landlord, landlord_id) is None:
        put_landlord(landlord_id, {"name": landlord_id.title(), "phone": ""})


def all_ids() -> list[str]:
    return list(db.session.scalars(select(Landlord.landlord_id).order_by(Landlord.landlord_id)))


def name_of(landlord_id: str) -> str:
    """Its id where nobody has given it a name yet."""
    return db.session.scalar(select(Landlord.name).where(Landlord.landlord_id == landlord_id)) or landlord_id
