"""Alerts about the evidence itself, and single journal rows with what was decided about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from server.domain.events import readable
from server.storage.cases.recorded import APART, parsed
from server.storage.database import db
from server.storage.journal import HAS_BODY
from server.storage.tables.devices import Device
from server.storage.tables.journal import Alert, JournalBody, JournalRow, JournalRuling
from server.storage.tables.register import Operative


@dataclass(frozen=True)
class ListedAlert:
    """An alert; `phone` is the name of the phone that it is about, empty where it is about something else."""

    alert_id: str
    phone: str
    kind: str
    subject_kind: str
    subject_id: str
    facts: dict[str, Any]
    raised_at: datetime
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True)
class ApartEvent:
    """One journal row that was kept and not applied, without its content; `rulings` newest first."""

    row: JournalRow
    type: str
    who: str
    phone: str
    firm_id: str
    rulings: tuple[JournalRuling, ...]

    @property
    def status(self) -> str:
        """How it stands now."""
        return self.rulings[0].status if self.rulings else self.row.status

    @property
    def code(self) -> str | None:
        return (self.rulings[0].code if self.rulings else None) or self.row.code


def alerts(landlord_id: str, *, limit: int = 200) -> list[ListedAlert]:
    """Open alerts first, then the newest."""
    query = (
        select(Alert, Device.name)
        .outerjoin(Device, and_(Alert.subject_kind == "device", Device.device_id == Alert.subject_id))
        .where(Alert.landlord_id == landlord_id)
        .order_by(Alert.closed_at.is_not(None), Alert.raised_at.desc())
        .limit(limit)
    )
    return [
        ListedAlert(
            alert_id=row.alert_id,
            phone=phone or "",
            kind=row.kind,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            facts=dict(row.facts or {}),
            raised_at=row.raised_at,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
        )
        for row, phone in db.session.execute(query)
    ]


def find_apart(landlord_id: str, envelope_sha256: str) -> ApartEvent | None:
    """A row that was ever kept apart, whatever was decided since."""
    query = (
        select(JournalRow, JournalBody.body, Device.name, Device.firm_id)
        .outerjoin(JournalBody, HAS_BODY)
        .outerjoin(Device, Device.device_id == JournalRow.sent_by_device)
        .where(JournalRow.landlord_id == landlord_id, JournalRow.envelope_sha256 == envelope_sha256)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row, body, phone, firm_id = found
    rulings = _rulings(envelope_sha256)
    if not {row.status, *(ruling.status for ruling in rulings)} & set(APART):
        return None
    content = parsed(body)
    return ApartEvent(
        row=row,
        type=_text(content.get("type")),
        who=_name(landlord_id, _text(content.get("actor_id"))),
        phone=phone or row.sent_by_device,
        firm_id=firm_id or "",
        rulings=rulings,
    )


def _rulings(envelope_sha256: str) -> tuple[JournalRuling, ...]:
    query = select(JournalRuling).where(JournalRuling.envelope_sha256 == envelope_sha256)
    return tuple(db.session.scalars(query.order_by(JournalRuling.ruling_id.desc())))


def _name(landlord_id: str, operative_id: str) -> str:
    query = select(Operative.full_name).where(
        and_(Operative.landlord_id == landlord_id, Operative.operative_id == operative_id)
    )
    return db.session.scalar(query) or "somebody we do not know"


def _text(value: object) -> str:
    """What is kept apart may hold anything, also what no database takes and no page can show."""
    return str(readable(value)) if isinstance(value, str) else ""
