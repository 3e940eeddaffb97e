"""Tenants' links in the database: by the hash of their token, with the brake on guessing a postcode."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.engine import Connection

from server.storage.tables.staff import TenantLink

LINKS = cast(Table, TenantLink.__table__)


@dataclass(frozen=True)
class LinkRow:
    """A link as it stands."""

    token_hash: str
    landlord_id: str
    about: str
    subject_id: str
    person_id: str | None
    uprn: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    failed_checks: int = 0
    locked_until_at: datetime | None = None


_COLUMNS = [LINKS.c[name] for name in LinkRow.__dataclass_fields__]


def add(connection: Connection, link: LinkRow) -> None:
    connection.execute(LINKS.insert().values({name: getattr(link, name) for name in link.__dataclass_fields__}))


def find(connection: Connection, token_hash: str) -> LinkRow | None:
    row = connection.execute(select(*_COLUMNS).where(LINKS.c.token_hash == token_hash)).one_or_none()
    return LinkRow(*row) if row else None


def revoke_all(connection: Connection, landlord_id: str, subject_id: str, at: datetime) -> int:
    """End every link about this appointment or claim; returns how many."""
    query = update(LINKS).where(
        LINKS.c.landlord_id == landlord_id, LINKS.c.subject_id == subject_id, LINKS.c.revoked_at.is_(None)
    )
    return int(getattr(connection.execute(query.values(revoked_at=at)), "rowcount", 0))


def check_failed(connection: Connection, token_hash: str, *, lock_after: int, locked_until: datetime) -> None:
    """Count a wrong postcode; every `lock_after`th one locks the check for a while."""
    here = LINKS.c.token_hash == token_hash
    connection.execute(update(LINKS).where(here).values(failed_checks=LINKS.c.failed_checks + 1))
    fails = connection.execute(select(LINKS.c.failed_checks).where(here)).scalar() or 0
    if fails % lock_after == 0:
        connection.execute(update(LINKS).where(here).values(locked_until_at=locked_until))


def lasts_until(connection: Connection, token_hash: str, expires_at: datetime) -> None:
    """Let the link live on; one that lives longer already stays as it is."""
    here = (LINKS.c.token_hash == token_hash, LINKS.c.expires_at < expires_at)
    connection.execute(update(LINKS).where(*here).values(expires_at=expires_at))
