"""A phone's chains while a delivery is judged: what stands at which number, and what a new number changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.domain.chain import GENESIS
from server.services.sync.delivery import Delivery, Incoming
from server.storage import journal
from server.storage.phones import devices


@dataclass
class Chain:
    """One chain: its row, the hashes that stand at the numbers in hand, and the rows received at them before.

    `acked_before` and `highest_before` are how far it was held when it was opened.
    """

    epoch: str
    row: devices.ChainRow
    standing: dict[int, str] = field(default_factory=dict)
    claimed: dict[int, set[str]] = field(default_factory=dict)
    before: dict[int, list[journal.Numbered]] = field(default_factory=dict)
    newly_standing: list[int] = field(default_factory=list)
    acked_before: int = field(init=False)
    highest_before: int = field(init=False)

    def __post_init__(self) -> None:
        self.acked_before, self.highest_before = self.row.acked_seq, self.row.account.highest

    def stands_at(self, seq: int) -> set[str]:
        """The hashes that a successor's `prev` may name: the one that stands, else what was claimed; empty in a gap."""
        if seq == 0:
            return {GENESIS}
        if seq in self.standing:
            return {self.standing[seq]}
        return self.claimed.get(seq, set())

    def take(self, one: Incoming) -> None:
        """Account for a received number; whole bytes stand at it where nothing stands yet."""
        envelope = one.envelope
        if one.is_whole and envelope.seq not in self.standing:
            self.standing[envelope.seq] = envelope.hash
            self.newly_standing.append(envelope.seq)
        elif not one.is_whole:
            self.claimed.setdefault(envelope.seq, set()).add(envelope.hash)
        if self.row.account.is_new(envelope.seq):
            self.row.account.add(envelope.seq, envelope.seq)


def open_chains(delivery: Delivery, epochs: Iterable[str]) -> dict[str, Chain]:
    """The chains of these epochs, begun where they are new."""
    found = {}
    for epoch in dict.fromkeys(epochs):
        device_id = delivery.phone.device_id
        row = devices.chain(delivery.connection, device_id, epoch)
        found[epoch] = Chain(epoch, row or devices.begin_chain(delivery.connection, device_id, epoch, delivery.at))
    return found


def look_around(delivery: Delivery, chain: Chain, numbers: Iterable[int]) -> None:
    """Load what was received at these numbers, the one before each and the one after."""
    around = {n for seq in numbers for n in (seq - 1, seq, seq + 1) if 0 < n <= chain.row.account.highest}
    rows = journal.at_numbers(delivery.connection, delivery.phone.device_id, chain.epoch, around)
    for row in rows:
        chain.before.setdefault(row.seq, []).append(row)
        if row.code == "hash_mismatch":
            chain.claimed.setdefault(row.seq, set()).add(row.hash)
        else:
            chain.standing.setdefault(row.seq, row.hash)


def settle(delivery: Delivery, chain: Chain) -> None:
    """Find the acknowledged hash anew where the acknowledged number, or what stands at it, has changed."""
    acked = chain.row.acked_seq
    if acked in chain.standing:
        chain.row.acked_hash = chain.standing[acked]
    elif acked != chain.acked_before or chain.newly_standing or chain.claimed:
        chain.row.acked_hash = journal.hash_at_or_below(
            delivery.connection, delivery.phone.device_id, chain.epoch, acked
        )
