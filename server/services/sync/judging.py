"""Judge each event of a delivery: known, whole, in its place in the chain, by whom, on which visit.

The order of the checks is the order of what can be trusted: bytes first, then the chain, then what the body says.
Nothing here refuses an event: whatever the judgement, it is journalled.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from server.domain.events import BAD_SCHEMA, check_body, parse_body
from server.outside.keys import is_signature
from server.services.sync.chains import Chain
from server.services.sync.delivery import (
    ACCEPTED,
    AFTER_GAP,
    DUPLICATE,
    FORKED,
    QUARANTINED,
    Delivery,
    Incoming,
)
from server.storage import journal, visits
from server.storage.phones import devices
from server.storage.visits import Assigned, VisitFacts

_DEEPEST_BODY = 60


def look_up(delivery: Delivery, events: Sequence[Incoming]) -> list[journal.Known]:
    """The journal's rows with the ids of these events: their copies are among them."""
    return journal.known(delivery.connection, {one.envelope.event_id for one in events})


def judge_copies(delivery: Delivery, events: Sequence[Incoming], rows: Sequence[journal.Known]) -> list[Incoming]:
    """Judge the copies of what is journalled; returns the other events."""
    known = {row.envelope_sha256: row for row in rows}
    unknown = []
    for one in events:
        row = known.get(one.sha256)
        one.is_new = row is None
        one.position = row.position if row is not None else 0
        one.is_adopted = row is not None and _is_ours_at_last(delivery, row)
        if row is None or one.is_adopted:
            unknown.append(one)
        else:
            one.judge(DUPLICATE, _first_code(row.status, row.code))
    return unknown


def _first_code(status: str, code: str | None) -> str | None:
    """What a copy says again, so that a phone opened anew goes on showing a fork or a quarantine as such."""
    if status == FORKED:
        return FORKED
    return code if status == QUARANTINED else None


def judge_bytes(
    delivery: Delivery, chains: dict[str, Chain], events: Sequence[Incoming], rows: Sequence[journal.Known]
) -> None:
    """Judge what needs no body, in the order given. What is left without a status goes on to `judge_content`."""
    taken = {row.event_id: row.envelope_sha256 for row in reversed(rows) if row.takes_its_id}
    first: dict[str, Incoming] = {}
    signing = _Signing(delivery)
    for one in events:
        copied = first.setdefault(one.sha256, one)
        if copied is not one:
            one.is_new = one.is_adopted = False
            one.judge(DUPLICATE, _first_code(copied.status, copied.code))
            continue
        _judge_place(delivery, chains, one, taken)
        if one.status in ("", FORKED):
            taken.setdefault(one.envelope.event_id, one.sha256)
        if not one.status:
            signing.check(one)
    signing.spread(chains, events)


def _is_ours_at_last(delivery: Delivery, row: journal.Known) -> bool:
    """Another phone sent a copy first, which took nothing; now the event comes from its own phone."""
    return row.code == "wrong_device" and not row.is_adopted and row.device_id == delivery.phone.device_id


def _judge_place(delivery: Delivery, chains: dict[str, Chain], one: Incoming, taken: dict[str, str]) -> None:
    envelope = one.envelope
    if envelope.device_id != delivery.phone.device_id:
        one.judge(QUARANTINED, "wrong_device")
        return
    chain = chains[envelope.epoch]
    stood = chain.standing.get(envelope.seq)
    previous = chain.stands_at(envelope.seq - 1)
    chain.take(one)
    one.is_after_gap = chain.row.account.is_missing_below(envelope.seq)
    if not one.is_whole:
        one.judge(QUARANTINED, "hash_mismatch")
    elif stood is not None or taken.get(envelope.event_id, one.sha256) != one.sha256:
        one.judge(FORKED)
    elif delivery.phone.revoked_at is not None:
        one.judge(QUARANTINED, "actor_revoked")
    elif previous and envelope.prev not in previous:
        one.judge(QUARANTINED, "chain_break")


class _Signing:
    """Checks signatures against the phone's keys, which are read only if something is signed."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._keys: list[dict[str, object]] | None = None

    def check(self, one: Incoming) -> None:
        """A signature that does not fit sets the event apart; a phone that has no key cannot have signed."""
        if one.envelope.sig is None:
            return
        if self._keys is None:
            self._keys = devices.public_keys(self._delivery.connection, self._delivery.phone.device_id)
        if not self._keys:
            return
        one.is_signed = any(is_signature(key, one.envelope.hash, one.envelope.sig) for key in self._keys)
        if not one.is_signed:
            one.judge(QUARANTINED, "bad_sig")

    def spread(self, chains: dict[str, Chain], events: Sequence[Incoming]) -> None:
        """A signature covers the chain below it, whichever batch that came in."""
        own = [one for one in events if one.envelope.device_id == self._delivery.phone.device_id]
        for chain in chains.values():
            mine = [one for one in own if one.envelope.epoch == chain.epoch]
            before = chain.row.signed_seq
            top = max([before, *(one.envelope.seq for one in mine if one.is_signed)])
            for one in mine:
                one.is_signed = one.envelope.seq <= top
            chain.row.signed_seq = top
            lowest = min([one.envelope.seq for one in mine if one.is_new], default=top + 1)
            if top > before and lowest > before + 1:
                device_id = self._delivery.phone.device_id
                visits.mark_signed(self._delivery.connection, device_id, chain.epoch, before + 1, top)


def read_bodies(events: Sequence[Incoming]) -> None:
    """Parse the bodies once; a body that cannot be read is kept and gets its code."""
    for one in events:
        one.body, one.body_code = _read(one.envelope.body)
        visit_id: Any = one.body.get("visit_id") if one.body else None
        is_storable = isinstance(visit_id, str) and 0 < len(visit_id) <= 36 and visit_id.isprintable()
        one.visit_id = visit_id if is_storable else None


def _read(content: bytes) -> tuple[dict[str, object] | None, str | None]:
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        # Lone surrogates in escapes: legal JSON to the phone's own parser, and to Python's.
        try:
            body, code = parse_body(content.decode())
        except UnicodeDecodeError:
            return None, BAD_SCHEMA
        return (body, code) if body is not None and not _is_too_deep(content) else (None, BAD_SCHEMA)
    if not isinstance(body, dict) or _is_too_deep(content):
        return None, BAD_SCHEMA
    return body, check_body(body)


def _is_too_deep(content: bytes) -> bool:
    """Nested beyond what anybody means; the walk over each body is recursive."""
    if content.count(b"[") + content.count(b"{") <= _DEEPEST_BODY:
        return False
    deepest = depth = 0
    for byte in content:
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest > _DEEPEST_BODY


def judge_content(delivery: Delivery, events: Sequence[Incoming]) -> list[VisitFacts]:
    """Judge what is left by its body; returns the visits that phones made, which are new."""
    waiting = [one for one in events if not one.status]
    ids = {one.visit_id for one in waiting if one.visit_id is not None}
    found = visits.facts(delivery.connection, delivery.phone.landlord_id, ids)
    made: list[VisitFacts] = []
    for one in waiting:
        code = _objection(delivery, one, found, made)
        if code is not None:
            one.judge(QUARANTINED, code)
        else:
            one.judge(ACCEPTED, AFTER_GAP if one.is_after_gap else None)
    return made


def _objection(delivery: Delivery, one: Incoming, found: dict[str, VisitFacts], made: list[VisitFacts]) -> str | None:
    body = one.body
    if body is None or one.body_code is not None:
        return one.body_code or BAD_SCHEMA
    if body["actor_id"] not in delivery.operatives:
        return "not_assigned"
    if body["visit_id"] is None:
        return None
    visit = found.get(one.visit_id or "")
    if visit is None:
        if body["type"] != "visit_opened":
            return "unknown_visit"
        opened = opened_visit(delivery, one)
        if opened is None:
            return BAD_SCHEMA
        visit = found[opened.visit_id] = opened
        made.append(opened)
    one.visit = visit
    is_own = visit.made_by == delivery.phone.device_id
    return None if is_own or was_assigned(one, visit.assigned) else "not_assigned"


def was_assigned(one: Incoming, assigned: Sequence[Assigned]) -> bool:
    """Whether the actor can have been on the appointment when the event happened.

    The first assignment counts from ever: an import learns of it late. What the clocks leave open goes to the phone.
    """
    if one.times is None or one.body is None:
        return False
    interval = one.times.estimate or one.times.asserted
    for index, each in enumerate(assigned):
        if each.operative_id != one.body["actor_id"]:
            continue
        is_first = index == 0 or each.assigned_at == assigned[0].assigned_at
        begun = is_first or each.assigned_at.timestamp() * 1000 <= interval.latest_ms
        if begun and (each.ended_at is None or (interval.earliest_ms or 0) < each.ended_at.timestamp() * 1000):
            return True
    return False


def opened_visit(delivery: Delivery, one: Incoming) -> VisitFacts | None:
    """The visit that a phone makes, None where its id is none: tied to an appointment if the actor was put on it.

    Else the claim stays in the event, and the office may link it.
    """
    if not _is_uuid(one.visit_id):
        return None
    phone, data = delivery.phone, (one.body or {})["data"]
    visit = VisitFacts(one.visit_id or "", phone.landlord_id, phone.firm_id, None, None, phone.device_id)
    appointment_id, uprn = _storable(data.get("appointment_id")), _storable(data.get("uprn"))
    if appointment_id is not None:
        agreed = visits.appointment_facts(delivery.connection, phone.landlord_id, appointment_id)
        if agreed is not None and agreed.firm_id == phone.firm_id and was_assigned(one, agreed.assigned):
            visit.appointment_id, visit.uprn = appointment_id, agreed.uprn
            visit.assigned = agreed.assigned
    if visit.uprn is None and uprn is not None and visits.is_home(delivery.connection, phone.landlord_id, uprn):
        visit.uprn = uprn
    return visit


def _storable(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 60 and value.isprintable() else None


def _is_uuid(text: str | None) -> bool:
    try:
        return text is not None and str(UUID(text)) == text.lower()
    except ValueError:
        return False


def fork_alerts(delivery: Delivery, events: Sequence[Incoming]) -> None:
    """Two different events under one number or id: a person should ask how that came about."""
    journal.raise_alert(
        delivery.connection,
        [
            {
                "alert_id": str(uuid7()),
                "landlord_id": delivery.phone.landlord_id,
                "kind": "forked",
                "subject_kind": "device",
                "subject_id": delivery.phone.device_id,
                "facts": {
                    "epoch": one.envelope.epoch,
                    "seq": one.envelope.seq,
                    "event_id": one.envelope.event_id,
                    "hash": one.envelope.hash,
                },
                "raised_at": delivery.at,
            }
            for one in events
            if one.status == FORKED
        ],
    )
