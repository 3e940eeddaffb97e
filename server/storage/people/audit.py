"""The audit trail: who did, saw or changed what, when and why. Appended only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from uuid_utils.compat import uuid7

from server.storage.database import db
from server.storage.tables.imports import AuditEntry


@dataclass(frozen=True)
class Subject:
    """What an entry is about, by its kind and id."""

    kind: str
    id: str


@dataclass(frozen=True)
class Entry:
    """One line of the trail. `fields` names what changed; its values stay in the table."""

    at: datetime
    by: str
    action: str
    reason: str
    fields: tuple[str, ...]


def record(
    landlord_id: str,
    subject: Subject,
    action: str,
    *,
    by: str,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Append an entry inside the caller's transaction. `action` is past tense: `report_reviewed`."""
    entry = AuditEntry(
        entry_id=str(uuid7()),
        landlord_id=landlord_id,
        at=at,
        by=by,
        action=action,
        subject_kind=subject.kind,
        subject_id=subject.id,
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
        reason=reason,
    )
    db.session.add(entry)


def trail(landlord_id: str, subject: Subject, *, limit: int = 200) -> list[Entry]:
    """The newest entries about one object, newest first."""
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.landlord_id == landlord_id,
            AuditEntry.subject_kind == subject.kind,
            AuditEntry.subject_id == subject.id,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.entry_id.desc())
        .limit(limit)
    )
    return [_entry(row) for row in db.session.scalars(query)]


def _entry(row: AuditEntry) -> Entry:
    names = {**(row.before or {}), **(row.after or {})}
    return Entry(at=row.at, by=row.by, action=row.action, reason=row.reason, fields=tuple(sorted(names)))
