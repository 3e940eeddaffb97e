"""A person lets a quarantined event count: from then on it is as if it had been accepted at first."""

from typing import Any

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.services.evidence.apply_late import apply_late
from server.services.sync import judging
from server.services.sync.chains import Chain
from server.services.sync.delivery import ACCEPTED, AFTER_GAP, QUARANTINED, Delivery, Incoming
from server.services.sync.reconsidering import WAITED, as_received, judge_again, make_visits, waiting_for
from server.services.sync.timing import give_times
from server.storage import journal, visits
from server.storage.database import transaction
from server.storage.journal import Ruling
from server.storage.people import audit
from server.storage.phones import devices
from server.storage.phones.devices import ChainRow
from server.storage.positions import hold_lock
from server.storage.visits import VisitFacts


class NoSuchEvent(DoorstepError):
    """There is no such journal row."""

    def __init__(self, envelope_sha256: str) -> None:
        super().__init__("not_found", "There is no such event.", {"envelope_sha256": envelope_sha256})


class CannotBeApplied(DoorstepError):
    """What the event says cannot be applied, whoever releases it."""

    def __init__(self, why: str, code: str) -> None:
        super().__init__("cannot_be_applied", why, {"code": code})


def release_event(envelope_sha256: str, *, landlord_id: str, by: str, reason: str, keys: Keys, clock: Clock) -> None:
    """Release a quarantined event; raises NoSuchEvent or CannotBeApplied."""
    now = clock.now()
    with transaction() as connection:
        hold_lock(connection, landlord_id)
        row = quarantined_row(connection, landlord_id, envelope_sha256)
        phone = devices.phone_of_device(connection, row.device_id)
        if phone is None or row.body is None:
            raise CannotBeApplied("The phone is not known, or the content was erased.", str(row.code))
        one = as_received(row)
        contact = one.contact
        if contact is None:
            raise NoSuchEvent(envelope_sha256)
        delivery = Delivery(connection, phone, keys, now, contact.clock, frozenset(phone.operatives))
        chain = Chain(row.epoch, devices.chain(connection, row.device_id, row.epoch) or ChainRow.empty())
        judging.read_bodies([one])
        _check_content(one, row)
        one.is_signed = row.seq <= chain.row.signed_seq
        one.is_after_gap = chain.row.account.is_missing_below(row.seq)
        give_times(delivery, chain, [one])
        made = _visit_made(delivery, one)
        one.judge(ACCEPTED, AFTER_GAP if one.is_after_gap else None)
        journal.rule(connection, landlord_id, [Ruling(one.sha256, ACCEPTED, one.code, by, reason)], at=now)
        audit.record(landlord_id, audit.Subject("event", row.event_id), "event_released", by=by, at=now, reason=reason)
        chains, waiting = {row.epoch: chain}, waiting_for(delivery, made)
        apply_late(delivery, chains, [one, *judge_again(delivery, chains, waiting, reason=WAITED)])


def quarantined_row(connection: Any, landlord_id: str, envelope_sha256: str) -> Any:
    """The row, where it is quarantined now; raises NoSuchEvent."""
    rows = [row for row in journal.with_bodies(connection, [envelope_sha256]) if row.landlord_id == landlord_id]
    ruling = journal.latest_rulings(connection, [envelope_sha256]).get(envelope_sha256)
    if not rows or (ruling.status if ruling else rows[0].status) != QUARANTINED:
        raise NoSuchEvent(envelope_sha256)
    return rows[0]


def _check_content(one: Incoming, row: Any) -> None:
    """A person overrides doubts about who and where, not bytes that are not what they claim or cannot be read."""
    if row.code == "hash_mismatch":
        raise CannotBeApplied("The bytes are not those that the phone's chain names.", "hash_mismatch")
    if one.body is None or one.body_code is not None:
        raise CannotBeApplied("Its content cannot be read by this version.", one.body_code or "bad_schema")


def _visit_made(delivery: Delivery, one: Incoming) -> list[VisitFacts]:
    """Find the event's visit; the one that it opens itself is made, and returned."""
    body = one.body or {}
    if body["visit_id"] is None:
        return []
    found = visits.facts(delivery.connection, delivery.phone.landlord_id, [one.visit_id or ""])
    one.visit = found.get(one.visit_id or "")
    if one.visit is not None:
        return []
    one.visit = judging.opened_visit(delivery, one) if body["type"] == "visit_opened" else None
    if one.visit is None:
        message = "Its visit is not known here. If the phone opened it, let the record of that count first."
        raise CannotBeApplied(message, "unknown_visit")
    make_visits(delivery, [one.visit])
    return [one.visit]
