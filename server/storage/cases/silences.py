"""Which phones may still speak about an appointment, and how far each has been heard."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from server.domain.evidence.waiting import Phone, Silence
from server.storage.database import db
from server.storage.tables.devices import Device, DeviceHead, DeviceOperative
from server.storage.tables.journal import JournalRow, JournalRuling
from server.storage.tables.register import Appointment, Assignment
from server.storage.tables.standings import SilenceRuling
from server.storage.tables.visits import Visit

# A phone that was enrolled after everything was over has nothing to say about it.
_LONGEST_VISIT = timedelta(hours=12)
_STILL_OF_THE_DAY = timedelta(hours=24)

# What another system says became of an appointment, of which it should have sent a record.
_ENDED_ELSEWHERE = ("attended", "no_access", "cancelled", "moved", "not_attended")


@dataclass(frozen=True)
class Recorded:
    """What is at hand for an appointment besides its phones."""

    from_other_system: bool
    has_events: bool
    has_changes: bool
    disputed: bool


def silences(
    landlord_id: str, appointments: Sequence[Appointment], recorded: Mapping[str, Recorded]
) -> dict[str, Silence]:
    """The silence about each appointment, in a fixed number of queries."""
    names = [row.appointment_id for row in appointments]
    assigned = _assigned(landlord_id, names)
    devices = _devices(landlord_id, {row.operative_id for rows in assigned.values() for row in rows})
    heads = _heads({device.device_id for rows in devices.values() for device in rows})
    quarantined = _quarantined(landlord_id, names)
    ruled = _ruled(landlord_id, names)
    found = {}
    for row in appointments:
        own = recorded[row.appointment_id]
        phones, without = _phones(row, assigned.get(row.appointment_id, []), devices)
        found[row.appointment_id] = Silence(
            phones=[_phone(heads.get(device.device_id, ()), row) for device in phones],
            operatives_without_phone=without,
            quarantined=quarantined.get(row.appointment_id, 0),
            record_missing=_record_missing(row, own),
            settled=own.from_other_system or row.appointment_id in ruled,
            asked_now=own.disputed,
        )
    return found


def _record_missing(row: Appointment, own: Recorded) -> bool:
    return row.status in _ENDED_ELSEWHERE and not (own.has_events or own.has_changes)


def _assigned(landlord_id: str, names: Collection[str]) -> dict[str, list[Assignment]]:
    query = select(Assignment).where(Assignment.landlord_id == landlord_id, Assignment.appointment_id.in_(names))
    found: dict[str, list[Assignment]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.appointment_id, []).append(row)
    return found


def _devices(landlord_id: str, operatives: Collection[str]) -> dict[str, list[Device]]:
    query = (
        select(DeviceOperative.operative_id, Device)
        .join(Device, Device.device_id == DeviceOperative.device_id)
        .where(DeviceOperative.landlord_id == landlord_id, DeviceOperative.operative_id.in_(operatives))
        .order_by(Device.device_id)
    )
    found: dict[str, list[Device]] = {}
    for operative_id, device in db.session.execute(query):
        found.setdefault(operative_id, []).append(device)
    return found


def _heads(devices: Collection[str]) -> dict[str, list[DeviceHead]]:
    found: dict[str, list[DeviceHead]] = {}
    for row in db.session.scalars(select(DeviceHead).where(DeviceHead.device_id.in_(devices))):
        found.setdefault(row.device_id, []).append(row)
    return found


def _phones(
    row: Appointment, assigned: Sequence[Assignment], devices: Mapping[str, Sequence[Device]]
) -> tuple[list[Device], int]:
    """The phones in use around the appointment, and how many of its operatives had none."""
    start = row.now_start_at or row.slot_start_at
    end = (row.now_end_at or row.slot_end_at or start) if start else None
    on_it = {one.operative_id for one in assigned if _was_on(one, start)}
    phones: dict[str, Device] = {}
    without = 0
    for operative_id in sorted(on_it):
        own = [device for device in devices.get(operative_id, ()) if _in_use(device, start, end)]
        phones |= {device.device_id: device for device in own}
        without += not own
    return list(phones.values()), without


def _was_on(one: Assignment, start: datetime | None) -> bool:
    return one.ended_at is None or (start is not None and one.ended_at > start)


def _in_use(device: Device, start: datetime | None, end: datetime | None) -> bool:
    came_after = end is not None and device.enrolled_at > end + _LONGEST_VISIT
    if came_after and not device.was_known_before:
        return False
    return device.revoked_at is None or start is None or device.revoked_at > start


def _phone(heads: Sequence[DeviceHead], row: Appointment) -> Phone:
    """A chain that ended the day before and never became whole (its phone was reset) says nothing about this day."""
    newest = max((head.heard_at for head in heads), default=None)
    start = row.now_start_at or row.slot_start_at
    concerned = [
        head for head in heads if head.heard_at == newest or start is None or head.heard_at >= start - _STILL_OF_THE_DAY
    ]
    return Phone(newest, all(head.acked_seq >= head.head_seq for head in concerned))


def _quarantined(landlord_id: str, names: Collection[str]) -> dict[str, int]:
    """How many events of each appointment's visits are kept but not applied, by their newest ruling.

    The visits are asked for first: a join would let the database begin with the landlord's whole journal.
    """
    query = select(Visit.visit_id, Visit.appointment_id).where(
        Visit.landlord_id == landlord_id, Visit.appointment_id.in_(names)
    )
    of_visit = {visit_id: str(name) for visit_id, name in db.session.execute(query)}
    if not of_visit:
        return {}
    apart = select(JournalRow.visit_id, JournalRow.envelope_sha256, JournalRow.status).where(
        JournalRow.visit_id.in_(of_visit), JournalRow.status == "quarantined"
    )
    rows = list(db.session.execute(apart))
    ruled = _rulings({row.envelope_sha256 for row in rows})
    counts: dict[str, int] = {}
    for visit_id, sha256, status in rows:
        if ruled.get(sha256, status) == "quarantined":
            name = of_visit[str(visit_id)]
            counts[name] = counts.get(name, 0) + 1
    return counts


def _rulings(envelopes: Collection[str]) -> dict[str, str]:
    if not envelopes:
        return {}
    query = select(JournalRuling).where(JournalRuling.envelope_sha256.in_(envelopes)).order_by(JournalRuling.ruling_id)
    return {row.envelope_sha256: row.status for row in db.session.scalars(query)}


def _ruled(landlord_id: str, names: Collection[str]) -> set[str]:
    query = select(SilenceRuling.appointment_id).where(
        SilenceRuling.landlord_id == landlord_id, SilenceRuling.appointment_id.in_(names)
    )
    return set(db.session.scalars(query))
