"""Rows of evidence for tests: what phones, other systems and the outbox recorded about appointments."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from flask import current_app
from uuid_utils.compat import uuid7

from server.outside.keys import Keys
from server.services.evidence.verify_journal import Fault, verify_journal
from server.storage.database import db, transaction
from server.storage.tables.devices import Device, DeviceHead, DeviceOperative
from server.storage.tables.journal import JournalBody, JournalRow
from server.storage.tables.register import VisitHistory
from server.storage.tables.visits import VisitEvent
from tests.factories import LANDLORD, NOW, a_firm

# Above the rows of the journal that a test may add: what is recorded here has none.
_positions = count(1_000_000)


def journal_faults() -> list[Fault]:
    """What is wrong with the journal, by the keys of this application."""
    keys = Keys(current_app.extensions["doorstep_config"].secret_key)
    return verify_journal(landlord_id=LANDLORD, keys=keys).faults


def a_phone(operative_id: str = "op-1", *, firm_id: str = "firm-a", enrolled_at: datetime | None = None) -> str:
    """An enrolled phone of an operative, not heard of yet; returns the device id."""
    a_firm(firm_id)
    device_id = str(uuid7())
    at = enrolled_at or NOW - timedelta(days=30)
    with transaction():
        db.session.add(Device(device_id=device_id, landlord_id=LANDLORD, firm_id=firm_id, enrolled_at=at))
        db.session.flush()
        db.session.add(
            DeviceOperative(device_id=device_id, operative_id=operative_id, landlord_id=LANDLORD, enrolled_at=at)
        )
    return device_id


def heard(device_id: str, at: datetime, *, head: int = 0, acked: int | None = None, epoch: str = "epoch-1") -> None:
    """The phone announced its head, and we hold everything up to `acked` (all of it, unless told otherwise)."""
    row = DeviceHead(
        device_id=device_id,
        epoch=epoch,
        head_seq=head,
        heard_at=at,
        acked_seq=head if acked is None else acked,
    )
    with transaction():
        db.session.merge(row)


def recorded(visit_id: str, kind: str, at: datetime, **fields: Any) -> str:
    """An accepted event of a phone; returns its id. `off_by` widens the narrow interval to both sides.

    Other fields: device, operative, seq, data, blobs, signed, trusted, hard (a pair), received_at, corrects.
    """
    event_id = fields.get("id") or str(uuid7())
    body = _body(visit_id, kind, at, fields)
    sha = sha256(event_id.encode()).hexdigest()
    received_at = fields.get("received_at", at + timedelta(minutes=1))
    hard = fields.get("hard", (at - timedelta(hours=1), received_at))
    with transaction():
        place = {"landlord_id": LANDLORD, "position": next(_positions), "envelope_sha256": sha}
        db.session.add(JournalBody(**place, body=json.dumps(body).encode()))
        db.session.add(
            VisitEvent(
                **place,
                visit_id=visit_id,
                event_id=event_id,
                device_id=fields["device"],
                epoch="epoch-1",
                seq=fields["seq"],
                actor_id=body["actor_id"],
                type=kind,
                wall_ms=body["at"]["wall_ms"],
                hard_from_at=hard[0],
                hard_to_at=hard[1],
                asserted_from_at=hard[0],
                asserted_to_at=hard[1],
                clock=_clock(at, fields),
                signed=fields.get("signed", True),
                received_at=received_at,
            )
        )
    return event_id


def _body(visit_id: str, kind: str, at: datetime, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "v": 1,
        "type": kind,
        "visit_id": visit_id,
        "actor_id": fields.get("operative", "op-1"),
        "at": {"wall_ms": int(at.timestamp() * 1000), "tz_offset_min": 0, "tz": "Europe/London"},
        "blobs": fields.get("blobs", []),
        "data": fields.get("data", {}),
        **({"corrects": fields["corrects"]} if "corrects" in fields else {}),
    }


def _clock(at: datetime, fields: dict[str, Any]) -> dict[str, Any]:
    if not fields.get("trusted", True):
        return {"suspect": "wall_back", "estimate": None}
    off_by = fields.get("off_by", timedelta())
    return {"suspect": None, "estimate": [int(end.timestamp() * 1000) for end in (at - off_by, at + off_by)]}


def set_aside(visit_id: str, device_id: str) -> None:
    """An event that was kept and not applied."""
    sha = sha256(str(uuid7()).encode()).hexdigest()
    zeros = "0" * 64
    with transaction():
        db.session.add(
            JournalRow(
                landlord_id=LANDLORD,
                position=1,
                envelope_sha256=sha,
                device_id=device_id,
                epoch="epoch-1",
                seq=99,
                event_id=str(uuid7()),
                prev=zeros,
                hash=zeros,
                body_sha256=zeros,
                sent_by_device=device_id,
                visit_id=visit_id,
                status="quarantined",
                code="unknown_type",
                received_at=NOW,
                chain_hash=zeros,
            )
        )


def an_imported_visit(appointment_id: str, outcome: str, **fields: Any) -> str:
    """A visit recorded in another system; `arrived` and `left` are single moments."""
    history_id = fields.pop("history_id", f"V-{appointment_id}")
    arrived, left = fields.pop("arrived", None), fields.pop("left", None)
    values = {
        "job_number": "J-1",
        "repair_root": "J-1",
        "uprn": "100000000001",
        "firm_id": "firm-a",
        "recorded_at": NOW - timedelta(days=1),
        **fields,
    }
    with transaction():
        db.session.add(
            VisitHistory(
                landlord_id=LANDLORD,
                history_id=history_id,
                appointment_id=appointment_id,
                outcome=outcome,
                arrived_from_at=arrived,
                arrived_to_at=arrived,
                left_from_at=left,
                left_to_at=left,
                **values,
            )
        )
    return history_id
