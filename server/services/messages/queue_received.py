"""Puts into the outbox that we have a tenant's message and by when we answer, and later that the answer is there."""

from dataclasses import dataclass
from datetime import date, datetime

from server.outside.local_times import short_day
from server.services.notices.put_word import Word, put_word
from server.services.wording.read_speech import Fact
from server.storage.database import transaction
from server.storage.tables.messages import TenantMessage
from server.storage.telling import notice_readers


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
        matter = f"{about.subject_id}:{matter}"
        to = (addressed.person_id, addressed.reader, addressed.language)
        word = Word(template, matter, addressed, *to, about.firm_id)
        facts: dict[str, str | Fact] = {} if day is None else {"day": lambda language: short_day(day, language)}
        return put_word(connection, word, facts, now=now)
