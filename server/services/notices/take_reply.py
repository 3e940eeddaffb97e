"""Takes a tenant's text: STOP and START steer our texts, WAIT and REBOOK answer a new time, the rest is a message."""

from hashlib import sha256

from server.domain.messages import REBOOK as ASKS_TO_REBOOK
from server.domain.messages import REPLY
from server.domain.messages import WAIT as WAITS
from server.domain.replies import MESSAGE, REBOOK, START, STOP, WAIT, what_is_asked
from server.outside.clock import Clock
from server.outside.phone_numbers import as_stored
from server.outside.sms.port import Reply
from server.services.messages.take_message import About, Said, take_message
from server.services.phones.tell_phones import tell_coming_operatives
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.telling import opt_outs, repliers
from server.storage.telling.repliers import Replier

_KINDS = {WAIT: WAITS, REBOOK: ASKS_TO_REBOOK}


def take_reply(landlord_id: str, reply: Reply, *, clock: Clock) -> str:
    """What it asked for. The same reply told twice is taken once."""
    asked, number = what_is_asked(reply.text), as_stored(reply.sender)
    with transaction() as connection:
        replier = repliers.find(connection, landlord_id, number, clock.now())
        if asked == WAIT and replier.appointment_id is None:
            # For nothing that we know of: without a person who reads it, nobody would ever answer.
            asked = MESSAGE
        if asked in (STOP, START):
            _steer(landlord_id, number, replier, asked, clock)
        else:
            take_message(landlord_id, _about(replier), _said(asked, reply, number, replier), clock=clock)
    return asked


def _steer(landlord_id: str, number: str, replier: Replier, asked: str, clock: Clock) -> None:
    """A number, not a person: whoever holds the phone may ask for no more texts on it."""
    with transaction() as connection:
        changed = opt_outs.put(connection, landlord_id, number, stop=asked == STOP, at=clock.now())
        if changed and replier.person_id is not None:
            action = "texts_stopped" if asked == STOP else "texts_resumed"
            subject = audit.Subject("person", replier.person_id)
            audit.record(landlord_id, subject, action, by="tenant", at=clock.now())
        if changed:
            tell_coming_operatives(landlord_id, repliers.holders(connection, landlord_id, number), at=clock.now())


def _about(replier: Replier) -> About:
    return About(replier.firm_id, replier.appointment_id, replier.visit_id, replier.person_id, replier.uprn)


def _said(asked: str, reply: Reply, number: str, replier: Replier) -> Said:
    """Without a gateway's id, the same words from the same number about the same visit are the same message."""
    same = reply.message_id or f"{number}:{replier.notice_id}:{reply.text}"
    return Said(
        kind=_KINDS.get(asked, REPLY),
        text=reply.text,
        once_key=f"sms:{sha256(same.encode()).hexdigest()[:32]}",
        channel="sms",
        facts={"number": number},
    )
