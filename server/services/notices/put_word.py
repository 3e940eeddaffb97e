"""Puts one word to a tenant into the outbox that is about no time of a visit: we have it, we answer, we decided.

Call it inside the transaction that found the cause.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.notices import HELD, QUEUED, Reader, route
from server.outside.phone_numbers import as_dialled
from server.services.notices.queue_letter import queue_notice_letter
from server.services.wording.read_speech import Fact, fill_text, text_template, unchecked_text
from server.storage.telling import notices
from server.storage.telling.notice_readers import Addressed
from server.storage.telling.notices import NoticeRow

_HELPS_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Word:
    """What is said to whom; its link opens the page of the appointment in `about`.

    `matter` makes it one word for ever among those of its template. `firm_id`: whose office may read that it was said.
    """

    template: str
    matter: str
    about: Addressed
    person_id: str | None
    reader: Reader
    language: str
    firm_id: str = ""


def put_word(connection: Connection, word: Word, facts: Mapping[str, str | Fact], *, now: datetime) -> bool:
    """True where it is new. A phone that others read hears only that there is news (product.md, the tenant)."""
    landlord_id, name = word.about.landlord_id, "news" if word.reader.shared_phone else word.template
    channel, recipient, problem = route(word.reader)
    said = {**_ours(word.about), **facts}
    language, text = fill_text(landlord_id, name, word.language, said)
    row = NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=landlord_id,
        cause=f"{landlord_id}:{word.template}:{word.matter}",
        kind=word.template,
        template=name,
        language=language,
        channel=channel,
        person_id=word.person_id,
        recipient=recipient,
        text=text,
        own_text=unchecked_text(landlord_id, name, word.language, said),
        short_text=text_template(landlord_id, "push_news", word.language)[1],
        firm_id=word.firm_id,
        appointment_id=word.about.appointment_id,
        useless_after_at=now + _HELPS_FOR,
        queued_at=now,
        state=HELD if problem else QUEUED,
        due_at=now,
        failure=problem,
    )
    is_new = notices.put(connection, row)
    if is_new and channel == "letter":
        queue_notice_letter(connection, row, now=now)
    return is_new


def _ours(about: Addressed) -> dict[str, str]:
    """`{link}` stands until the notice leaves."""
    return {"landlord": about.landlord_name, "phone": as_dialled(about.landlord_phone), "link": "{link}"}
