"""Send what stands in the outbox: claim with a lease, send, write down how it went.

1. A claim is one conditional update, so two senders never hold one notice.
2. Sending happens between two transactions. A sender that dies in between leaves a lease that runs out, and the
   notice is sent again: a message in hand may, rarely, arrive twice, and is never lost (decisions 0070 and 0200).
3. A passing failure is tried again after a growing, random wait; after a permanent one the next way is tried, which
   may be a person's.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime
from itertools import islice

from server.domain.notices.pace import Pace
from server.outside.clock import Clock
from server.outside.sms.port import NotSent
from server.services.notices.post import Post
from server.services.notices.settle_notice import LEASE, MOST_ATTEMPTS, note_not_sent, note_sent, still_to_send
from server.services.notices.wrap_notice import Parcel, hand_over, wrapped
from server.services.phones.tell_phones import tell_phones_of
from server.storage.database import db, transaction
from server.storage.telling import notices, paces, stops

__all__ = ["LEASE", "MOST_ATTEMPTS", "Post", "send_notices"]

_Handed = tuple[Parcel, str | NotSent]


def send_notices(*, clock: Clock, post: Post, limit: int = 40) -> int:
    """Send up to `limit` notices that are due on each channel; returns how many were claimed."""
    return sum(_send_by(channel, clock, post, limit) for channel in post.channels())


def _send_by(channel: str, clock: Clock, post: Post, limit: int) -> int:
    claimed, parcels = _claimed(channel, clock.now(), clock, post, limit)
    for parcel, outcome in _handed_over(parcels, post, post.hands_for(channel)):
        if isinstance(outcome, NotSent):
            note_not_sent(parcel, outcome, clock=clock, post=post)
        else:
            note_sent(parcel, outcome, clock=clock, post=post)
    return claimed


def _claimed(channel: str, now: datetime, clock: Clock, post: Post, limit: int) -> tuple[int, list[Parcel]]:
    """How many were claimed, and those of them that are to leave now, ready to be handed over.

    Looking comes first and takes no lock: most of the time nothing is due.
    """
    with db.engine.connect() as connection:
        due = notices.due_ids(connection, now, limit, channel=channel, stopped=stops.stopped(connection))
    if not due:
        return 0, []
    with transaction() as connection:
        pace = post.paces.get(channel)
        spent_until = paces.hold(connection, channel, now) if pace else now
        rows = [notices.claim(connection, each, now, now + LEASE) for each in due[: _allowed(pace, spent_until, now)]]
        held = [row for row in rows if row is not None]
        leaving = [row for row in held if still_to_send(row, now, post)]
        parcels = [wrapped(row, clock=clock, post=post) for row in leaving]
        if pace and parcels:
            paces.spend(connection, channel, pace.spent(spent_until, now, len(parcels)))
        for row in held:
            if row not in leaving:
                tell_phones_of(row, at=now)
    return len(held), parcels


def _allowed(pace: Pace | None, spent_until: datetime, now: datetime) -> int | None:
    return pace.left(spent_until, now) if pace else None


def _handed_over(parcels: Sequence[Parcel], post: Post, hands: int) -> Iterator[_Handed]:
    """Each parcel with the gateway's id of it, or why it did not leave, as soon as that is known.

    The next one is begun only when one has been written down: so never more than `hands` are unsettled at a kill.
    """
    if hands == 1 or len(parcels) < 2:
        yield from ((parcel, _outcome(parcel, post)) for parcel in parcels)
        return
    rest = iter(parcels)
    with ThreadPoolExecutor(hands) as pool:
        waiting: dict[Future[str | NotSent], Parcel] = {
            pool.submit(_outcome, each, post): each for each in islice(rest, hands)
        }
        while waiting:
            done = next(as_completed(waiting))
            yield waiting.pop(done), done.result()
            waiting.update({pool.submit(_outcome, each, post): each for each in islice(rest, 1)})


def _outcome(parcel: Parcel, post: Post) -> str | NotSent:
    try:
        return hand_over(parcel, post)
    except NotSent as problem:
        return problem
