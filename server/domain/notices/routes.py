"""By which channel a tenant is told: as they chose where that works, else the next way, and a person at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.notices.kinds import EMAIL_IS_READ_WITHIN, FLAG_LETTER, PLANNED, POST_TAKES, URGENT

QUEUED, HELD, REPLACED = "queued", "held", "replaced"
SMS, PUSH, EMAIL, LETTER, PHONE, NONE = "sms", "push", "email", "letter", "phone", "none"

Route = tuple[str, str, str]


@dataclass(frozen=True)
class Reader:
    """The tenant who is to be told: how they can be reached and how they want to be.

    `opted_out`: the mobile number answered STOP; `unreachable`: a text to it did not arrive. `shared_phone`: others
    read it too, so texts say no more than a visit needs. `takes_push`: a browser of theirs has subscribed.
    """

    person_id: str | None = None
    mobile: str = ""
    preferred_channel: str = ""
    email: str = ""
    landline: str = ""
    takes_push: bool = False
    opted_out: bool = False
    unreachable: bool = False
    shared_phone: bool = False
    code_by_text: bool = False

    @property
    def takes_texts(self) -> bool:
        """Whether a text may be sent to the number that we know."""
        return bool(self.mobile) and not self.opted_out and not self.unreachable


def route(reader: Reader, kind: str = "", *, time_left: tuple[datetime, datetime] | None = None) -> Route:
    """Channel, recipient, and why a person must see to it where nothing can be sent.

    `time_left` is now and the moment from which the notice helps nobody: without it there is time for the post.
    """
    if reader.person_id is None:
        return NONE, "", "Nobody is named for this appointment. Find out who lives there and tell them."
    left = POST_TAKES if time_left is None else time_left[1] - time_left[0]
    by_post = kind not in URGENT and left >= POST_TAKES
    if kind == FLAG_LETTER:
        return LETTER, "", "This is told by letter only. Print and post it."
    if kind == PLANNED:
        return _in_writing(reader)
    if reader.preferred_channel == PHONE:
        return PHONE, "", "This tenant wants no texts. Ring them."
    if reader.preferred_channel == LETTER:
        return _letter("This tenant wants letters.", by_post=by_post)
    by_email = bool(reader.email) and kind not in URGENT and left >= EMAIL_IS_READ_WITHIN
    return _sent(reader, by_email=by_email) or _by_hand(reader, by_post=by_post)


def _in_writing(reader: Reader) -> Route:
    """HS004A 4: what was only said is no notice of works, so whoever would be rung has a letter."""
    is_sent = reader.preferred_channel not in (PHONE, LETTER)
    sent = _sent(reader, by_email=bool(reader.email)) if is_sent else None
    return sent or (LETTER, "", "Works are announced in writing. Print the letter and post it.")


def _sent(reader: Reader, *, by_email: bool) -> Route | None:
    """A message that leaves by itself. What is about the next hours goes by text also to those who chose email."""
    if reader.preferred_channel == PUSH and reader.takes_push:
        return PUSH, reader.mobile, ""
    if reader.preferred_channel == EMAIL and by_email:
        return EMAIL, reader.email, ""
    if reader.takes_texts:
        return SMS, reader.mobile, ""
    if reader.takes_push:
        return PUSH, reader.mobile, ""
    if by_email:
        return EMAIL, reader.email, ""
    return None


def _by_hand(reader: Reader, *, by_post: bool) -> Route:
    why = "There is no mobile number for this tenant."
    if reader.opted_out:
        why = "This number answered STOP."
    if reader.unreachable:
        why = "A text to this number did not arrive: check the number."
    if reader.landline or not by_post:
        return PHONE, "", f"{why} Ring them{'' if reader.landline or reader.opted_out else ', or go there'}."
    return _letter(why, by_post=True)


def _letter(why: str, *, by_post: bool) -> Route:
    if by_post:
        return LETTER, "", f"{why} Print the letter and post it."
    return PHONE, "", f"{why} A letter would come too late: ring them."
