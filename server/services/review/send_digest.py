"""Every morning each of the landlord's people is told by email how much waits for them and what lapses today.

Counts only: no name, address or reason leaves the console. Where nothing waits, nothing is sent.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.notices.kinds import STAFF
from server.domain.review.items import end_of_day, start_of_day
from server.domain.review.kinds import KINDS
from server.domain.viewing import Viewer
from server.domain.wording.templates import fill
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.review.hold_item import people_of
from server.storage.database import db, transaction
from server.storage.people import landlords
from server.storage.phones import phone_view
from server.storage.review import digest
from server.storage.review.digest import Counted
from server.storage.telling import notices
from server.storage.telling.notices import NoticeRow


def send_digests(*, clock: Clock) -> int:
    """Queue what is due this morning; returns how many people were told. Again on the same day it does nothing."""
    now = clock.now()
    day = london_date(now)
    if now < start_of_day(day) + timedelta(hours=digest.from_hour(day)):
        return 0
    return sum(_of_landlord(landlord_id, day, now) for landlord_id in landlords.all_ids())


def _of_landlord(landlord_id: str, day: date, now: datetime) -> int:
    with db.engine.connect() as connection:
        sent = digest.sent_on(connection, landlord_id, day)
    readers = [one for one in people_of(landlord_id) if one.firm_id is None and one.may("queue")]
    told = 0
    for viewer in readers:
        if viewer.user_id not in sent:
            with transaction() as connection:
                told += _tell(connection, viewer, day, now)
    return told


def _tell(connection: Connection, viewer: Viewer, day: date, now: datetime) -> bool:
    found = digest.counted(connection, viewer, now, end_of_day(day))
    digest.note_sent(connection, viewer, day, at=now)
    return bool(found) and notices.put(connection, _row(connection, viewer, found, day, now))


def _row(connection: Connection, viewer: Viewer, found: Sequence[Counted], day: date, now: datetime) -> NoticeRow:
    return NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=viewer.landlord_id,
        cause=f"digest:{viewer.user_id}:{day.isoformat()}",
        template="digest",
        language="en",
        channel="email",
        recipient=viewer.email,
        text=_words(connection, viewer, found),
        firm_id="",
        useless_after_at=end_of_day(day),
        queued_at=now,
        kind=STAFF,
        due_at=now,
    )


def _words(connection: Connection, viewer: Viewer, found: Sequence[Counted]) -> str:
    landlord = phone_view.landlord(connection, viewer.landlord_id)
    facts = {
        "landlord": landlord.name if landlord else "",
        "waiting": str(sum(one.waiting for one in found)),
        "today": str(sum(one.lapsing for one in found)),
        "over": str(sum(one.over for one in found)),
        "kinds": "; ".join(f"{KINDS[one.kind].title}: {one.waiting}" for one in found),
    }
    return fill("digest", digest.words()["digest"], facts)
