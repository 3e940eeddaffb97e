"""What waits in the records: events set apart, gaps and forks, what imports ask, letters that have not left."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from server.domain.review.items import Subject, Waiting
from server.storage.cases.recorded import APART
from server.storage.database import db
from server.storage.tables.devices import Device
from server.storage.tables.imports import ImportConflict, ImportedFile, ImportQuestion
from server.storage.tables.journal import Alert, JournalRow, JournalRuling
from server.storage.tables.telling import Letter
from server.storage.telling.letters import waits


def set_apart(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """Events that were kept and do not count now, by their newest ruling, and that nobody has set aside."""
    newest = (
        select(func.max(JournalRuling.ruling_id))
        .where(JournalRuling.envelope_sha256 == JournalRow.envelope_sha256)
        .correlate(JournalRow)
        .scalar_subquery()
    )
    taken_back = select(JournalRuling.envelope_sha256).where(
        JournalRuling.landlord_id == landlord_id, JournalRuling.status.in_(APART)
    )
    for which in (_first_apart(), JournalRow.envelope_sha256.in_(taken_back)):
        query = (
            select(JournalRow.envelope_sha256, JournalRow.visit_id, JournalRow.received_at, Device.firm_id)
            .outerjoin(JournalRuling, JournalRuling.ruling_id == newest)
            .outerjoin(Device, Device.device_id == JournalRow.sent_by_device)
            .where(JournalRow.landlord_id == landlord_id, which)
            .where(func.coalesce(JournalRuling.status, JournalRow.status).in_(APART))
        )
        for sha256, visit_id, received_at, firm_id in db.session.execute(query):
            subject = Subject("event", sha256)
            yield Waiting(landlord_id, "set_apart", subject, received_at, firm_id=firm_id, visit_id=visit_id)


def _first_apart() -> ColumnElement[bool]:
    """Written out and not bound: only so does a database use its index of these few rows among millions."""
    return JournalRow.status.in_(bindparam("apart", list(APART), expanding=True, literal_execute=True))


def alerts(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    query = select(Alert).where(Alert.landlord_id == landlord_id, Alert.closed_at.is_(None))
    for row in db.session.scalars(query):
        yield Waiting(landlord_id, "evidence_alert", Subject("alert", row.alert_id), row.raised_at)


def import_questions(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """One item for each file, however much it asks."""
    query = select(ImportQuestion.import_id, func.count()).where(
        ImportQuestion.landlord_id == landlord_id, ImportQuestion.answered_at.is_(None)
    )
    yield from _of_imports(landlord_id, "import_question", query.group_by(ImportQuestion.import_id))


def import_conflicts(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    query = select(ImportConflict.import_id, func.count()).where(
        ImportConflict.landlord_id == landlord_id, ImportConflict.settled_at.is_(None)
    )
    yield from _of_imports(landlord_id, "import_conflict", query.group_by(ImportConflict.import_id))


def _of_imports(landlord_id: str, kind: str, query: Any) -> Iterable[Waiting]:
    for import_id, count in db.session.execute(query):
        file = db.session.get(ImportedFile, import_id)
        if file is not None:
            subject = Subject("import", import_id)
            yield Waiting(landlord_id, kind, subject, file.started_at, reference=f"{count} open")


def letters(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """One item for each firm's letters that have not left, since they are printed together."""
    query = (
        select(Letter.firm_id, func.count(), func.min(Letter.queued_at))
        .where(Letter.landlord_id == landlord_id, *waits(at))
        .group_by(Letter.firm_id)
    )
    for firm_id, count, queued_at in db.session.execute(query):
        subject = Subject("letters", firm_id or "landlord")
        yield Waiting(landlord_id, "letter", subject, queued_at, reference=f"{count} to post", firm_id=firm_id or None)
