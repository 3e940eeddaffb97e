"""What was recorded about a household's appointments, read in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from server.domain.events import readable
from server.domain.evidence.records import ImportedVisit, OfficeChange, PhoneEvent, SentNotice
from server.storage.booking import changes
from server.storage.database import db
from server.storage.tables.devices import Device
from server.storage.tables.journal import JournalBody
from server.storage.tables.notices import Notice
from server.storage.tables.register import AppointmentChange, VisitHistory
from server.storage.tables.standings import AppointmentDispute
from server.storage.tables.visits import Visit, VisitEvent
from server.storage.visits import EVENT_BODY, parsed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_BY_VOICE = ("phone", "in_person")


@dataclass(frozen=True)
class Disputes:
    """What the tenant contests of one appointment, as it stands now; None where nothing was said here."""

    attendance: bool | None = None
    time: bool = False


def phone_events(landlord_id: str, appointments: Collection[str]) -> dict[str, list[PhoneEvent]]:
    """The accepted events of each appointment's visits; an event whose body was erased is left out."""
    query = (
        select(Visit.appointment_id, VisitEvent, JournalBody.body, Device.enrolled_at)
        .join(VisitEvent, VisitEvent.visit_id == Visit.visit_id)
        .join(JournalBody, EVENT_BODY)
        .join(Device, Device.device_id == VisitEvent.device_id)
        .where(Visit.landlord_id == landlord_id, Visit.appointment_id.in_(appointments))
    )
    found: dict[str, list[PhoneEvent]] = {}
    for appointment_id, row, body, enrolled_at in db.session.execute(query):
        found.setdefault(str(appointment_id), []).append(_phone_event(row, _content(body), enrolled_at))
    return found


def _content(body: bytes) -> dict[str, Any]:
    """The accepted body, fit to be kept in a case: an escape may hold half a letter, as of an emoji that was cut."""
    content: dict[str, Any] = parsed(body)
    return readable(content) if b"\\u" in body else content


def _phone_event(row: VisitEvent, body: dict[str, Any], enrolled_at: datetime) -> PhoneEvent:
    """An event without an anchor of ours lies after its phone's enrolment: the key of its chain was made then.

    Where our own clock was set back since, nothing bounds it below.
    """
    witness: Any = row.clock.get("witness")
    chain = {"id": row.event_id, "device_id": row.device_id, "epoch": row.epoch, "seq": row.seq}
    return PhoneEvent(
        body={**body, **chain, "middle_ms": row.clock.get("middle_ms")},
        hard=(row.hard_from_at or (enrolled_at if enrolled_at <= row.hard_to_at else _EPOCH), row.hard_to_at),
        narrow=narrow_interval(row.clock),
        received_at=row.received_at,
        signed=row.signed,
        witnessed=witness is not None,
        not_after=_at(witness["until_ms"]) if witness is not None else None,
        code=str(row.clock.get("code") or ""),
    )


def narrow_interval(clock: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    """The estimate that stands where the phone's clock was consistent, in milliseconds as the projection keeps it."""
    estimate = clock.get("estimate")
    if estimate is None or clock.get("suspect") is not None:
        return None
    earliest_ms, latest_ms = estimate
    return _at(earliest_ms), _at(latest_ms)


def _at(milliseconds: float) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def imported_visits(landlord_id: str, appointments: Collection[str]) -> dict[str, list[tuple[ImportedVisit, bool]]]:
    """Each appointment's visits from other systems, each with whether the tenant disputes it."""
    query = select(VisitHistory).where(
        VisitHistory.landlord_id == landlord_id, VisitHistory.appointment_id.in_(appointments)
    )
    found: dict[str, list[tuple[ImportedVisit, bool]]] = {}
    for row in sorted(db.session.scalars(query), key=lambda row: row.history_id):
        found.setdefault(row.appointment_id, []).append((_imported_visit(row), row.tenant_disputes))
    return found


def _imported_visit(row: VisitHistory) -> ImportedVisit:
    arrived = _pair(row.arrived_from_at, row.arrived_to_at)
    left = _pair(row.left_from_at, row.left_to_at)
    known = [row.recorded_at, left and left[1], arrived and arrived[1], row.told_at, row.agreed_start_at]
    return ImportedVisit(
        history_id=row.history_id,
        outcome=row.outcome,
        operative=row.operative_id or f"not named in {row.history_id}",
        arrived=arrived,
        left=left,
        recorded_at=next((at for at in known if at), _EPOCH),
        people_attended=row.people_attended or 1,
        notice_sent_at=row.notice_sent_at,
        notice_new_at=row.notice_new_at,
        changed_by=row.changed_by,
        told_at=row.told_at,
        told_by=row.told_by,
        reason=row.reason,
        no_access_reason=row.no_access_reason,
        card_left=row.card_left is True,
    )


def _pair(start: datetime | None, end: datetime | None) -> tuple[datetime, datetime] | None:
    first, last = start or end, end or start
    return (first, last) if first is not None and last is not None else None


def office_changes(landlord_id: str, appointments: Collection[str]) -> dict[str, list[OfficeChange]]:
    """Moves and cancellations. One whose tenant was told only later was told then: by voice, or as its text left."""
    query = (
        select(AppointmentChange)
        .where(AppointmentChange.landlord_id == landlord_id, AppointmentChange.appointment_id.in_(appointments))
        .order_by(AppointmentChange.appointment_id, AppointmentChange.position)
    )
    rows = list(db.session.scalars(query))
    later = changes.first_told(landlord_id, [row.change_id for row in rows if row.told_at is None])
    found: dict[str, list[OfficeChange]] = {}
    for row in rows:
        told = (row.told_at, row.channel, row.reason)
        if row.told_at is None and row.change_id in later:
            told = (later[row.change_id].at, later[row.change_id].channel, row.reason)
        change = OfficeChange(row.kind, row.by, *told, row.new_start_at, row.new_end_at, row.recorded_at)
        found.setdefault(row.appointment_id, []).append(change)
    return found


def sent_notices(landlord_id: str, appointments: Collection[str]) -> dict[str, list[SentNotice]]:
    """The outbox's texts and pushes that named a new time, sent or not; and what the office told by voice instead."""
    query = (
        select(Notice)
        .where(
            Notice.landlord_id == landlord_id,
            Notice.appointment_id.in_(appointments),
            Notice.new_start_at.is_not(None),
            or_(Notice.channel.in_(("sms", "push")), and_(Notice.channel.in_(_BY_VOICE), Notice.sent_at.is_not(None))),
        )
        .order_by(Notice.queued_at, Notice.notice_id)
    )
    found: dict[str, list[SentNotice]] = {}
    for row in db.session.scalars(query):
        if row.new_start_at is not None and row.appointment_id is not None:
            times = (row.queued_at, row.sent_at, row.delivered_at, row.new_start_at, row.new_end_at)
            found.setdefault(row.appointment_id, []).append(SentNotice(row.channel, *times))
    return found


def disputes(landlord_id: str, appointments: Collection[str]) -> dict[str, Disputes]:
    """What tenants said against the record; the newest word about each matter stands."""
    query = select(AppointmentDispute).where(
        AppointmentDispute.landlord_id == landlord_id, AppointmentDispute.appointment_id.in_(appointments)
    )
    newest = {(row.appointment_id, row.about): row.stands for row in _in_order(db.session.scalars(query))}
    return {
        name: Disputes(newest.get((name, "attendance")), newest.get((name, "time"), False))
        for name in {appointment for appointment, _ in newest}
    }


def _in_order(rows: Iterable[AppointmentDispute]) -> list[AppointmentDispute]:
    return sorted(rows, key=lambda row: row.dispute_id)
