"""A seeded day for the console's tests: what phones sent, as the sync leaves it, without a phone."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from uuid_utils.compat import uuid7

from server.domain.visits import fold_visit
from server.storage.database import db, transaction
from server.storage.tables.devices import Device, DeviceHead, DeviceOperative
from server.storage.tables.files import Blob, BlobReference, Rendition
from server.storage.tables.journal import JournalBody, JournalRow
from server.storage.tables.visits import Report, VisitEvent, VisitState
from tests.factories import LANDLORD, NOW, an_operative

_numbers = iter(range(1, 1_000_000))


def a_phone(operative_id: str = "op-1", firm_id: str = "firm-a", *, heard_at: datetime = NOW, **head: Any) -> str:
    an_operative(operative_id, firm_id)
    device_id = str(uuid7())
    values = {"head_seq": 0, "head_hash": "", "pending_events": 0, "pending_blobs": 0, "acked_seq": 0, **head}
    with transaction():
        db.session.add(
            Device(device_id=device_id, landlord_id=LANDLORD, firm_id=firm_id, name="Sam's phone", enrolled_at=NOW)
        )
        db.session.flush()
        db.session.add(
            DeviceOperative(device_id=device_id, operative_id=operative_id, landlord_id=LANDLORD, enrolled_at=NOW)
        )
        db.session.add(DeviceHead(device_id=device_id, epoch="e", heard_at=heard_at, **values))
    return device_id


def an_event(visit_id: str | None, type_: str, data: dict[str, Any] | None = None, **fields: Any) -> str:
    """An accepted event at a time that is known to two seconds, folded into its visit; returns its id."""
    at = fields.pop("at", NOW)
    blobs = fields.pop("blobs", [])
    body = {
        "v": 1,
        "type": type_,
        "visit_id": visit_id,
        "actor_id": fields.pop("actor_id", "op-1"),
        "at": {"wall_ms": int(at.timestamp() * 1000)},
        "blobs": blobs,
        "geo": fields.pop("geo", None),
        "corrects": fields.pop("corrects", None),
        "data": data or {},
    }
    event_id = str(uuid7())
    envelope = _journal(event_id, body, at, status="accepted", code=None)
    with transaction():
        db.session.add(_visit_event(envelope, event_id, body, at, fields))
        for blob in blobs:
            db.session.add(_reference(envelope, event_id, visit_id, blob, fields.get("firm_id", "firm-a")))
    if visit_id is not None:
        _fold(visit_id, at)
    return event_id


def an_event_apart(visit_id: str | None, type_: str, code: str = "not_assigned", **data: Any) -> str:
    """A quarantined event; returns the hash of its envelope."""
    body = {"v": 1, "type": type_, "visit_id": visit_id, "actor_id": "op-1", "at": {"wall_ms": 0}, "data": data}
    return _journal(str(uuid7()), body, NOW, status="quarantined", code=code)


def a_report(event_id: str, lane: str, facts: dict[str, Any], **fields: Any) -> str:
    report_id = str(uuid7())
    values = {
        "firm_id": "firm-a",
        "uprn": "100000000001",
        "operative_id": "op-1",
        "category": str(facts.get("category") or facts.get("item") or ""),
        "danger_now": bool(facts.get("danger_now")),
        "received_at": NOW,
        "reference": f"R-{next(_numbers):04d}",
        **fields,
    }
    with transaction():
        db.session.add(
            Report(report_id=report_id, landlord_id=LANDLORD, event_id=event_id, lane=lane, facts=facts, **values)
        )
    return report_id


def a_photo(content: bytes, *, state: str = "made", reason: str = "", firm_id: str = "firm-a") -> dict[str, Any]:
    """A photo as an event names it; its bytes received unless `state` is waiting."""
    name = sha256(content).hexdigest()
    if state != "waiting":
        with transaction():
            db.session.add(Blob(landlord_id=LANDLORD, firm_id=firm_id, sha256=name, size=len(content), verified_at=NOW))
            db.session.add(Rendition(landlord_id=LANDLORD, sha256=name, state=state, reason=reason, asked_at=NOW))
    return {"sha256": name, "size": len(content), "mime": "image/jpeg", "role": "damage"}


def _journal(event_id: str, body: dict[str, Any], at: datetime, *, status: str, code: str | None) -> str:
    content = json.dumps(body).encode()
    envelope = sha256(content + event_id.encode()).hexdigest()
    number = next(_numbers)
    with transaction():
        db.session.add(
            JournalRow(
                landlord_id=LANDLORD,
                position=number,
                envelope_sha256=envelope,
                device_id="device-1",
                epoch="e",
                seq=number,
                event_id=event_id,
                prev="0" * 64,
                hash=envelope,
                body_sha256=sha256(content).hexdigest(),
                sent_by_device="device-1",
                visit_id=body["visit_id"],
                status=status,
                code=code,
                received_at=at,
                chain_hash=envelope,
            )
        )
        db.session.add(JournalBody(landlord_id=LANDLORD, position=number, envelope_sha256=envelope, body=content))
    return envelope


def _visit_event(
    envelope: str, event_id: str, body: dict[str, Any], at: datetime, fields: dict[str, Any]
) -> VisitEvent:
    ms = int(at.timestamp() * 1000)
    clock = fields.get("clock", {"estimate": [ms - 2000, ms + 2000], "suspect": None})
    position = db.session.scalar(db.select(JournalRow.position).where(JournalRow.envelope_sha256 == envelope))
    return VisitEvent(
        landlord_id=LANDLORD,
        position=position,
        envelope_sha256=envelope,
        visit_id=body["visit_id"],
        event_id=event_id,
        device_id=fields.get("device_id", "device-1"),
        epoch="e",
        seq=next(_numbers),
        actor_id=body["actor_id"],
        type=body["type"],
        wall_ms=ms,
        hard_from_at=at - timedelta(hours=2),
        hard_to_at=at + timedelta(hours=1),
        asserted_from_at=at - timedelta(minutes=7),
        asserted_to_at=at + timedelta(minutes=16),
        clock=clock,
        signed=fields.get("signed", True),
        received_at=at + timedelta(hours=1),
    )


def _reference(envelope: str, event_id: str, visit_id: str | None, blob: dict[str, Any], firm_id: str) -> BlobReference:
    return BlobReference(
        envelope_sha256=envelope,
        landlord_id=LANDLORD,
        firm_id=firm_id,
        event_id=event_id,
        device_id="device-1",
        visit_id=visit_id,
        **{name: value for name, value in blob.items() if name != "source"},
    )


def _fold(visit_id: str, at: datetime) -> None:
    """The visit's state from all its events, as the sync keeps it."""
    rows = db.session.execute(
        db.select(VisitEvent, JournalBody.body)
        .join(JournalBody, JournalBody.envelope_sha256 == VisitEvent.envelope_sha256)
        .where(VisitEvent.visit_id == visit_id)
    )
    events = [
        {**json.loads(body), "id": row.event_id, "device_id": row.device_id, "epoch": row.epoch, "seq": row.seq}
        for row, body in rows
    ]
    state = fold_visit(events)
    with transaction():
        db.session.merge(
            VisitState(
                visit_id=visit_id,
                landlord_id=LANDLORD,
                status=state["status"],
                state=state,
                event_count=len(events),
                changed_at=at,
                rev=1,
            )
        )
