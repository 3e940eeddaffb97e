"""Heads that a phone announced, held against what stands at their numbers.

Another record there than the announced one means that the chain was written anew in between: a person should ask.
"""

from datetime import datetime

from sqlalchemy.engine import Connection

from server.domain.sync_messages import Head, Message
from server.services.sync.chains import Chain
from server.services.sync.delivery import Delivery
from server.storage import journal
from server.storage.evidence import alerts
from server.storage.people.audit import Subject
from server.storage.phones import devices
from server.storage.phones.devices import ChainRow

HEAD_DIFFERS = "head_differs"


def hold_against_heads(delivery: Delivery, chain: Chain) -> None:
    """Look at the numbers that only now have their record: an earlier head may have named another."""
    if not chain.newly_standing or chain.row.heard.seq < min(chain.newly_standing):
        return
    device_id, fresh = delivery.phone.device_id, set(chain.newly_standing)
    for heard in devices.heads_from(delivery.connection, device_id, chain.epoch, min(fresh)):
        head = heard.head
        if head.seq in fresh and head.hash not in {chain.standing[head.seq], *chain.claimed.get(head.seq, ())}:
            _tell(delivery.phone.landlord_id, device_id, chain.epoch, head, at=delivery.at)


def hold_head(connection: Connection, landlord_id: str, message: Message, row: ChainRow, *, at: datetime) -> None:
    """Look at the head that was just heard: another record may have been received at its number."""
    head = message.head
    if head is None or head.seq > row.account.highest or head == Head(row.acked_seq, row.acked_hash):
        return
    received = journal.at_numbers(connection, message.device_id, message.epoch, [head.seq])
    if received and head.hash not in {each.hash for each in received}:
        _tell(landlord_id, message.device_id, message.epoch, head, at=at)


def _tell(landlord_id: str, device_id: str, epoch: str, head: Head, *, at: datetime) -> None:
    facts = {"epoch": epoch, "seq": head.seq, "announced": head.hash}
    alerts.raise_once(landlord_id, HEAD_DIFFERS, Subject("device", device_id), facts, at=at)
