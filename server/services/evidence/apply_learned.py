"""A newer version knows more kinds of records: what an older one set apart for not knowing them is judged anew."""

from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.events import UNKNOWN_TYPE, parse_body
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.services.evidence.apply_late import apply_late
from server.services.sync.chains import Chain
from server.services.sync.delivery import Delivery
from server.services.sync.reconsidering import as_received, judge_again
from server.storage.database import db, transaction
from server.storage.evidence import apart
from server.storage.phones import devices
from server.storage.positions import hold_lock

LEARNED = "this version knows its kind"


def apply_learned(*, landlord_id: str, keys: Keys, clock: Clock) -> int:
    """Judge them by everything that a first arrival is judged by; returns how many count from now on."""
    if not _learned(db.session.connection(), landlord_id):
        return 0
    with transaction() as connection:
        hold_lock(connection, landlord_id)
        rows = sorted(_learned(connection, landlord_id), key=lambda row: (str(row.device_id), int(row.position)))
        phones = groupby(rows, key=lambda row: str(row.device_id))
        return sum(_apply(connection, device_id, list(own), keys, clock.now()) for device_id, own in phones)


def _learned(connection: Connection, landlord_id: str) -> list[Any]:
    rows = apart.standing_apart(connection, landlord_id, UNKNOWN_TYPE)
    return [row for row in rows if _code_now(bytes(row.body)) != UNKNOWN_TYPE]


def _code_now(body: bytes) -> str | None:
    return parse_body(body.decode("utf-8", "replace"))[1]


def _apply(connection: Connection, device_id: str, rows: list[Any], keys: Keys, at: datetime) -> int:
    phone, contact = devices.phone_of_device(connection, device_id), as_received(rows[0]).contact
    if phone is None or contact is None:
        return 0
    delivery = Delivery(connection, phone, keys, at, contact.clock, frozenset(phone.operatives))
    chains: dict[str, Chain] = {}
    accepted = judge_again(delivery, chains, rows, reason=LEARNED)
    if accepted:
        apply_late(delivery, chains, accepted)
    return len(accepted)
