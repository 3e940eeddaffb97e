"""Make every projection anew from the journal, its rulings and the heads heard: equal to what stood before."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy.engine import Connection

from server.outside.clock import Clock
from server.outside.keys import Keys, is_signature
from server.services.sync import judging, projecting
from server.services.sync.chains import Chain
from server.services.sync.delivery import ACCEPTED, FORKED, Delivery, Incoming
from server.services.sync.reconsidering import as_received
from server.services.sync.timing import give_times
from server.storage import journal, visits
from server.storage.database import transaction
from server.storage.phones import devices
from server.storage.phones.devices import ChainRow, Phone
from server.storage.positions import hold_lock

# What is judged by its bytes or its place has not had its signature looked at.
_UNSIGNED = ("hash_mismatch", "wrong_device", "actor_revoked", "chain_break", "bad_sig")


@dataclass(frozen=True)
class Rebuilt:
    """What was made."""

    events: int
    visits: int


def rebuild_projections(*, landlord_id: str, keys: Keys, clock: Clock) -> Rebuilt:
    """Rebuild all of it in one transaction: readers see the old or the new, never a half."""
    with transaction() as connection:
        hold_lock(connection, landlord_id)
        visits.forget_projections(connection, landlord_id)
        chains = _chains(connection, landlord_id)
        count, touched = 0, set()
        for rows in _deliveries(connection, landlord_id):
            accepted = _accepted(connection, keys, chains, rows)
            count += len(accepted)
            touched |= {one.visit.visit_id for one in accepted if one.visit is not None}
        _save(connection, chains)
    return Rebuilt(count, len(touched))


def _chains(connection: Connection, landlord_id: str) -> dict[tuple[str, str], Chain]:
    """How far each chain is held, counted from its rows and the numbers declared lost."""
    chains: dict[tuple[str, str], Chain] = {}
    known: dict[str, list[dict[str, object]]] = {}
    for row in journal.every_row(connection, landlord_id):
        if not _is_own(connection, row):
            continue
        chain = chains.setdefault((row.device_id, row.epoch), Chain(row.epoch, ChainRow.empty()))
        if chain.row.account.is_new(row.seq):
            chain.row.account.add(row.seq, row.seq)
        if (
            row.sig is not None
            and row.code not in _UNSIGNED
            and row.status != FORKED
            and row.seq > chain.row.signed_seq
        ):
            keys = known.setdefault(row.device_id, devices.public_keys(connection, row.device_id))
            if any(is_signature(key, row.hash, row.sig) for key in keys):
                chain.row.signed_seq = row.seq
    for (device_id, epoch), chain in chains.items():
        for first, last in devices.lost_ranges(connection, device_id, epoch):
            chain.row.account.add(first, last)
        heads = devices.heads_from(connection, device_id, epoch, 1)
        chain.row.heard = heads[-1].head if heads else chain.row.heard
    return chains


def _is_own(connection: Connection, row: Any) -> bool:
    """Another phone's copy counts in no chain, unless its own phone has sent it since."""
    if row.code != "wrong_device":
        return True
    ruling = journal.latest_rulings(connection, [row.envelope_sha256]).get(row.envelope_sha256)
    return ruling is not None and ruling.by == journal.SERVER


def _deliveries(connection: Connection, landlord_id: str) -> Iterator[list[Any]]:
    """The accepted rows, chain by chain in the order of their numbers, those that came together as one.

    A chain at a time: years of a landlord's records do not fit into memory with their bodies.
    """
    for device_id, epoch in journal.chains_of(connection, landlord_id):
        rows = journal.rows_of_chain(connection, landlord_id, device_id, epoch)
        ruled = journal.latest_rulings(connection, [row.envelope_sha256 for row in rows])
        standing = [row for row in rows if _status(row, ruled) == ACCEPTED and row.body is not None]
        for _, group in groupby(standing, key=lambda row: row.received_at):
            yield list(group)


def _accepted(
    connection: Connection, keys: Keys, chains: dict[tuple[str, str], Chain], rows: list[Any]
) -> list[Incoming]:
    """Project what came together and is accepted by now."""
    phone = devices.phone_of_device(connection, rows[0].device_id)
    if phone is None:
        return []
    device_id, epoch = rows[0].device_id, rows[0].epoch
    # Of what another phone handed in, and a person let in, there may be no chain of its own.
    kept = chains.get((device_id, epoch))
    chain = kept or Chain(epoch, devices.chain(connection, device_id, epoch) or ChainRow.empty())
    events = [as_received(row) for row in rows]
    contact = events[0].contact
    if contact is None:
        raise ValueError("a journal row tells the contact that brought it")
    delivery = Delivery(connection, phone, keys, rows[0].received_at, contact.clock, frozenset(phone.operatives))
    judging.read_bodies(events)
    for one in events:
        one.judge(ACCEPTED)
        one.is_signed = one.envelope.seq <= chain.row.signed_seq
        one.is_after_gap = chain.row.account.is_missing_below(one.envelope.seq)
    give_times(delivery, chain, events)
    _find_visits(delivery, phone, events)
    projecting.project(delivery, events)
    return events


def _status(row: Any, ruled: dict[str, journal.Ruling]) -> str:
    ruling = ruled.get(row.envelope_sha256)
    return ruling.status if ruling else str(row.status)


def _find_visits(delivery: Delivery, phone: Phone, events: list[Incoming]) -> None:
    found = visits.facts(delivery.connection, phone.landlord_id, {one.visit_id for one in events if one.visit_id})
    for one in events:
        one.visit = found.get(one.visit_id or "")


def _save(connection: Connection, chains: dict[tuple[str, str], Chain]) -> None:
    for (device_id, epoch), chain in chains.items():
        chain.row.acked_hash = journal.hash_at_or_below(connection, device_id, epoch, chain.row.acked_seq)
        devices.save_chain(connection, device_id, epoch, chain.row)
