"""Puts a letter into the print queue: the one way to tell those who have no phone, or who want paper.

A letter counts as told when somebody marks it as posted, not when it is printed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.wording.tenant_times import london_date, long_date
from server.outside.phone_numbers import as_dialled
from server.storage.telling import letters
from server.storage.telling.letters import Addressee, LetterRow
from server.storage.telling.notices import NoticeRow
from server.storage.telling.wording import letter_words


@dataclass(frozen=True)
class NewLetter:
    """What is written to whom: `cause` makes it one letter for ever, `blocks` are those of `letter.typ`."""

    kind: str
    cause: str
    person_id: str
    title: str
    blocks: tuple[dict[str, object], ...]
    particulars: tuple[tuple[str, str], ...] = ()
    firm_id: str = ""
    language: str = "en"


def queue_letter(connection: Connection, landlord_id: str, letter: NewLetter, *, now: datetime) -> bool:
    """True where it is new; False too where nobody lives anywhere that we know of. Any service may write by it."""
    addressee = letters.addressee(connection, landlord_id, letter.person_id)
    if addressee is None:
        return False
    row = LetterRow(
        letter_id=str(uuid7()),
        landlord_id=landlord_id,
        cause=f"{landlord_id}:{letter.kind}:{letter.cause}",
        kind=letter.kind,
        document="letter",
        facts=_facts(addressee, letter.title, letter.blocks, letter.particulars, now),
        queued_at=now,
        person_id=letter.person_id,
        firm_id=letter.firm_id,
        language=letter.language,
    )
    return letters.put(connection, row)


def queue_notice_letter(connection: Connection, notice: NoticeRow, *, now: datetime) -> bool:
    """The letter of a notice that no message can carry; its words are those of the text, with room around them."""
    addressee = letters.addressee(connection, notice.landlord_id, notice.person_id or "")
    if addressee is None:
        return False
    words = letter_words("en")
    title = words.get(f"title_{notice.kind}", words["title"])
    blocks: tuple[dict[str, object], ...] = (
        {"kind": "text", "text": notice.text.partition(": ")[2]},
        {"kind": "text", "text": words["ring"].replace("{phone}", as_dialled(addressee.landlord_phone))},
    )
    row = LetterRow(
        letter_id=str(uuid7()),
        landlord_id=notice.landlord_id,
        cause=notice.cause,
        kind=notice.kind,
        document="letter",
        facts=_facts(addressee, title, blocks, (), now),
        queued_at=now,
        notice_id=notice.notice_id,
        person_id=notice.person_id,
        firm_id=notice.firm_id,
        appointment_id=notice.appointment_id,
    )
    return letters.put(connection, row)


def _facts(
    addressee: Addressee,
    title: str,
    blocks: tuple[dict[str, object], ...],
    particulars: tuple[tuple[str, str], ...],
    now: datetime,
) -> dict[str, object]:
    phone = as_dialled(addressee.landlord_phone)
    return {
        "title": title,
        "sender": {"name": addressee.landlord_name, "lines": [phone]},
        "recipient": list(addressee.recipient),
        "particulars": [["Date", long_date(london_date(now))], *[list(pair) for pair in particulars]],
        "blocks": list(blocks),
    }
