"""A text message with the longest facts that are real, for its preview; and a copy of it to somebody's own phone."""

from datetime import UTC, date, datetime

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.wording.languages import LANGUAGES
from server.domain.wording.templates import fill, kept_apart, placeholders
from server.outside import local_times
from server.outside.clock import Clock
from server.outside.phone_numbers import as_stored
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.telling import notices
from server.storage.telling.catalogues import PARTS, shipped
from server.storage.telling.notices import NoticeRow
from server.storage.telling.word_choices import Which

_DAY = date(2026, 9, 30)
_FROM, _TO = datetime(2026, 9, 30, 9, 30, tzinfo=UTC), datetime(2026, 9, 30, 11, 30, tzinfo=UTC)
_FIXED = {
    "landlord": "Havebury Housing Partnership",
    "firm": "Saxlingfen Building Services",
    "phone": "0300 3300 900",
    "link": "https://doorstep.havebury.com/t/Ab3dEf6hIj9l",
    "code": "123456",
    "reference": "CL-ACDEFG",
}


def try_text(words: str, language: str) -> str:
    """The words with sample facts, each as long as a real one can be."""
    words = kept_apart(words, LANGUAGES[language].direction)
    return fill("text", words, {name: fact for name, fact in _samples(language).items() if name in placeholders(words)})


def send_trial(which: Which, words: str, number: str, *, by: str, clock: Clock) -> None:
    """Queue the text with its sample facts to a number that the sender typed; the outbox does the rest."""
    recipient, now = as_stored(number.strip()), clock.now()
    if not recipient.startswith("+"):
        raise DoorstepError("wrong_number", "Give a mobile number, such as 07700 900123.")
    row = NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=which.landlord_id,
        cause=f"{which.landlord_id}:trial:{uuid7()}",
        kind="trial",
        template=f"trial {which.name}"[:40],
        language=which.language,
        channel="sms",
        recipient=recipient,
        text=try_text(words, which.language),
        firm_id="",
        useless_after_at=None,
        queued_at=now,
        due_at=now,
    )
    with transaction() as connection:
        notices.put(connection, row)
        subject = audit.Subject("wording", f"{which.language}.{which.key}")
        audit.record(which.landlord_id, subject, "trial_text_sent", by=by, at=now)


def _samples(language: str) -> dict[str, str]:
    day = local_times.short_day(_DAY, language)
    start, end = (local_times.clock_time(at, language) for at in (_FROM, _TO))
    moving = {"day": day, "new_day": day, "window": f"{start}-{end}", "time": start, "start": start, "end": end}
    said = shipped(language, PARTS)
    expected = fill("expected", said["expected"], {"time": start})
    called = fill("called", said["called"], {"time": start, "day": day})
    return {**_FIXED, **moving, "expected": expected, "called": called}
