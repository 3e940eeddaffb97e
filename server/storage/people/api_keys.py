"""Integrators' keys, kept as hashes."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.integrators import ApiKey


def key_hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def add(row: ApiKey) -> None:
    db.session.add(row)


def find_by_key(key: str) -> ApiKey | None:
    """The key in force; None where it never was or was revoked."""
    query = select(ApiKey).where(ApiKey.key_hash == key_hash(key), ApiKey.revoked_at.is_(None))
    return db.session.scalars(query).first()


def keys_of(landlord_id: str) -> list[ApiKey]:
    query = select(ApiKey).where(ApiKey.landlord_id == landlord_id).order_by(ApiKey.made_at, ApiKey.key_id)
    return list(db.session.scalars(query))


def revoke(landlord_id: str, key_id: str, *, at: datetime) -> bool:
    """End a key; False where there is none of this id in force."""
    row = db.session.get(ApiKey, key_id)
    if row is None or row.landlord_id != landlord_id or row.revoked_at is not None:
        return False
    row.revoked_at = at
    return True
