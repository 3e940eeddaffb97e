"""Puts into the outbox that we have a tenant's message and by when we answer, and later that the answer is there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from server.domain.notices import HELD, QUEUED, route
from server.outside.local_times import short_day
from server.outside.phone_numbers import as_dialled
from server.services.notices.queue_letter import queue_notice_letter
from server.services.wording.read_speech import Fact, fill_text, text_template, unchecked_text
from server.storage.database import transaction
from server.storage.tables.messages import TenantMessage
from server.storage.telling import notice_readers, notices
from server.storage.telling.notice_readers import Addressed
from server.storage.telling.notices import NoticeRow

_HELPS_FOR = timedelta(days=14)


@dataclass(frozen=True)
class NewsOf:
    """What there is news of: an appointment's, under an id of the matter of its own."""

    landlord_id: str
    appointment_id: str
    firm_id: str
    subject_id: str


def queue_received(message: TenantMessage, answer_by: date, *, now: datetime) -> bool:
    """True where it is new. A message about no appointment has no page to link to, and gets no text."""
    about = _about(message)
    return about is not None and _queue(about, "message_received", "received", answer_by, now)


def queue_news(message: TenantMessage, step_id: str, *, now: datetime) -> bool:
    """Say that there is news, without saying what: the answer stands on the page."""
    about = _about(message)
    return about is not None and queue_news_of(about, step_id, now=now)


def queue_news_of(about: NewsOf, step_id: str, *, now: datetime) -> bool:
    """The same of any other matter that stands on the page; once for each step."""
    return _queue(about, "news", step_id, None, now)


def _about(message: TenantMessage) -> NewsOf | None:
    if message.appointment_id is None:
        return None
    return NewsOf(message.landlord_id, message.appointment_id, message.firm_id, message.message_id)


def _queue(about: NewsOf, template: str, matter: str, day: date | None, now: datetime) -> bool:
    with transaction() as connection:
        addressed = notice_readers.find(connection, about.landlord_id, about.appointment_id)
        if addressed is None:
            return False
        channel, recipient, problem = route(addressed.reader)
        facts = _facts(addressed, day)
        language, text = fill_text(about.landlord_id, template, addressed.language, facts)
        row = NoticeRow(
            notice_id=str(uuid7()),
            landlord_id=about.landlord_id,
            cause=f"{about.landlord_id}:{template}:{about.subject_id}:{matter}",
            kind=template,
            template=template,
            language=language,
            channel=channel,
            person_id=addressed.person_id,
            recipient=recipient,
            text=text,
            own_text=unchecked_text(about.landlord_id, template, addressed.language, facts),
            short_text=text_template(about.landlord_id, "push_news", addressed.language)[1],
            firm_id=about.firm_id,
            appointment_id=about.appointment_id,
            visit_id=None,
            new_start_at=None,
            new_end_at=None,
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


def _facts(addressed: Addressed, day: date | None) -> dict[str, str | Fact]:
    return {
        "landlord": addressed.landlord_name,
        "phone": as_dialled(addressed.landlord_phone),
        "link": "{link}",
        "day": "" if day is None else (lambda language: short_day(day, language)),
    }
