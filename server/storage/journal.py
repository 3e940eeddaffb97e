"""The journal: every envelope a phone sent, as first judged, in one hash chain per landlord. Appended only."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import Row, Table, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.engine import Connection

from server.domain.chain import GENESIS
from server.domain.sync_messages import Envelope
from server.domain.times import Reading
from server.storage.insertion import insert_rows
from server.storage.prepared import Prepared
from server.storage.tables.journal import Alert, Erasure, JournalBody, JournalRow, JournalRuling

JOURNAL = cast(Table, JournalRow.__table__)
BODIES = cast(Table, JournalBody.__table__)
RULINGS = cast(Table, JournalRuling.__table__)
ERASURES = cast(Table, Erasure.__table__)
ALERTS = cast(Table, Alert.__table__)

SERVER = "server"

HAS_BODY = and_(BODIES.c.landlord_id == JOURNAL.c.landlord_id, BODIES.c.position == JOURNAL.c.position)
SAME_ENVELOPE = BODIES.c.envelope_sha256 == JOURNAL.c.envelope_sha256


class Entry(NamedTuple):
    """One envelope to be journalled. `visit_id` is what its body names, where that can be stored."""

    envelope: Envelope
    envelope_sha256: str
    body_sha256: str
    visit_id: str | None
    status: str
    code: str | None


@dataclass(frozen=True)
class Arrival:
    """Which phone brought the entries, when, and what its clocks said."""

    landlord_id: str
    device_id: str
    at: datetime
    clock: Reading


_LAST = Prepared(
    select(JOURNAL.c.position, JOURNAL.c.chain_hash)
    .where(JOURNAL.c.landlord_id == bindparam("landlord"))
    .order_by(JOURNAL.c.position.desc())
    .limit(1)
)


def append(connection: Connection, arrival: Arrival, entries: Sequence[Entry]) -> int:
    """Append the entries in order; returns the first one's position. The caller holds the landlord's lock."""
    if not entries:
        return 0
    last, chain_hash = _last(connection, arrival.landlord_id)
    clock = written_clock(arrival.clock)
    at_us = _microseconds(arrival.at)
    rows, bodies = [], []
    for position, entry in enumerate(entries, start=last + 1):
        said = _said(arrival, entry, position, clock)
        chain_hash = _linked(chain_hash, said, at_us)
        rows.append((*said, arrival.at, chain_hash))
        bodies.append((arrival.landlord_id, position, entry.envelope_sha256, entry.envelope.body))
    insert_rows(connection, JOURNAL, (*_CHAINED, "received_at", "chain_hash"), rows)
    insert_rows(connection, BODIES, ("landlord_id", "position", "envelope_sha256", "body"), bodies)
    return last + 1


_CHAINED = (
    *("landlord_id", "position", "envelope_sha256", "device_id", "epoch", "seq", "event_id", "prev", "hash", "sig"),
    *("body_sha256", "sent_by_device", "visit_id", "status", "code", "clock"),
)

_said_by = itemgetter(*_CHAINED)

_RULED = ("landlord_id", "envelope_sha256", "status", "code", "by", "reason")


def link(before: str, row: Any) -> str:
    """The chain hash of a row: over the one before it and everything the row says."""
    return _linked(before, _said_by(row), _microseconds(row["received_at"]))


def _linked(before: str, said: Iterable[Any], at_us: int) -> str:
    lines = "\n".join(["-" if value is None else str(value) for value in said])
    return sha256(f"{before}\n{lines}\n{at_us}".encode()).hexdigest()


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def link_ruling(before: str, row: Any) -> str:
    """The chain hash of a ruling: over the one before it and everything the ruling says."""
    said = [str(row[name]) if row[name] is not None else "-" for name in _RULED]
    said.append(str(_microseconds(row["at"])))
    return sha256("\n".join((before, *said)).encode()).hexdigest()


def _said(arrival: Arrival, entry: Entry, position: int, clock: str) -> tuple[Any, ...]:
    """What a row says, in the order of `_CHAINED`."""
    device_id, epoch, seq, event_id, prev, claimed, _, sig = entry.envelope
    return (
        *(arrival.landlord_id, position, entry.envelope_sha256, device_id, epoch, seq, event_id, prev, claimed, sig),
        *(entry.body_sha256, arrival.device_id, entry.visit_id, entry.status, entry.code, clock),
    )


def written_clock(clock: Reading) -> str:
    """A reading in one line: `wall mono context`, with `-` for what the phone did not say."""
    mono = "-" if clock.mono_ms is None else int(clock.mono_ms)
    return f"{int(clock.wall_ms)} {mono} {clock.context_id or '-'}"


def read_clock(text: str | None) -> Reading | None:
    """The reading in such a line."""
    if not text:
        return None
    wall, mono, context_id = text.split(" ")
    return Reading(int(wall), None if mono == "-" else int(mono), None if context_id == "-" else context_id)


def _last(connection: Connection, landlord_id: str) -> tuple[int, str]:
    row = _LAST.first(connection, {"landlord": landlord_id})
    return (row[0], row[1]) if row else (0, GENESIS)


@dataclass(frozen=True)
class Known:
    """A row that has an event id in hand."""

    envelope_sha256: str
    position: int
    event_id: str
    device_id: str
    status: str
    code: str | None
    is_adopted: bool

    @property
    def takes_its_id(self) -> bool:
        """Neither another phone's copy nor bytes that do not hash to their claim hold an id or a number."""
        return self.code != "hash_mismatch" and (self.code != "wrong_device" or self.is_adopted)


_is_adopted = exists().where(RULINGS.c.envelope_sha256 == JOURNAL.c.envelope_sha256, RULINGS.c.by == SERVER)


_KNOWN = Prepared(
    select(
        JOURNAL.c.envelope_sha256,
        JOURNAL.c.position,
        JOURNAL.c.event_id,
        JOURNAL.c.device_id,
        JOURNAL.c.status,
        JOURNAL.c.code,
        case((JOURNAL.c.code == "wrong_device", _is_adopted), else_=False),
    )
    .where(JOURNAL.c.event_id.in_(bindparam("ids", expanding=True)))
    .order_by(JOURNAL.c.position)
)


def known(connection: Connection, event_ids: Collection[str]) -> list[Known]:
    """The rows with these event ids, oldest first. A copy of an event has its id, so copies are among them."""
    rows = _KNOWN.rows(connection, {"ids": event_ids}) if event_ids else ()
    return [Known(*row) for row in rows]


@dataclass(frozen=True)
class Numbered:
    """A row that stands at, or claims, a number of a chain."""

    seq: int
    hash: str
    prev: str
    envelope_sha256: str
    status: str
    code: str | None


_OF_CHAIN = select(
    JOURNAL.c.seq,
    JOURNAL.c.hash,
    JOURNAL.c.prev,
    JOURNAL.c.envelope_sha256,
    JOURNAL.c.status,
    JOURNAL.c.code,
).where(
    JOURNAL.c.device_id == bindparam("device"),
    JOURNAL.c.epoch == bindparam("chain"),
    or_(JOURNAL.c.code.is_(None), JOURNAL.c.code != "wrong_device", _is_adopted),
)
_AT_NUMBERS = Prepared(
    _OF_CHAIN.where(JOURNAL.c.seq.in_(bindparam("numbers", expanding=True))).order_by(JOURNAL.c.position)
)
_AT_OR_BELOW = Prepared(
    _OF_CHAIN.where(JOURNAL.c.seq <= bindparam("top"))
    .order_by(JOURNAL.c.seq.desc(), case((JOURNAL.c.code == "hash_mismatch", 1), else_=0), JOURNAL.c.position)
    .limit(1)
)


_BETWEEN = Prepared(
    _OF_CHAIN.with_only_columns(JOURNAL.c.seq)
    .where(JOURNAL.c.seq >= bindparam("bottom"), JOURNAL.c.seq <= bindparam("top"))
    .distinct()
    .order_by(JOURNAL.c.seq)
)


def at_numbers(connection: Connection, device_id: str, epoch: str, numbers: Collection[int]) -> list[Numbered]:
    """What was received at these numbers, oldest first."""
    if not numbers:
        return []
    wanted = {"device": device_id, "chain": epoch, "numbers": list(numbers)}
    return [Numbered(*row) for row in _AT_NUMBERS.rows(connection, wanted)]


def numbers_between(connection: Connection, device_id: str, epoch: str, first: int, last: int) -> list[int]:
    """The numbers from one to another at which anything was received, in order."""
    wanted = {"device": device_id, "chain": epoch, "bottom": first, "top": last}
    return [row[0] for row in _BETWEEN.rows(connection, wanted)]


def hash_at_or_below(connection: Connection, device_id: str, epoch: str, seq: int) -> str:
    """The hash that stands at the highest number received at or below `seq`; 64 zeros where there is none."""
    row = _AT_OR_BELOW.first(connection, {"device": device_id, "chain": epoch, "top": seq})
    return str(row[1]) if row else GENESIS


def quarantined_of_visit(connection: Connection, visit_id: str) -> list[Row[Any]]:
    """The events that are apart because nobody knew their visit, with bodies, in the order of their arrival."""
    query = (
        select(JOURNAL, BODIES.c.body)
        .join(BODIES, HAS_BODY)
        .where(JOURNAL.c.visit_id == visit_id, JOURNAL.c.status == "quarantined")
        .order_by(JOURNAL.c.position)
    )
    return standing_at(connection, connection.execute(query), ("quarantined", "unknown_visit"))


def standing_at(connection: Connection, rows: Iterable[Row[Any]], judgement: tuple[str, str | None]) -> list[Row[Any]]:
    """Those rows of which this (status, code) holds now, whatever was thought of them at first."""
    found = list(rows)
    ruled = latest_rulings(connection, [row.envelope_sha256 for row in found])
    held = [ruled.get(row.envelope_sha256, row) for row in found]
    return [row for row, now in zip(found, held, strict=True) if (now.status, now.code) == judgement]


def with_bodies(connection: Connection, shas: Collection[str]) -> list[Row[Any]]:
    """Journal rows by the SHA-256 of their envelopes; `body` is None where it was erased."""
    query = (
        select(JOURNAL, BODIES.c.body)
        .outerjoin(BODIES, HAS_BODY)
        .where(JOURNAL.c.envelope_sha256.in_(shas))
        .order_by(JOURNAL.c.position)
    )
    return list(connection.execute(query)) if shas else []


@dataclass(frozen=True)
class Ruling:
    """A later judgement of a row, by the server itself or by a person."""

    envelope_sha256: str
    status: str
    code: str | None
    by: str = SERVER
    reason: str = ""


def rule(connection: Connection, landlord_id: str, rulings: Iterable[Ruling], *, at: datetime) -> None:
    """Append rulings, each chained to the one before it. The caller holds the landlord's lock."""
    rows: list[dict[str, Any]] = [
        {
            "landlord_id": landlord_id,
            "envelope_sha256": ruling.envelope_sha256,
            "status": ruling.status,
            "code": ruling.code,
            "at": at,
            "by": ruling.by,
            "reason": ruling.reason,
        }
        for ruling in rulings
    ]
    if not rows:
        return
    last = select(RULINGS.c.chain_hash).where(RULINGS.c.landlord_id == landlord_id).order_by(RULINGS.c.ruling_id.desc())
    chain_hash = connection.execute(last.limit(1)).scalar() or GENESIS
    for row in rows:
        chain_hash = row["chain_hash"] = link_ruling(chain_hash, row)
    connection.execute(RULINGS.insert(), rows)


def latest_rulings(connection: Connection, shas: Collection[str]) -> dict[str, Ruling]:
    """The ruling in force for each of these rows that has one."""
    query = select(
        RULINGS.c.envelope_sha256, RULINGS.c.status, RULINGS.c.code, RULINGS.c.by, RULINGS.c.reason
    ).order_by(RULINGS.c.ruling_id)
    wanted = list(shas)
    found = {}
    for start in range(0, len(wanted), 500):
        part = query.where(RULINGS.c.envelope_sha256.in_(wanted[start : start + 500]))
        found.update({row[0]: Ruling(*row) for row in connection.execute(part)})
    return found


def rows_after(connection: Connection, landlord_id: str, position: int, limit: int = 500) -> list[Row[Any]]:
    """Rows with their bodies (None where erased) and the record of an erasure, in the order of the journal."""
    query = (
        select(JOURNAL, BODIES.c.body, ERASURES.c.erased_at, ERASURES.c.kept_sha256, ERASURES.c.sig.label("kept_sig"))
        .outerjoin(BODIES, HAS_BODY)
        .outerjoin(ERASURES, ERASURES.c.envelope_sha256 == JOURNAL.c.envelope_sha256)
        .where(JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.position > position)
        .order_by(JOURNAL.c.position)
        .limit(limit)
    )
    return list(connection.execute(query))


def chains_of(connection: Connection, landlord_id: str) -> list[tuple[str, str]]:
    """The device and epoch of every chain, in order."""
    names = (JOURNAL.c.device_id, JOURNAL.c.epoch)
    query = select(*names).where(JOURNAL.c.landlord_id == landlord_id).distinct()
    return sorted((row.device_id, row.epoch) for row in connection.execute(query))


def rows_of_chain(connection: Connection, landlord_id: str, device_id: str, epoch: str) -> list[Row[Any]]:
    """One chain's rows with their bodies (None where erased), in the order of their numbers."""
    query = (
        select(JOURNAL, BODIES.c.body)
        .outerjoin(BODIES, HAS_BODY)
        .where(JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.device_id == device_id, JOURNAL.c.epoch == epoch)
        .order_by(JOURNAL.c.seq, JOURNAL.c.position)
    )
    return list(connection.execute(query))


def every_row(connection: Connection, landlord_id: str) -> Iterator[Row[Any]]:
    """The whole journal, a page at a time."""
    position = 0
    while rows := rows_after(connection, landlord_id, position):
        yield from rows
        position = rows[-1].position


def bodies_without_row(connection: Connection) -> list[str]:
    """Bodies whose journal row is gone."""
    query = select(BODIES.c.envelope_sha256).where(~exists().where(HAS_BODY, SAME_ENVELOPE))
    return list(connection.execute(query.limit(100)).scalars())


def raise_alert(connection: Connection, alerts: Iterable[dict[str, Any]]) -> None:
    """Note what a person should look at in the evidence itself."""
    rows = list(alerts)
    if rows:
        connection.execute(ALERTS.insert(), rows)


def count(connection: Connection, landlord_id: str) -> int:
    query = select(func.count()).select_from(JOURNAL).where(JOURNAL.c.landlord_id == landlord_id)
    return connection.execute(query).scalar() or 0
