"""Walk the journal and name whatever was changed, put in or taken out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.chain import GENESIS, body_sha256
from server.domain.evidence.locations import words_to_sign
from server.outside.keys import Keys, is_signature
from server.storage import journal
from server.storage.database import db
from server.storage.evidence import rulings
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


def verify_journal(*, landlord_id: str, keys: Keys) -> Verified:
    """Check rows and rulings each against the one before, bodies against their hashes, phones' heads against rows.

    What is left of a record whose location has come to its end is checked against our signature over it.
    """
    connection = db.session.connection()
    count, faults = 0, []
    before, expected = GENESIS, 1
    for row in journal.every_row(connection, landlord_id):
        count += 1
        faults += list(_of_row(row, before, expected))
        faults += list(_of_body(row, keys))
        before, expected = row.chain_hash, row.position + 1
    faults += [Fault(None, None, f"a body stands without its row: {sha}") for sha in _orphans(connection)]
    faults += list(_of_heads(connection))
    faults += list(_of_rulings(connection, landlord_id))
    return Verified(count, faults)


def _of_row(row: Any, before: str, expected: int) -> Iterator[Fault]:
    if row.position != expected:
        missing = f"{expected} to {row.position - 1}" if row.position > expected else str(row.position)
        yield Fault(row.position, row.event_id, f"rows are missing or put in before this one: {missing}")
    elif journal.link(before, row._mapping) != row.chain_hash:
        yield Fault(row.position, row.event_id, "this row was changed or put in, or the one before it was changed")


def _of_body(row: Any, keys: Keys) -> Iterator[Fault]:
    if row.body is None:
        if row.erased_at is None:
            yield Fault(row.position, row.event_id, "its body is gone and no erasure is recorded")
        elif row.kept_sha256 is not None:
            yield Fault(row.position, row.event_id, "its body is gone, of which only a part was erased")
        return
    found = body_sha256(_bytes(row.body))
    if found == row.body_sha256:
        return
    if found != row.kept_sha256:
        yield Fault(row.position, row.event_id, "its body was changed")
    elif not is_signature(keys.evidence_key_jwk, words_to_sign(row.envelope_sha256, found), row.kept_sig or ""):
        problem = "its body was changed, or what was left of it was signed with another key than this server's"
        yield Fault(row.position, row.event_id, problem)


def _of_rulings(connection: Connection, landlord_id: str) -> Iterator[Fault]:
    """Rulings follow one another too, from the first that bears a hash; one cut from the end shows in what counts."""
    before: str | None = None
    for ruling in rulings.every_ruling(connection, landlord_id):
        if before is None and ruling.chain_hash is None:
            continue
        if journal.link_ruling(before or GENESIS, ruling._mapping) != ruling.chain_hash:
            problem = f"ruling {ruling.ruling_id} was changed or put in, or the one before it was changed or taken out"
            yield Fault(None, None, problem)
        before = ruling.chain_hash or GENESIS
    for row in rulings.counted_otherwise(connection, landlord_id):
        yield Fault(row.position, row.event_id, "whether it counts is not what the rulings on it say")


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
