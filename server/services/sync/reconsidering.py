"""What a delivery changes in events received before it: a visit comes to be known, a gap fills, a chain breaks.

The journal row stays as first judged; a ruling beside it says what holds now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.domain.sync_messages import Envelope
from server.domain.times import Contact, Reading
from server.services.sync import judging
from server.services.sync.chains import Chain, open_chains
from server.services.sync.delivery import ACCEPTED, QUARANTINED, Delivery, Incoming
from server.services.sync.timing import give_times
from server.storage import journal, visits
from server.storage.journal import Numbered, Ruling
from server.storage.visits import VisitFacts

WAITED = "what it waited for has come"


@dataclass
class Changed:
    """Events that hold only now, and visits that must be folded anew."""

    accepted: list[Incoming] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)


def make_visits(delivery: Delivery, made: Iterable[VisitFacts]) -> None:
    for visit in made:
        visits.add_visit(delivery.connection, visit, at=delivery.at)


def follow_up(delivery: Delivery, chains: dict[str, Chain], made: Sequence[VisitFacts]) -> Changed:
    """Judge again what this delivery bears on."""
    changed = Changed()
    again = waiting_for(delivery, made)
    for chain in list(chains.values()):
        again += _rejoined(delivery, chain, changed)
        _close_gaps(delivery, chain, changed)
    changed.accepted += judge_again(delivery, chains, again, reason=WAITED)
    return changed


def waiting_for(delivery: Delivery, made: Iterable[VisitFacts]) -> list[Any]:
    """What this phone recorded on visits of its own before they were known."""
    rows = (row for visit in made for row in journal.quarantined_of_visit(delivery.connection, visit.visit_id))
    return [row for row in rows if row.device_id == delivery.phone.device_id]


def judge_again(delivery: Delivery, chains: dict[str, Chain], rows: Sequence[Any], *, reason: str) -> list[Incoming]:
    """Judge journal rows by their content as if they came now for the first time; returns what is accepted.

    A visit that one of them opens is made, and what waited for it judged as well. `chains` comes to hold them all.
    """
    events: list[Incoming] = []
    while rows:
        fresh = [as_received(row) for row in rows if row.body is not None]
        missing = {one.envelope.epoch for one in fresh} - chains.keys()
        chains.update(open_chains(delivery, sorted(missing)))
        made = _judged_again(delivery, chains, fresh, reason)
        make_visits(delivery, made)
        events += fresh
        rows, reason = waiting_for(delivery, made), WAITED
    return [one for one in events if one.status == ACCEPTED]


def _judged_again(
    delivery: Delivery, chains: Mapping[str, Chain], events: Sequence[Incoming], reason: str
) -> list[VisitFacts]:
    judging.read_bodies(events)
    for chain in chains.values():
        mine = [one for one in events if one.envelope.epoch == chain.epoch]
        for one in sorted(mine, key=lambda each: each.envelope.seq):
            one.is_signed = one.envelope.seq <= chain.row.signed_seq
            one.is_after_gap = chain.row.account.is_missing_below(one.envelope.seq)
            give_times(delivery, chain, [one] if one.body_code is None else [])
    made = judging.judge_content(delivery, events)
    rulings = [Ruling(one.sha256, one.status, one.code, reason=reason) for one in events]
    journal.rule(delivery.connection, delivery.phone.landlord_id, rulings, at=delivery.at)
    return made


def as_received(row: Any) -> Incoming:
    """A journal row as it came, with the contact that brought it. Its body must not have been erased."""
    envelope = Envelope(row.device_id, row.epoch, row.seq, row.event_id, row.prev, row.hash, bytes(row.body), row.sig)
    milliseconds = round(row.received_at.timestamp() * 1000)
    clock = journal.read_clock(row.clock) or Reading(milliseconds)
    contact = Contact(milliseconds, milliseconds, clock)
    received = Incoming(envelope, row.envelope_sha256, True, row.body_sha256, contact, row.received_at, is_new=False)
    received.position = row.position
    return received


def _rejoined(delivery: Delivery, chain: Chain, changed: Changed) -> list[Any]:
    """Events after a number that only now has its bytes: their `prev` is held against the hash that stands there."""
    joined: list[Any] = []
    broken: list[Any] = []
    for seq in chain.newly_standing:
        follower = _standing_row(chain.before.get(seq + 1, ()))
        if follower is not None:
            (joined if follower.prev == chain.standing[seq] else broken).append(follower.envelope_sha256)
    if not joined and not broken:
        return []
    ruled = journal.latest_rulings(delivery.connection, [*joined, *broken])
    rows = {row.envelope_sha256: row for row in journal.with_bodies(delivery.connection, [*joined, *broken])}
    _break(delivery, [rows[sha] for sha in broken if _standing(rows[sha], ruled)[0] == ACCEPTED], changed)
    return [rows[sha] for sha in joined if _standing(rows[sha], ruled) == (QUARANTINED, "chain_break")]


def _standing_row(rows: Sequence[Numbered]) -> Numbered | None:
    return next((row for row in rows if row.code != "hash_mismatch"), None)


def _standing(row: Any, ruled: Mapping[str, Ruling]) -> tuple[str, str | None]:
    ruling = ruled.get(row.envelope_sha256)
    return (ruling.status, ruling.code) if ruling else (row.status, row.code)


def _break(delivery: Delivery, rows: Sequence[Any], changed: Changed) -> None:
    shas = [row.envelope_sha256 for row in rows]
    if not shas:
        return
    rulings = [Ruling(sha, QUARANTINED, "chain_break", reason="the event before it has another hash") for sha in shas]
    journal.rule(delivery.connection, delivery.phone.landlord_id, rulings, at=delivery.at)
    visits.remove_events(delivery.connection, delivery.phone.landlord_id, rows)
    changed.touched |= {row.visit_id for row in rows if row.visit_id is not None}


def _close_gaps(delivery: Delivery, chain: Chain, changed: Changed) -> None:
    """Events are marked `after_gap` until every number below them is received or declared lost."""
    held = chain.row.account.whole_to
    first = chain.acked_before + 1
    if chain.acked_before in (chain.highest_before, held):
        return
    marked = visits.after_gap_between(delivery.connection, delivery.phone.device_id, chain.epoch, first, held + 1)
    visits.unmark(delivery.connection, delivery.phone.landlord_id, [row.position for row in marked])
    rulings = [Ruling(row.envelope_sha256, ACCEPTED, None, reason="the gap before it has closed") for row in marked]
    journal.rule(delivery.connection, delivery.phone.landlord_id, rulings, at=delivery.at)
    changed.touched |= {row.visit_id for row in marked if row.visit_id is not None}
