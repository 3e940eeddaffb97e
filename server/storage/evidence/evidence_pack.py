"""What an evidence pack of one visit is made of, as it stands in the tables."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Row, Table, func, select
from sqlalchemy.engine import Connection

from server.domain.chain import GENESIS
from server.storage.journal import BODIES, ERASURES, HAS_BODY, JOURNAL, RULINGS
from server.storage.tables.devices import Device, DeviceKey, HeadHeard, LostRange
from server.storage.tables.files import Blob, BlobReference
from server.storage.tables.visits import VisitEvent

EVENTS = cast(Table, VisitEvent.__table__)
REFERENCES = cast(Table, BlobReference.__table__)
BLOBS = cast(Table, Blob.__table__)

Chain = tuple[str, str]


def rows_of_visit(connection: Connection, landlord_id: str, visit_id: str) -> list[Row[Any]]:
    """Every journal row that names the visit, counted or not, with its body and the record of its erasure."""
    query = (
        select(JOURNAL, BODIES.c.body, ERASURES.c.erased_at, ERASURES.c.kept_sha256, ERASURES.c.sig.label("kept_sig"))
        .outerjoin(BODIES, HAS_BODY)
        .outerjoin(ERASURES, ERASURES.c.envelope_sha256 == JOURNAL.c.envelope_sha256)
        .where(JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.visit_id == visit_id)
        .order_by(JOURNAL.c.position)
    )
    return list(connection.execute(query))


def last_position(connection: Connection, landlord_id: str, rows: Sequence[Any]) -> int:
    """Up to where the journal must be shown: to the signature and the heads that cover each chain's last row."""
    highest: int = max(row.position for row in rows)
    for (device_id, epoch), seq in _tops(rows).items():
        query = (
            select(func.min(JOURNAL.c.position))
            .where(JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.device_id == device_id, JOURNAL.c.epoch == epoch)
            .where(JOURNAL.c.seq >= seq, JOURNAL.c.sig.is_not(None), JOURNAL.c.status == "accepted")
        )
        highest = max(highest, int(connection.execute(query).scalar() or 0))
    return highest


def journal_between(connection: Connection, landlord_id: str, first: int, last: int) -> list[Row[Any]]:
    """The journal's rows without their bodies, without a hole, so that its chain can be followed."""
    query = select(JOURNAL).where(
        JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.position >= first, JOURNAL.c.position <= last
    )
    return list(connection.execute(query.order_by(JOURNAL.c.position)))


def chain_hash_before(connection: Connection, landlord_id: str, position: int) -> str:
    """What the row at this position continues from."""
    query = select(JOURNAL.c.chain_hash).where(JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.position == position - 1)
    return connection.execute(query).scalar() or GENESIS


def times_of(connection: Connection, visit_id: str) -> dict[str, Row[Any]]:
    """The accepted events of the visit with their intervals, by envelope."""
    rows = connection.execute(select(EVENTS).where(EVENTS.c.visit_id == visit_id))
    return {row.envelope_sha256: row for row in rows}


def rulings_of(connection: Connection, shas: Collection[str]) -> dict[str, list[Row[Any]]]:
    """What was decided about each row after its first judgement, oldest first."""
    query = select(RULINGS).where(RULINGS.c.envelope_sha256.in_(shas)).order_by(RULINGS.c.ruling_id)
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.envelope_sha256, []).append(row)
    return found


def photos_of(connection: Connection, visit_id: str) -> list[Row[Any]]:
    """The photos that accepted events of the visit name; `verified_at` is None where the bytes are awaited."""
    same = (
        (BLOBS.c.landlord_id == REFERENCES.c.landlord_id)
        & (BLOBS.c.firm_id == REFERENCES.c.firm_id)
        & (BLOBS.c.sha256 == REFERENCES.c.sha256)
    )
    query = select(REFERENCES, BLOBS.c.verified_at).outerjoin(BLOBS, same).where(REFERENCES.c.visit_id == visit_id)
    return list(connection.execute(query.order_by(REFERENCES.c.envelope_sha256, REFERENCES.c.sha256)))


def phone(connection: Connection, device_id: str) -> Row[*tuple[Any, ...]] | None:
    query = select(Device.device_id, Device.enrolled_at, Device.revoked_at).where(Device.device_id == device_id)
    return connection.execute(query).one_or_none()


def public_keys(connection: Connection, device_id: str) -> list[Row[Any]]:
    query = select(DeviceKey.thumbprint, DeviceKey.public_key_jwk, DeviceKey.added_at)
    return list(connection.execute(query.where(DeviceKey.device_id == device_id).order_by(DeviceKey.added_at)))


def heads_heard(connection: Connection, chain: Chain, first: int) -> list[Row[Any]]:
    """The heads of a chain that cover this number, as they were first heard."""
    query = select(HeadHeard.seq, HeadHeard.hash, HeadHeard.heard_at, HeadHeard.wall_ms).where(
        HeadHeard.device_id == chain[0], HeadHeard.epoch == chain[1], HeadHeard.seq >= first
    )
    return list(connection.execute(query.order_by(HeadHeard.heard_at, HeadHeard.seq)))


def lost_ranges(connection: Connection, chain: Chain) -> list[list[int]]:
    query = select(LostRange.from_seq, LostRange.to_seq).where(
        LostRange.device_id == chain[0], LostRange.epoch == chain[1]
    )
    return [list(row) for row in connection.execute(query.order_by(LostRange.from_seq))]


def _tops(rows: Sequence[Any]) -> dict[Chain, int]:
    tops: dict[Chain, int] = {}
    for row in rows:
        tops[(row.device_id, row.epoch)] = max(row.seq, tops.get((row.device_id, row.epoch), 0))
    return tops
