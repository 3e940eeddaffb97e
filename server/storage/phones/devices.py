"""Phones in the database: who holds a token, what a chain stands at, which heads were heard and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, case, func, literal, select, update
from sqlalchemy.engine import Connection

from server.domain.gaps import Account
from server.domain.sync_messages import Head, Message
from server.domain.times import Contact, Reading
from server.storage.insertion import insert_if_absent
from server.storage.prepared import Prepared
from server.storage.tables.devices import (
    Device,
    DeviceHead,
    DeviceKey,
    DeviceOperative,
    DeviceToken,
    HeadHeard,
    LostRange,
)
from server.storage.tables.journal import FeedRow, Meta

DEVICES = cast(Table, Device.__table__)
OPERATIVES = cast(Table, DeviceOperative.__table__)
TOKENS = cast(Table, DeviceToken.__table__)
DEVICE_KEYS = cast(Table, DeviceKey.__table__)
HEADS = cast(Table, DeviceHead.__table__)
HEARD = cast(Table, HeadHeard.__table__)
LOST = cast(Table, LostRange.__table__)
META = cast(Table, Meta.__table__)
FEED = cast(Table, FeedRow.__table__)


@dataclass(frozen=True)
class Phone:
    """The phone behind a bearer token. `newest_change` is the last feed position of any of its operatives.

    `enrolled_at`: it was enrolled then or later; long ago where a restored database had forgotten it.
    """

    device_id: str
    landlord_id: str
    firm_id: str
    enrolled_at: datetime
    revoked_at: datetime | None
    operative_id: str
    token_hash: str
    token_issued_at: datetime
    token_used_at: datetime | None
    replaces_hash: str | None
    operatives: tuple[str, ...]
    server_epoch: str | None
    newest_change: int


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

# A phone that a restored database had forgotten was enrolled before, and nobody knows when: that bounds nothing.
_ENROLLED = case(
    (DEVICES.c.was_known_before, literal(_LONG_AGO, DEVICES.c.enrolled_at.type)), else_=DEVICES.c.enrolled_at
)


def _newest_change() -> Any:
    """The newest of each operative's last positions: an index lookup each, however long the feed is."""
    last = (
        select(func.max(FEED.c.position))
        .where(
            FEED.c.landlord_id == OPERATIVES.c.landlord_id,
            FEED.c.audience == literal("operative:") + OPERATIVES.c.operative_id,
        )
        .correlate(OPERATIVES)
        .scalar_subquery()
    )
    return (
        select(func.max(last))
        .select_from(OPERATIVES)
        .where(OPERATIVES.c.device_id == DEVICES.c.device_id)
        .correlate(DEVICES)
        .scalar_subquery()
    )


_NAMES = (
    select(func.aggregate_strings(OPERATIVES.c.operative_id, "\n"))
    .where(OPERATIVES.c.device_id == DEVICES.c.device_id)
    .scalar_subquery()
)
_EPOCH = select(META.c.value).where(META.c.name == "server_epoch").scalar_subquery()

_PHONE_OF_TOKEN = Prepared(
    select(
        DEVICES.c.device_id,
        DEVICES.c.landlord_id,
        DEVICES.c.firm_id,
        _ENROLLED,
        DEVICES.c.revoked_at,
        TOKENS.c.operative_id,
        TOKENS.c.token_hash,
        TOKENS.c.issued_at,
        TOKENS.c.first_used_at,
        TOKENS.c.replaces_hash,
        _NAMES,
        _EPOCH,
        _newest_change(),
    )
    .join(DEVICES, DEVICES.c.device_id == TOKENS.c.device_id)
    .where(TOKENS.c.token_hash == bindparam("token_hash"), TOKENS.c.ended_at.is_(None))
)


def phone_of_token(connection: Connection, token_hash: str) -> Phone | None:
    """Everything a sync asks first, in one statement; None for a token that is unknown or has ended."""
    row = _PHONE_OF_TOKEN.first(connection, {"token_hash": token_hash})
    if row is None:
        return None
    operatives = tuple(sorted((row[10] or "").split("\n")))
    facts: list[Any] = [*row[:10], operatives, row[11], row[12] or 0]
    return Phone(*facts)


@dataclass
class ChainRow:
    """One chain of a phone as it stands: numbers accounted for, what is acknowledged, the newest head heard."""

    account: Account
    acked_hash: str
    heard: Head
    signed_seq: int

    @property
    def acked_seq(self) -> int:
        return self.account.whole_to

    @classmethod
    def empty(cls) -> "ChainRow":
        """A chain of which nothing has been received."""
        return cls(Account(), "0" * 64, Head(0, ""), 0)


_CHAIN_COLUMNS = (
    HEADS.c.highest_seq,
    HEADS.c.gaps,
    HEADS.c.acked_hash,
    HEADS.c.heard_seq,
    HEADS.c.heard_hash,
    HEADS.c.signed_seq,
)


_THIS_CHAIN = and_(HEADS.c.device_id == bindparam("device"), HEADS.c.epoch == bindparam("chain"))
_CHAIN = Prepared(select(*_CHAIN_COLUMNS).where(_THIS_CHAIN).with_for_update())


_KEYS_OF = select(DEVICE_KEYS.c.public_key_jwk).where(DEVICE_KEYS.c.device_id == bindparam("device"))


def _setting(*names: str) -> dict[str, Any]:
    return {name: bindparam(name, type_=HEADS.c[name].type) for name in names}


_ANNOUNCED = ("head_seq", "head_hash", "heard_at", "pending_events", "pending_blobs")
_HELD = ("acked_seq", "acked_hash", "highest_seq", "gaps", "signed_seq")
_HEARD = ("heard_seq", "heard_hash")
_NOTE_HEAD = Prepared(update(HEADS).where(_THIS_CHAIN).values(**_setting(*_ANNOUNCED)).returning(*_CHAIN_COLUMNS))
_SAVE_ALL = Prepared(update(HEADS).where(_THIS_CHAIN).values(**_setting(*_ANNOUNCED, *_HELD, *_HEARD)))
_SAVE_HELD = Prepared(update(HEADS).where(_THIS_CHAIN).values(**_setting(*_HELD)))
_SAVE_HEARD = Prepared(update(HEADS).where(_THIS_CHAIN).values(**_setting(*_HEARD)))


def _chain(row: Any) -> ChainRow:
    return ChainRow(Account(row[0], list(row[1])), row[2], Head(row[3], row[4]), row[5])


def chain(connection: Connection, device_id: str, epoch: str) -> ChainRow | None:
    """The chain as it stands, kept from other writers to the end of the transaction."""
    row = _CHAIN.first(connection, {"device": device_id, "chain": epoch})
    return _chain(row) if row else None


def note_head(connection: Connection, message: Message, head: Head, at: datetime) -> ChainRow | None:
    """Write down the head that a phone announces, in one statement; None for a chain not heard of before."""
    whose = {"device": message.device_id, "chain": message.epoch}
    row = _NOTE_HEAD.first(connection, {**whose, **_announced(message, head, at)})
    return _chain(row) if row else None


def begin_chain(connection: Connection, device_id: str, epoch: str, at: datetime) -> ChainRow:
    """A chain of which nothing has been received."""
    row = {
        "device_id": device_id,
        "epoch": epoch,
        "head_seq": 0,
        "head_hash": "",
        "heard_at": at,
        "pending_events": 0,
        "pending_blobs": 0,
        "acked_seq": 0,
        "acked_hash": "0" * 64,
        "highest_seq": 0,
        "gaps": [],
        "heard_seq": 0,
        "heard_hash": "",
        "signed_seq": 0,
    }
    insert_if_absent(connection, HEADS, [row])
    return ChainRow.empty()


def _announced(message: Message, head: Head, at: datetime) -> dict[str, Any]:
    return {
        "head_seq": head.seq,
        "head_hash": head.hash,
        "heard_at": at,
        "pending_events": message.pending_events,
        "pending_blobs": message.pending_blobs,
    }


def save_chain(connection: Connection, device_id: str, epoch: str, standing: ChainRow) -> None:
    """Write down how far a chain is held."""
    _SAVE_HELD.run(connection, {"device": device_id, "chain": epoch, **_held(standing)})


def save_announced(connection: Connection, message: Message, head: Head, standing: ChainRow, at: datetime) -> None:
    """Write down the head that a phone announces, and how far its chain is held and was heard of, in one statement."""
    whose = {"device": message.device_id, "chain": message.epoch}
    heard = {"heard_seq": standing.heard.seq, "heard_hash": standing.heard.hash}
    _SAVE_ALL.run(connection, {**whose, **_announced(message, head, at), **_held(standing), **heard})


def _held(standing: ChainRow) -> dict[str, Any]:
    return {
        "acked_seq": standing.acked_seq,
        "acked_hash": standing.acked_hash,
        "highest_seq": standing.account.highest,
        "gaps": standing.account.gaps,
        "signed_seq": standing.signed_seq,
    }


def hear_head(connection: Connection, message: Message, head: Head, at: datetime) -> None:
    """Keep when a head was first heard: it dates every event it covers."""
    row = {
        "device_id": message.device_id,
        "epoch": message.epoch,
        "seq": head.seq,
        "hash": head.hash,
        "heard_at": at,
        "wall_ms": int(message.clock.wall_ms),
        "mono_ms": None if message.clock.mono_ms is None else int(message.clock.mono_ms),
        "context_id": None if message.clock.context_id is None else message.clock.context_id[:64],
    }
    insert_if_absent(connection, HEARD, [row])


def save_heard(connection: Connection, message: Message, head: Head) -> None:
    """Note the highest head heard, so that a sync need not look for it."""
    whose = {"device": message.device_id, "chain": message.epoch}
    _SAVE_HEARD.run(connection, {**whose, "heard_seq": head.seq, "heard_hash": head.hash})


@dataclass(frozen=True)
class Heard:
    """A head, and the contact that first brought it."""

    head: Head
    contact: Contact


_HEARD_FROM = Prepared(
    select(HEARD.c.seq, HEARD.c.hash, HEARD.c.heard_at, HEARD.c.wall_ms, HEARD.c.mono_ms, HEARD.c.context_id)
    .where(
        HEARD.c.device_id == bindparam("device"), HEARD.c.epoch == bindparam("chain"), HEARD.c.seq >= bindparam("from")
    )
    .order_by(HEARD.c.seq)
)


def heads_from(connection: Connection, device_id: str, epoch: str, seq: int) -> list[Heard]:
    """The heads heard at `seq` or above, lowest first."""
    found = _HEARD_FROM.rows(connection, {"device": device_id, "chain": epoch, "from": seq})
    return [Heard(Head(row[0], row[1]), _contact(*row[2:])) for row in found]


def _contact(heard_at: datetime, wall_ms: int | None, mono_ms: int | None, context_id: str | None) -> Contact:
    milliseconds = round(heard_at.timestamp() * 1000)
    return Contact(milliseconds, milliseconds, Reading(wall_ms or 0, mono_ms, context_id))


def declare_lost(connection: Connection, message: Message, spans: Sequence[tuple[int, int]], *, at: datetime) -> None:
    """Keep the numbers that the phone says it no longer has."""
    rows = [
        {
            "device_id": message.device_id,
            "epoch": message.epoch,
            "from_seq": first,
            "to_seq": last,
            "declared_at": at,
        }
        for first, last in spans
    ]
    insert_if_absent(connection, LOST, rows)


_LOST_OF = Prepared(
    select(LOST.c.from_seq, LOST.c.to_seq)
    .where(LOST.c.device_id == bindparam("device"), LOST.c.epoch == bindparam("chain"))
    .order_by(LOST.c.from_seq)
)


def lost_ranges(connection: Connection, device_id: str, epoch: str) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in _LOST_OF.rows(connection, {"device": device_id, "chain": epoch})]


def public_keys(connection: Connection, device_id: str) -> list[dict[str, object]]:
    """The phone's keys, old ones too: what they signed stays signed."""
    return list(connection.execute(_KEYS_OF, {"device": device_id}).scalars())


def phone_of_device(connection: Connection, device_id: str) -> Phone | None:
    """A phone as the server itself needs it, with no token of its own."""
    query = select(
        DEVICES.c.device_id, DEVICES.c.landlord_id, DEVICES.c.firm_id, _ENROLLED, DEVICES.c.revoked_at
    ).where(DEVICES.c.device_id == device_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    operatives = tuple(operatives_of(connection, device_id))
    return Phone(*row, "", "", row[3], row[3], None, operatives, None, 0)


def use_token(connection: Connection, phone: Phone, at: datetime) -> None:
    """The first use of a token ends the one it replaces."""
    query = update(TOKENS).where(TOKENS.c.token_hash == phone.token_hash)
    connection.execute(query.values(first_used_at=at))
    if phone.replaces_hash is not None:
        replaced = update(TOKENS).where(TOKENS.c.token_hash == phone.replaces_hash, TOKENS.c.ended_at.is_(None))
        connection.execute(replaced.values(ended_at=at))


def add_token(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a token's hash; the same one again changes nothing."""
    insert_if_absent(connection, TOKENS, [row])


def operatives_of(connection: Connection, device_id: str) -> list[str]:
    query = select(OPERATIVES.c.operative_id).where(OPERATIVES.c.device_id == device_id)
    return sorted(connection.execute(query).scalars())


def chains(connection: Connection, device_ids: Iterable[str] | None = None) -> list[tuple[str, str, ChainRow]]:
    """Every chain, or those of some phones."""
    query = select(HEADS.c.device_id, HEADS.c.epoch, *_CHAIN_COLUMNS).order_by(HEADS.c.device_id, HEADS.c.epoch)
    if device_ids is not None:
        query = query.where(HEADS.c.device_id.in_(list(device_ids)))
    return [(row[0], row[1], _chain(row[2:])) for row in connection.execute(query)]
