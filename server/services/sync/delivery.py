"""One delivery by one phone: who brings it, over which transaction, and each event on its way to a judgement."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.chain import body_sha256, hash_over_body, raw_received_sha256
from server.domain.sync_messages import Envelope
from server.domain.times import Contact, Reading, Times
from server.outside.keys import Keys
from server.storage.phones.devices import Phone
from server.storage.visits import VisitFacts

ACCEPTED, DUPLICATE, QUARANTINED, FORKED = "accepted", "duplicate", "quarantined", "forked"
AFTER_GAP = "after_gap"


@dataclass
class Incoming:
    """An event being judged. `status` is empty until it is; `is_new` says whether it needs a journal row.

    `visit_id` is what the body names, where that can be stored at all. `position` is that of its journal row, once
    it has one.
    """

    envelope: Envelope
    sha256: str
    is_whole: bool
    body_sha256: str
    contact: Contact | None = None
    received_at: datetime | None = None
    status: str = ""
    code: str | None = None
    is_new: bool = True
    is_adopted: bool = False
    is_signed: bool = False
    is_after_gap: bool = False
    body: dict[str, Any] | None = None
    body_code: str | None = None
    visit_id: str | None = None
    position: int = 0
    visit: VisitFacts | None = None
    times: Times | None = None

    def judge(self, status: str, code: str | None = None) -> None:
        self.status, self.code = status, code


def incoming(envelope: Envelope) -> Incoming:
    """Hash what was received. This needs no database, so it is done before any lock is taken."""
    numbers = {
        "device_id": envelope.device_id,
        "epoch": envelope.epoch,
        "seq": envelope.seq,
        "id": envelope.event_id,
        "prev": envelope.prev,
        "hash": envelope.hash,
    }
    content = body_sha256(envelope.body)
    is_whole = hash_over_body(numbers, content) == envelope.hash
    return Incoming(envelope, raw_received_sha256(numbers, envelope.body), is_whole, content)


@dataclass
class Delivery:
    """What a phone brings now. `operatives` are those enrolled on it, by whom its events may be."""

    connection: Connection
    phone: Phone
    keys: Keys
    at: datetime
    clock: Reading
    operatives: frozenset[str] = field(default_factory=frozenset)

    @property
    def contact(self) -> Contact:
        """This very contact, as the times of events need it."""
        milliseconds = round(self.at.timestamp() * 1000)
        return Contact(milliseconds, milliseconds, self.clock)
