"""Writes down what became of a notice: not to be sent, sent, not sent; and starts the next way where there is one."""

from datetime import datetime, timedelta

from server.domain.notices import PLANNED, may_leave_at
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.outside.sms.port import NotSent
from server.services.notices.post import SMS, Post
from server.services.notices.queue_appointment_notice import late_planned_problem
from server.services.notices.tell_otherwise import tell_otherwise
from server.services.notices.wrap_notice import Parcel
from server.services.phones.tell_phones import tell_phones_of
from server.storage.database import db, transaction
from server.storage.telling import notices, opt_outs, subscriptions
from server.storage.telling.notices import NoticeRow

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=30)


def still_to_send(notice: NoticeRow, now: datetime, post: Post) -> bool:
    """Settle, inside the claim's transaction, what is not to be sent now."""
    connection = db.session.connection()
    if notice.useless_after_at is not None and notice.useless_after_at <= now:
        notices.replaced(connection, notice, "It was still waiting when it could no longer help.")
        return False
    if notice.attempts > MOST_ATTEMPTS:
        notices.failed(connection, notice, f"The gateway did not take it in {MOST_ATTEMPTS} attempts.", now)
        tell_otherwise(notice, now=now)
        return False
    leaves_at = may_leave_at(notice.kind or notice.template, notice.queued_at, now, post.quiet)
    if leaves_at > now:
        notices.kept_for_later(connection, notice, leaves_at)
        return False
    if (
        notice.channel == SMS
        and notice.person_id
        and opt_outs.is_stopped(connection, notice.landlord_id, notice.recipient)
    ):
        notices.failed(connection, notice, "This number answered STOP before the text left.", now)
        tell_otherwise(notice, now=now)
        return False
    late = _planned_too_late(notice, now)
    if late:
        notices.held(connection, notice, late)
    return not late


def note_sent(parcel: Parcel, gateway_id: str, *, clock: Clock, post: Post) -> None:
    notice, ended_at = parcel.notice, clock.now()
    with transaction() as connection:
        subscriptions.drop(connection, parcel.gone)
        notices.add_attempt(connection, notice.notice_id, parcel.started_at, ended_at, "sent", "")
        notices.sent(connection, notice, gateway_id=gateway_id, masked_text=parcel.masked_text, at=ended_at)
        tell_phones_of(notice, at=ended_at)


def note_not_sent(parcel: Parcel, problem: NotSent, *, clock: Clock, post: Post) -> None:
    notice, ended_at = parcel.notice, clock.now()
    given_up = problem.permanent or notice.attempts >= MOST_ATTEMPTS
    with transaction() as connection:
        subscriptions.drop(connection, parcel.gone)
        outcome = "refused" if problem.permanent else "failed"
        notices.add_attempt(connection, notice.notice_id, parcel.started_at, ended_at, outcome, str(problem))
        if given_up:
            notices.failed(connection, notice, str(problem), ended_at)
            tell_otherwise(notice, now=ended_at)
            tell_phones_of(notice, at=ended_at)
        else:
            notices.postponed(connection, notice, ended_at + _wait(notice.attempts, post.chance()), str(problem))


def _planned_too_late(notice: NoticeRow, now: datetime) -> str:
    """The ten days are counted from the day on which the notice leaves, not from the one on which it was queued."""
    if notice.kind != PLANNED or notice.about_at is None or notice.allowed_because:
        return ""
    return late_planned_problem(notice.landlord_id, london_date(now), london_date(notice.about_at))


def _wait(attempts: int, chance: float) -> timedelta:
    """Half of a doubling wait for certain and half by chance, so that a gateway's return is no stampede."""
    longest: timedelta = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempts - 1))
    return longest / 2 + longest / 2 * chance
