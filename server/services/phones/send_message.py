"""Writes to the operatives of a visit: on their phones at the next contact, and as long as they have the visit."""

from dataclasses import dataclass

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage import feed
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import visit_messages

LONGEST = 500


class WrongMessage(DoorstepError):
    """A message that no phone could show, or that nobody would read."""

    def __init__(self, message: str) -> None:
        super().__init__("wrong_message", message, {"field": "message"})


@dataclass(frozen=True)
class Letter:
    """What is written, about which visit."""

    visit_id: str
    text: str


def send_message(landlord_id: str, letter: Letter, *, by: str, clock: Clock) -> str:
    """Returns the message's id; raises WrongMessage. What was written is no part of the audit, only that it was."""
    text = letter.text.strip()
    if not text:
        raise WrongMessage("Write what the operative should read.")
    if len(text) > LONGEST:
        raise WrongMessage(f"Write at most {LONGEST} characters; this has {len(text)}. A phone is read at the door.")
    message_id, now = str(uuid7()), clock.now()
    with transaction() as connection:
        changes = visit_messages.for_phones(connection, letter.visit_id, message_id)
        if not changes:
            raise WrongMessage("Nobody is put on this visit, so no phone would show this. Ring the contractor.")
        row = {"message_id": message_id, "landlord_id": landlord_id, "visit_id": letter.visit_id, "text": text}
        visit_messages.add(connection, {**row, "sent_at": now, "sent_by": by})
        audit.record(landlord_id, audit.Subject("visit", letter.visit_id), "message_sent", by=by, at=now)
        feed.append(landlord_id, changes, at=now)
    return message_id
