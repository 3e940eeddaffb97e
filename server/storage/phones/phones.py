"""Phones as the office sees them: last heard, how far we hold their chains, and who is enrolled on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.devices import Device, DeviceHead, DeviceOperative, LostRange
from server.storage.tables.files import Blob, BlobReference
from server.storage.tables.journal import JournalRow
from server.storage.tables.register import Firm, Operative


@dataclass(frozen=True)
class ListedPhone:
    """One phone. `announced` is its own word of how much it recorded, `held` how much of it we have without a hole.

    `cannot` names what failed in the self-test at its enrolment.
    """

    device_id: str
    name: str
    platform: str
    firm_name: str
    operatives: tuple[str, ...]
    enrolled_at: datetime
    revoked_at: datetime | None
    heard_at: datetime | None
    announced: int
    held: int
    awaited_photos: int
    lost: int
    cannot: tuple[str, ...]


@dataclass(frozen=True)
class ListedOperative:
    operative_id: str
    name: str
    firm_name: str
    trades: tuple[str, ...]


def listed(viewer: Viewer) -> list[ListedPhone]:
    """Phones in use first, the longest silent on top; then those that were revoked."""
    rows = db.session.execute(
        select(Device, Firm.name)
        .outerjoin(Firm, and_(Firm.landlord_id == Device.landlord_id, Firm.firm_id == Device.firm_id))
        .where(*own_work(viewer, Device))
    ).all()
    ids = [device.device_id for device, _ in rows]
    heads, known = _heads(ids), (_people(ids), _awaited_photos(ids), _lost(ids))
    phones = [_phone(device, firm, heads.get(device.device_id, []), known) for device, firm in rows]
    return sorted(phones, key=lambda one: (one.revoked_at is not None, one.heard_at or one.enrolled_at))


def find(viewer: Viewer, device_id: str) -> Device | None:
    return db.session.scalar(select(Device).where(Device.device_id == device_id, *own_work(viewer, Device)))


def operatives(viewer: Viewer, today: date) -> list[ListedOperative]:
    """Who can be given a phone: this person's own firm's, or everybody's, as long as they have not left."""
    query = (
        select(Operative.operative_id, Operative.full_name, Firm.name, Operative.trades)
        .join(Firm, and_(Firm.landlord_id == Operative.landlord_id, Firm.firm_id == Operative.firm_id))
        .where(*own_work(viewer, Operative), or_(Operative.left_on.is_(None), Operative.left_on >= today))
        .order_by(Operative.full_name)
    )
    return [ListedOperative(row[0], row[1], row[2], tuple(row[3] or ())) for row in db.session.execute(query)]


def _heads(device_ids: list[str]) -> dict[str, list[DeviceHead]]:
    """Each phone's chains, the one heard last first."""
    query = select(DeviceHead).where(DeviceHead.device_id.in_(device_ids)).order_by(DeviceHead.heard_at.desc())
    found: dict[str, list[DeviceHead]] = {}
    for head in db.session.scalars(query) if device_ids else ():
        found.setdefault(head.device_id, []).append(head)
    return found


def _people(device_ids: list[str]) -> dict[str, tuple[str, ...]]:
    query = (
        select(DeviceOperative.device_id, Operative.full_name)
        .join(
            Operative,
            and_(
                Operative.landlord_id == DeviceOperative.landlord_id,
                Operative.operative_id == DeviceOperative.operative_id,
            ),
        )
        .where(DeviceOperative.device_id.in_(device_ids))
        .order_by(DeviceOperative.enrolled_at)
    )
    found: dict[str, tuple[str, ...]] = {}
    for device_id, name in db.session.execute(query) if device_ids else ():
        found[device_id] = (*found.get(device_id, ()), name)
    return found


def _lost(device_ids: list[str]) -> Mapping[str, int]:
    """How many numbers each phone declared lost, without what came before it did, or has come since."""
    here = (
        select(func.count(JournalRow.seq.distinct()))
        .where(JournalRow.device_id == LostRange.device_id, JournalRow.epoch == LostRange.epoch)
        .where(JournalRow.seq >= LostRange.from_seq, JournalRow.seq <= LostRange.to_seq)
        .correlate(LostRange)
        .scalar_subquery()
    )
    lost = func.sum(LostRange.to_seq - LostRange.from_seq + 1 - here)
    query = select(LostRange.device_id, lost).where(LostRange.device_id.in_(device_ids)).group_by(LostRange.device_id)
    return {row[0]: int(row[1]) for row in db.session.execute(query)} if device_ids else {}


def _awaited_photos(device_ids: list[str]) -> Mapping[str, int]:
    """How many photos each phone has named and not sent yet."""
    is_here = (
        select(Blob.sha256)
        .where(
            Blob.landlord_id == BlobReference.landlord_id,
            Blob.firm_id == BlobReference.firm_id,
            Blob.sha256 == BlobReference.sha256,
        )
        .correlate(BlobReference)
        .exists()
    )
    query = (
        select(BlobReference.device_id, func.count(BlobReference.sha256.distinct()))
        .where(BlobReference.device_id.in_(device_ids), ~is_here)
        .group_by(BlobReference.device_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)} if device_ids else {}


def _phone(
    device: Device, firm: str | None, heads: list[DeviceHead], known: tuple[Mapping[str, Any], ...]
) -> ListedPhone:
    people, photos, lost = known
    newest = heads[0] if heads else None
    return ListedPhone(
        device_id=device.device_id,
        name=device.name or "Phone without a name",
        platform=device.platform,
        firm_name=firm or device.firm_id,
        operatives=people.get(device.device_id, ()),
        enrolled_at=device.enrolled_at,
        revoked_at=device.revoked_at,
        heard_at=newest.heard_at if newest else None,
        announced=sum(head.head_seq for head in heads),
        held=sum(min(head.acked_seq, head.head_seq) for head in heads),
        awaited_photos=photos.get(device.device_id, 0),
        lost=lost.get(device.device_id, 0),
        cannot=tuple(sorted(name for name, works in (device.self_test or {}).items() if works is False)),
    )
