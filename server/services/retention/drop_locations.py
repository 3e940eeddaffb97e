"""Takes out of records where they were made, once that has come to its end; the records stay, and say that it went."""

from datetime import datetime, time
from hashlib import sha256
from typing import Any

from server.domain.chain import raw_received_sha256
from server.domain.evidence.locations import kept_since, without_location, words_to_sign
from server.domain.evidence.records import LONDON, london_day
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.storage.cases import landlord_policy
from server.storage.database import db, transaction
from server.storage.evidence import locations
from server.storage.evidence.locations import Remainder
from server.storage.people import audit, landlords
from server.storage.positions import hold_lock

BY = "server"
AT_ONCE = 200
_SETTING = "locations_kept_months"


def drop_locations(*, keys: Keys, clock: Clock, most: int = AT_ONCE) -> int:
    """Look at the next `most` records of each landlord whose time has come; returns how many that were.

    Each is looked at once: what is kept whole then stays so. The times count from the server's receipt.
    """
    return sum(_drop(landlord_id, keys, clock, most) for landlord_id in landlords.all_ids())


def _drop(landlord_id: str, keys: Keys, clock: Clock, most: int) -> int:
    now = clock.now()
    months = int(landlord_policy.policy_on(landlord_id, london_day(now)).around[_SETTING])
    since = kept_since(london_day(now), months)
    if since is None:
        return 0
    ended_at = datetime.combine(since, time(), LONDON)
    connection = db.session.connection()
    after = locations.dropped_to(connection, landlord_id)
    if not locations.received_before(connection, landlord_id, ended_at, after, 1):
        return 0
    with transaction() as connection:
        # The landlord's lock: two workers would else both begin at the same row.
        hold_lock(connection, landlord_id)
        after = locations.dropped_to(connection, landlord_id)
        last = locations.received_before(connection, landlord_id, ended_at, after, most)
        rows = locations.counted_between(connection, landlord_id, after, last)
        held = locations.held_whole(connection, landlord_id, rows)
        ended = [row for row in rows if row.visit_id not in held.visits and row.event_id not in held.events]
        remainders = [left for row in ended if (left := _left(row, keys))]
        why = f"where a record was made is kept for {months} months"
        locations.put_in_place(connection, remainders, at=now, by=BY, why=why)
        if last:
            locations.note_dropped(landlord_id, last)
        if remainders:
            subject = audit.Subject("journal", landlord_id)
            said: dict[str, object] = {"from": after + 1, "to": last, "records": len(remainders)}
            audit.record(landlord_id, subject, "locations_dropped", by=BY, at=now, after=said, reason=why)
    return max(last - after, 0)


def _left(row: Any, keys: Keys) -> Remainder | None:
    """What is left of a row's body. We sign for nothing but what its phone sent: all else stays, to be named."""
    whole = bytes(row.body)
    body = without_location(whole)
    if body is None or raw_received_sha256({**row._mapping, "id": row.event_id}, whole) != row.envelope_sha256:
        return None
    kept = sha256(body).hexdigest()
    return Remainder(row, body, kept, keys.sign_evidence(words_to_sign(row.envelope_sha256, kept)))
