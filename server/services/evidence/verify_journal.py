"""Walk the journal and name whatever was changed, put in or taken out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.chain import GENESIS, body_sha256
from server.storage import journal
from server.storage.database import db
from server.storage.phones import devices


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written. `position` is null where no row is left to name."""

    position: int | None
    event_id: str | None
    problem: str


@dataclass(frozen=True)
class Verified:
    """How many rows were walked, and every fault found."""

    rows: int
    faults: list[Fault]


def verify_journal(*, landlord_id: str) -> Verified:
    """Check every row against the one before it, every body against its hash, every phone's head against a row."""
    connection = db.session.connection()
    erased = journal.erased(connection)
    count, faults = 0, []
    before, expected = GENESIS, 1
    for row in journal.every_row(connection, landlord_id):
        count += 1
        faults += list(_of_row(row, before, expected, erased))
        before, expected = row.chain_hash, row.position + 1
    faults += [Fault(None, None, f"a body stands without its row: {sha}") for sha in _orphans(connection)]
    faults += list(_of_heads(connection))
    return Verified(count, faults)


def _of_row(row: Any, before: str, expected: int, erased: set[str]) -> Iterator[Fault]:
    if row.position != expected:
        missing = f"{expected} to {row.position - 1}" if row.position > expected else str(row.position)
        yield Fault(row.position, row.event_id, f"rows are missing or put in before this one: {missing}")
    elif journal.link(before, row._mapping) != row.chain_hash:
        yield Fault(row.position, row.event_id, "this row was changed or put in, or the one before it was changed")
    if row.body is None:
        if row.envelope_sha256 not in erased:
            yield Fault(row.position, row.event_id, "its body is gone and no erasure is recorded")
    elif body_sha256(_bytes(row.body)) != row.body_sha256:
        yield Fault(row.position, row.event_id, "its body was changed")


def _bytes(body: object) -> bytes:
    """SQLite gives text where somebody wrote text over the bytes."""
    return body.encode() if isinstance(body, str) else bytes(body)  # type: ignore[call-overload]


def _orphans(connection: Connection) -> list[str]:
    return journal.bodies_without_row(connection)


def _of_heads(connection: Connection) -> Iterator[Fault]:
    """What was acknowledged to a phone must be here: a row cut from the end leaves no other trace."""
    for device_id, epoch, chain in devices.chains(connection):
        if chain.acked_hash == GENESIS:
            continue
        found = journal.hash_at_or_below(connection, device_id, epoch, chain.acked_seq)
        if found != chain.acked_hash:
            problem = f"phone {device_id} was told that {chain.acked_seq} of epoch {epoch} is here, and it is not"
            yield Fault(None, None, problem)
