"""Record what a phone sends: journal every event whatever is thought of it, apply what may be applied, acknowledge.

One transaction: journal, projections and feed stand together or not at all, and the answer is made after the commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.sync_messages import Head, Message, is_sha256
from server.outside.keys import Keys
from server.services.safety.watch_phones import watch_phones
from server.services.sync import announcing, covering, judging, projecting, reconsidering
from server.services.sync.chains import Chain, look_around, open_chains, settle
from server.services.sync.delivery import ACCEPTED, FORKED, Delivery, Incoming, incoming
from server.services.sync.timing import give_times
from server.services.sync.unsealing import opened
from server.storage import journal
from server.storage.database import transaction
from server.storage.files import verified_among
from server.storage.phones import devices
from server.storage.phones.devices import ChainRow, Phone
from server.storage.positions import hold_lock


@dataclass(frozen=True)
class Recorded:
    """What the answer says of the events. `photos` are named by them or asked after; `verified` of these are here.

    `held`: for a phone that was put back to before `acked_seq`, the number up to which its chain is what stands here.
    """

    results: list[dict[str, object]]
    acked_seq: int
    acked_hash: str
    held: Head | None
    gaps: list[list[int]]
    photos: list[str]
    verified: set[str]


def record_events(phone: Phone, message: Message, *, keys: Keys, at: datetime) -> Recorded:
    """Record one request. `at` is when it was received, and dates its events."""
    events = [incoming(envelope) for envelope in (*message.events, *opened(phone, message, keys))]
    with transaction() as connection:
        if phone.token_used_at is None:
            devices.use_token(connection, phone, at)
        row = None
        if events or message.lost:
            hold_lock(connection, phone.landlord_id, by_key=True)
            clock = journal.read_clock(journal.written_clock(message.clock)) or message.clock
            row = _record(Delivery(connection, phone, keys, at, clock, frozenset(phone.operatives)), message, events)
        row = _hear(connection, phone, message, at, row)
        return _answer(connection, phone, message, events, row)


def _hear(connection: Connection, phone: Phone, message: Message, at: datetime, row: ChainRow | None) -> ChainRow:
    """Write down the head that comes with a request, and keep it where it is a new one.

    `row` is how the chain stands now where this request changed it: that is written down with it.
    """
    head = message.head
    if head is None:
        return row or devices.chain(connection, message.device_id, message.epoch) or ChainRow.empty()
    chain = row or _noted(connection, message, head, at)
    if head.seq > 0 and head != chain.heard:
        devices.hear_head(connection, message, head, at)
        announcing.hold_head(connection, phone.landlord_id, message, chain, at=at)
        if head.seq >= chain.heard.seq:
            chain.heard = head
            if row is None:
                devices.save_heard(connection, message, head)
    if row is not None:
        devices.save_announced(connection, message, head, row, at)
    return chain


def _noted(connection: Connection, message: Message, head: Head, at: datetime) -> ChainRow:
    row = devices.note_head(connection, message, head, at)
    if row is None:
        devices.begin_chain(connection, message.device_id, message.epoch, at)
        row = devices.note_head(connection, message, head, at) or ChainRow.empty()
    return row


def _record(delivery: Delivery, message: Message, events: Sequence[Incoming]) -> ChainRow | None:
    """Judge, journal and apply; returns how the message's chain stands now, None where nothing of it changed.

    Copies of known events cost one look-up and change nothing.
    """
    known = judging.look_up(delivery, events)
    unknown = judging.judge_copies(delivery, events, known)
    judging.read_bodies([*unknown, *(one for one in events if not one.is_new and b"sha256" in one.envelope.body)])
    if not (unknown or message.lost):
        return None
    return _record_new(delivery, message, unknown, known)


def _record_new(
    delivery: Delivery, message: Message, unknown: Sequence[Incoming], known: Sequence[journal.Known]
) -> ChainRow:
    phone, connection = delivery.phone, delivery.connection
    mine = [one.envelope for one in unknown if one.envelope.device_id == phone.device_id]
    chains = open_chains(delivery, [message.epoch, *(envelope.epoch for envelope in mine)])
    for chain in chains.values():
        look_around(delivery, chain, [envelope.seq for envelope in mine if envelope.epoch == chain.epoch])
    _lose(delivery, message, chains[message.epoch])
    ordered = sorted(unknown, key=lambda one: (one.envelope.epoch, one.envelope.seq))
    judging.judge_bytes(delivery, chains, ordered, known)
    fresh = [one for one in ordered if one.is_new or one.is_adopted]
    _give_times(delivery, chains, fresh)
    made = judging.judge_content(delivery, fresh)
    _journal(delivery, fresh)
    reconsidering.make_visits(delivery, made)
    changed = reconsidering.follow_up(delivery, chains, made)
    again = list(changed.accepted)
    changed.accepted += [one for one in fresh if one.status == ACCEPTED]
    touched = projecting.project(delivery, changed.accepted, changed.touched)
    renewed: set[str] = set()
    for chain in chains.values():
        renewed |= covering.renew(delivery, chain, fresh, again)
    touched |= projecting.project(delivery, [], renewed) if renewed else set()
    for chain in chains.values():
        settle(delivery, chain)
        announcing.hold_against_heads(delivery, chain)
        if chain.epoch != message.epoch or message.head is None:
            devices.save_chain(connection, phone.device_id, chain.epoch, chain.row)
    judging.fork_alerts(delivery, fresh)
    watch_phones(delivery, [*fresh, *again], touched)
    projecting.hand_on(delivery, changed.accepted, touched)
    return chains[message.epoch].row


def _lose(delivery: Delivery, message: Message, chain: Chain) -> None:
    if message.lost:
        devices.declare_lost(delivery.connection, message, message.lost, at=delivery.at)
        for first, last in message.lost:
            chain.row.account.add(first, last)


def _give_times(delivery: Delivery, chains: dict[str, Chain], fresh: Sequence[Incoming]) -> None:
    for chain in chains.values():
        give_times(
            delivery,
            chain,
            [one for one in fresh if not one.status and one.body_code is None and one.envelope.epoch == chain.epoch],
        )


def _journal(delivery: Delivery, fresh: Sequence[Incoming]) -> None:
    arrival = journal.Arrival(delivery.phone.landlord_id, delivery.phone.device_id, delivery.at, delivery.clock)
    new = [one for one in fresh if one.is_new]
    entries = [
        journal.Entry(one.envelope, one.sha256, one.body_sha256, one.visit_id, one.status, one.code) for one in new
    ]
    first = journal.append(delivery.connection, arrival, entries)
    for position, one in enumerate(new, start=first):
        one.position = position
    rulings = [
        journal.Ruling(one.sha256, one.status, one.code, reason="sent by its own phone")
        for one in fresh
        if one.is_adopted
    ]
    journal.rule(delivery.connection, delivery.phone.landlord_id, rulings, at=delivery.at)


def _answer(
    connection: Connection, phone: Phone, message: Message, events: Sequence[Incoming], row: ChainRow
) -> Recorded:
    named = (sha256 for one in events for sha256 in _photo_names(one.body))
    photos = list(dict.fromkeys([*message.want, *named]))
    verified = verified_among(connection, phone.landlord_id, phone.firm_id, photos) if photos else set()
    results = [_result(one, message) for one in events]
    held = _held(connection, message, events, row)
    return Recorded(results, row.acked_seq, row.acked_hash, held, row.account.gaps, photos, verified)


def _held(connection: Connection, message: Message, events: Sequence[Incoming], row: ChainRow) -> Head | None:
    """What a phone is told that was put back to an older state of its own, to which `acked_hash` proves nothing.

    Where it wrote on from there, the highest number below what forked; else where its head is below `acked_seq`, that.
    """
    head = message.head
    if head is None or not 0 < head.seq <= row.acked_seq or head == (row.acked_seq, row.acked_hash):
        return None
    forked = [one.envelope.seq for one in events if _is_own(one, message) and FORKED in (one.status, one.code)]
    seq = min(forked) - 1 if forked else head.seq
    if not 0 < seq < row.acked_seq:
        return None
    return Head(seq, journal.hash_at_or_below(connection, message.device_id, message.epoch, seq))


def _is_own(one: Incoming, message: Message) -> bool:
    return one.envelope.epoch == message.epoch and one.envelope.device_id == message.device_id


def _result(one: Incoming, message: Message) -> dict[str, object]:
    """An event of another chain than the message's names its hash: no `acked_hash` of the answer speaks of it."""
    envelope = one.envelope
    plain: dict[str, object] = {"id": envelope.event_id, "seq": envelope.seq, "status": one.status}
    if one.code is not None:
        plain["code"] = one.code
    if not _is_own(one, message):
        plain["hash"] = envelope.hash
    return plain


def _photo_names(body: dict[str, Any] | None) -> list[str]:
    """The photos that an event names, also where it is set apart: they are evidence all the same."""
    blobs = body.get("blobs") if body is not None else None
    shas = [blob.get("sha256") for blob in blobs if isinstance(blob, dict)] if isinstance(blobs, list) else []
    return [sha for sha in shas if isinstance(sha, str) and is_sha256(sha)]
