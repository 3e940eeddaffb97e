"""Asks an operative who missed a check-in by a push whether they are OK, beside the text; once for each alarm.

A phone from which help was asked is never rung. A push that is lost loses nothing: the ladder climbs all the same.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from server.domain.safety.ladder import DRILL
from server.outside.clock import Clock
from server.outside.push.web_push import Browser, Gone, Push, WebPush
from server.outside.sms.port import NotSent
from server.storage.database import db, transaction
from server.storage.safety import alarms, ringing
from server.storage.safety.ringing import NOT_PUSHED, PUSHED, Ring

_HELPS_FOR = timedelta(minutes=10)
_HANDS = 8


def ring_phones(*, clock: Clock, push: WebPush, limit: int = 50) -> int:
    """Returns how many phones were rung."""
    now = clock.now()
    with db.engine.connect() as connection:
        due = ringing.to_ring(connection, since=now - _HELPS_FOR, limit=limit)
    if not due:
        return 0
    with ThreadPoolExecutor(min(_HANDS, len(due))) as pool:
        rung = list(pool.map(lambda one: _rung(one, push), due))
    reached = {one.alarm_id for one, is_rung in zip(due, rung, strict=True) if is_rung}
    with transaction() as connection:
        for one in {each.alarm_id: each for each in due}.values():
            alarms.note(connection, one, PUSHED if one.alarm_id in reached else NOT_PUSHED, at=now, rung="phone")
    return sum(rung)


def _rung(one: Ring, push: WebPush) -> bool:
    to = one.subscription
    try:
        push.push(Browser(to.endpoint, to.p256dh, to.auth), _words(one.kind))
    except (Gone, NotSent):
        return False
    return True


def _words(kind: str) -> Push:
    """Nothing of the home: the screen may be locked and in other hands."""
    asked = "Are you OK? Open to say yes."
    return Push(
        title="Doorstep",
        body=f"Drill. {asked}" if kind == DRILL else asked,
        path="/app/",
        topic="alarm",
        ttl_seconds=int(_HELPS_FOR.total_seconds()),
        urgency="high",
    )
