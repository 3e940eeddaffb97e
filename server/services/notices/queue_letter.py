"""Puts a letter into the print queue: the one way to tell those who have no phone, or who want paper.

A letter counts as told when somebody marks it as posted, not when it is printed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.wording.tenant_times import london_date, long_date
from server.outside.phone_numbers import as_dialled
from server.services.notices.write_notice_letter import write_notice_letter
from server.storage.telling import letters, notice_readers
from server.storage.telling.letters import Addressee, LetterRow
from server.storage.telling.notices import NoticeRow


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
    dated = ("Date", long_date(london_date(now)))
    row = LetterRow(
        letter_id=str(uuid7()),
        landlord_id=landlord_id,
        cause=f"{landlord_id}:{letter.kind}:{letter.cause}",
        kind=letter.kind,
        document="letter",
        facts=_facts(addressee, letter.title, letter.blocks, (dated, *letter.particulars)),
        queued_at=now,
        person_id=letter.person_id,
        firm_id=letter.firm_id,
        language=letter.language,
    )
    return letters.put(connection, row)


def queue_notice_letter(connection: Connection, notice: NoticeRow, *, now: datetime) -> bool:
    """The letter of a notice that no message can carry; in the tenant's language."""
    addressee = letters.addressee(connection, notice.landlord_id, notice.person_id or "", notice.firm_id)
    if addressee is None:
        return False
    _, language = notice_readers.reader_of(connection, notice.landlord_id, notice.person_id or "")
    written = write_notice_letter(notice, language, addressee, now)
    row = LetterRow(
        letter_id=str(uuid7()),
        landlord_id=notice.landlord_id,
        cause=notice.cause,
        kind=notice.kind,
        document="letter",
        facts=_facts(addressee, written.title, written.blocks, written.particulars),
        queued_at=now,
        notice_id=notice.notice_id,
        person_id=notice.person_id,
        firm_id=notice.firm_id,
        appointment_id=notice.appointment_id,
        language=written.language,
    )
    return letters.put(connection, row)


def _facts(
    addressee: Addressee,
    title: str,
    blocks: tuple[dict[str, object], ...],
    particulars: tuple[tuple[str, str], ...],
) -> dict[str, object]:
    phone = as_dialled(addressee.landlord_phone)
    return {
        "title": title,
        "sender": {"name": addressee.landlord_name, "lines": [phone]},
        "recipient": list(addressee.recipient),
        "particulars": [list(pair) for pair in particulars],
        "blocks": list(blocks),
    }
