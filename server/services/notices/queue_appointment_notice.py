"""Tells a tenant what the office did to an appointment: booked it, planned works, cancelled it, moved it.

Call it inside the transaction that made the change. The change counts as told only when the notice has left: whoever
keeps changes finds the notice by the cause that is returned.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from server.domain.notices import HELD, PLANNED, QUEUED, DueNotice, Happening, due_notices, planned_problem
from server.domain.notices.routes import LETTER
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.days.days_off import days_off
from server.services.notices.put_notice import put_notice, words_of
from server.storage.database import transaction
from server.storage.telling import notice_readers
from server.storage.telling.telling_policy import telling_policy


@dataclass(frozen=True)
class OfficeNews:
    """What happened. `kind` is BOOKED, PLANNED, CANCELLED or MOVED of `domain.notices`, `cause` the change's id.

    `starts_at` and `ends_at` are the time that is promised now, None after a cancellation; `old_start_at` the time that
    was taken away. `reason` may be illness, severe_weather or parts: a text names no other. `by_letter`: on paper,
    whatever the tenant reads otherwise.
    """

    kind: str
    cause: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    old_start_at: datetime | None = None
    reason: str = ""
    by_letter: bool = False


@dataclass(frozen=True)
class Draft:
    """The words of a notice that has not been queued, and the way it would go: sms, push, email, letter or phone."""

    text: str
    channel: str


def queue_appointment_notice(landlord_id: str, appointment_id: str, news: OfficeNews, *, clock: Clock) -> str | None:
    """The cause under which the notice stands in the outbox; None where there is no such appointment."""
    now = clock.now()
    happening = _happening(news, now)
    with transaction() as connection:
        addressed = notice_readers.find(connection, landlord_id, appointment_id)
        if addressed is None:
            return None
        reader = replace(addressed.reader, preferred_channel=LETTER) if news.by_letter else addressed.reader
        (notice,) = due_notices([happening], reader, slot_end=addressed.slot_end, now=now)
        if news.kind == PLANNED and news.starts_at is not None:
            notice = _stopped_if_late(landlord_id, notice, london_date(now), london_date(news.starts_at))
        put_notice(addressed, notice, now, old_start=news.old_start_at)
    return f"{landlord_id}:{news.kind}:{news.cause}"


def draft_appointment_notice(landlord_id: str, appointment_id: str, news: OfficeNews, *, clock: Clock) -> Draft | None:
    """What would leave now, and how; nothing is queued. `{link}` still stands in it. None where nobody is there."""
    now = clock.now()
    with transaction() as connection:
        addressed = notice_readers.find(connection, landlord_id, appointment_id)
        if addressed is None:
            return None
        happening = _happening(news, now)
        (notice,) = due_notices([happening], addressed.reader, slot_end=addressed.slot_end, now=now)
        return Draft(words_of(addressed, happening, news.old_start_at), notice.channel)


def _happening(news: OfficeNews, now: datetime) -> Happening:
    return Happening(
        kind=news.kind,
        cause=news.cause,
        earliest=now,
        latest=now,
        received_at=now,
        starts_at=news.starts_at,
        ends_at=news.ends_at,
        code=news.reason,
    )


def late_planned_problem(landlord_id: str, leaves_on: date, works_on: date) -> str:
    """Why a notice of planned works may not leave on this day without a manager's reason, or nothing."""
    needed = telling_policy(leaves_on).planned_notice_clear_working_days
    years = range(leaves_on.year, works_on.year + 1)
    return planned_problem(leaves_on, works_on, needed, holidays=days_off(landlord_id, years))


def _stopped_if_late(landlord_id: str, notice: DueNotice, leaves_on: date, works_on: date) -> DueNotice:
    problem = late_planned_problem(landlord_id, leaves_on, works_on)
    if not problem or notice.state not in (QUEUED, HELD):
        return notice
    return replace(notice, state=HELD, reason=problem, waits_for_leave=True)
