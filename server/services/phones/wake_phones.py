"""Wakes phones whose day has changed and that have not asked since. A push says only that there is something new.

A wake-up that is lost loses nothing: the phone hears of everything at its next contact.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from server.outside.clock import Clock
from server.outside.push.web_push import Browser, Gone, Push, WebPush
from server.outside.sms.port import NotSent
from server.storage.database import db, transaction
from server.storage.phones import sleeping
from server.storage.phones.sleeping import Sleeper
from server.storage.telling import subscriptions

# Changes of one tap come in a row, and a phone in somebody's hand asks by itself.
_AFTER = timedelta(seconds=5)
_NOT_AGAIN_WITHIN = timedelta(minutes=2)
_TTL = timedelta(hours=4)
_HANDS = 8

_WAKE = Push(
    title="Doorstep",
    body="Your jobs have changed. Open to see what is new.",
    path="/app/",
    topic="changes",
    ttl_seconds=int(_TTL.total_seconds()),
    urgency="high",
)


def wake_phones(*, clock: Clock, push: WebPush, limit: int = 50) -> int:
    """Returns how many phones were woken."""
    now = clock.now()
    with db.engine.connect() as connection:
        due = sleeping.to_wake(connection, before=now - _AFTER, not_woken_since=now - _NOT_AGAIN_WITHIN, limit=limit)
    if not due:
        return 0
    with ThreadPoolExecutor(min(_HANDS, len(due))) as pool:
        outcomes = list(pool.map(lambda one: _pushed(one, push), due))
    with transaction() as connection:
        for one, is_there in zip(due, outcomes, strict=True):
            if is_there:
                subscriptions.note_woken(connection, one.subscription.key, one.position, now)
            else:
                subscriptions.drop(connection, [one.subscription.key])
    return sum(outcomes)


def _pushed(one: Sleeper, push: WebPush) -> bool:
    """False where the subscription is gone. A push service that is down is not asked again for a while."""
    to = one.subscription
    try:
        push.push(Browser(to.endpoint, to.p256dh, to.auth), _WAKE)
    except Gone:
        return False
    except NotSent:
        return True
    return True
