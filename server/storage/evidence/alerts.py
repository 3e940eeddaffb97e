"""Matters that a person should look at; one stays open until somebody closes it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from uuid_utils.compat import uuid7

from server.storage.database import db
from server.storage.people.audit import Subject
from server.storage.tables.journal import Alert


def raise_once(landlord_id: str, kind: str, about: Subject, facts: Mapping[str, object], *, at: datetime) -> bool:
    """Raise the alert, unless one of this kind about the same thing is still open; says whether it is new."""
    is_open = select(Alert.alert_id).where(
        Alert.landlord_id == landlord_id,
        Alert.kind == kind,
        Alert.subject_kind == about.kind,
        Alert.subject_id == about.id,
        Alert.closed_at.is_(None),
    )
    if db.session.scalar(is_open.limit(1)) is not None:
        return False
    db.session.add(
        Alert(
            alert_id=str(uuid7()),
            landlord_id=landlord_id,
            kind=kind,
            subject_kind=about.kind,
            subject_id=about.id,
            facts=dict(facts),
            raised_at=at,
        )
    )
    return True
