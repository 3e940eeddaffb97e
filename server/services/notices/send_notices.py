"""Send what stands in the outbox: claim with a lease, send, write down how it went.

1. A claim is one conditional update, so two senders never hold one notice.
2. Sending happens between two transactions. A sender that dies in between leaves a lease that runs out, and the
   notice is sent again: a text may, rarely, arrive twice, and is never lost (docs/decisions/0070).
3. A passing failure is tried again after a growing, random wait; a permanent one is left to a person.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.notices import QuietHours, may_leave_at
from server.domain.witness import DIGITS, one_time_code
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.outside.sms.port import NotSent, Sender
from server.services.phones.tell_phones import tell_phones_of
from server.services.tenants.make_tenant_link import MASKED, address, make_tenant_link
from server.storage.database import db, transaction
from server.storage.telling import notices
from server.storage.telling.notices import NoticeRow

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Post:
    """What sending needs: the gateway, the address that links begin with, our keys, the quiet hours, chance."""

    sender: Sender
    public_url: str
    keys: Keys
    quiet: QuietHours | None = None
    chance: Callable[[], float] = random.random


def send_notices(*, clock: Clock, post: Post, limit: int = 20) -> int:
    """Send up to `limit` notices that are due; returns how many were claimed."""
    with db.engine.connect() as connection:
        due = notices.due_ids(connection, clock.now(), limit)
    claimed = [notice_id for notice_id in due if _send_one(notice_id, clock, post)]
    return len(claimed)


def _send_one(notice_id: str, clock: Clock, post: Post) -> bool:
    now = clock.now()
    with transaction() as connection:
        notice = notices.claim(connection, notice_id, now, now + LEASE)
        if notice is None:
            return False
        if not _still_to_send(notice, now, post):
            tell_phones_of(notice, at=now)
            return True
    try:
        gateway_id = post.sender.send(notice.recipient, _with_link(notice, clock, post), notice_id=notice_id)
    except NotSent as problem:
        _not_sent(notice, problem, now, clock, post)
        return True
    _sent(notice, gateway_id, now, clock, post)
    return True


def _still_to_send(notice: NoticeRow, now: datetime, post: Post) -> bool:
    """Settle, inside the claim's transaction, what is not to be sent now."""
    connection = db.session.connection()
    if notice.useless_after_at is not None and notice.useless_after_at <= now:
        notices.replaced(connection, notice, "It was still waiting when it could no longer help.")
        return False
    if notice.attempts > MOST_ATTEMPTS:
        notices.failed(connection, notice, f"The gateway did not take it in {MOST_ATTEMPTS} attempts.", now)
        return False
    leaves_at = may_leave_at(notice.template, notice.queued_at, now, post.quiet)
    if leaves_at > now:
        notices.kept_for_later(connection, notice, leaves_at)
        return False
    return True


def _with_link(notice: NoticeRow, clock: Clock, post: Post) -> str:
    """The words as they leave, with a link made for this attempt and the door code: neither is kept anywhere."""
    if notice.appointment_id is None:
        return notice.text
    code = one_time_code(post.keys.witness_key(notice.landlord_id, notice.appointment_id))
    text = notice.text.replace("{code}", code)
    if "{link}" not in text:
        return text
    token = make_tenant_link(notice.landlord_id, notice.appointment_id, clock=clock)
    return text.replace("{link}", address(post.public_url, token))


def _sent(notice: NoticeRow, gateway_id: str, started_at: datetime, clock: Clock, post: Post) -> None:
    ended_at = clock.now()
    masked = notice.text.replace("{link}", address(post.public_url, MASKED)).replace("{code}", MASKED[:DIGITS])
    with transaction() as connection:
        notices.add_attempt(connection, notice.notice_id, started_at, ended_at, "sent", "")
        notices.sent(connection, notice, gateway_id=gateway_id, masked_text=masked, at=ended_at)
        tell_phones_of(notice, at=ended_at)


def _not_sent(notice: NoticeRow, problem: NotSent, started_at: datetime, clock: Clock, post: Post) -> None:
    ended_at = clock.now()
    given_up = problem.permanent or notice.attempts >= MOST_ATTEMPTS
    with transaction() as connection:
        outcome = "refused" if problem.permanent else "failed"
        notices.add_attempt(connection, notice.notice_id, started_at, ended_at, outcome, str(problem))
        if given_up:
            notices.failed(connection, notice, str(problem), ended_at)
            tell_phones_of(notice, at=ended_at)
        else:
            notices.postponed(connection, notice, ended_at + _wait(notice.attempts, post.chance()), str(problem))


def _wait(attempts: int, chance: float) -> timedelta:
    """Half of a doubling wait for certain and half by chance, so that a gateway's return is no stampede."""
    longest: timedelta = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempts - 1))
    return longest / 2 + longest / 2 * chance
