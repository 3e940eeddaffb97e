"""Keeps what is done differently for a person: said with its source, asked again by a day, ended. Phones hear of it."""

from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.needs import Need, check_need, check_review
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage import feed
from server.storage.database import db, transaction
from server.storage.needs import kept_needs
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.tables.needs import KeptNeed

_LOOKS_BACK = timedelta(days=1)


def say_need(person_id: str, need: Need, *, viewer: Viewer, clock: Clock) -> str:
    """Write it down; returns its id. Raises NeedRefused, or `not_found` where nobody has this id."""
    now = clock.now()
    check_need(need, london_day(now))
    with transaction():
        if kept_needs.person(viewer.landlord_id, person_id) is None:
            raise DoorstepError("not_found", "There is no such person.")
        row = KeptNeed(
            need_id=str(uuid7()),
            landlord_id=viewer.landlord_id,
            person_id=person_id,
            group=need.group,
            what_to_do=need.what_to_do.strip(),
            source=need.source,
            review_on=need.review_on,
            said_by=viewer.user_id,
            said_at=now,
        )
        db.session.add(row)
        _tell(row, "need_said", viewer, now)
    return row.need_id


def review_need(need_id: str, review_on: date | None, *, viewer: Viewer, clock: Clock) -> None:
    """Somebody asked again, and it still holds until another day."""
    now = clock.now()
    check_review(review_on, london_day(now))
    with transaction():
        row = _standing(need_id, viewer)
        row.review_on = review_on or row.review_on
        _tell(row, "need_reviewed", viewer, now)


def end_need(need_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """It is needed no more; it leaves the phones and stays in the history."""
    now = clock.now()
    with transaction():
        row = _standing(need_id, viewer)
        row.ended_at, row.ended_by = now, viewer.user_id
        _tell(row, "need_ended", viewer, now)


def _standing(need_id: str, viewer: Viewer) -> KeptNeed:
    row = kept_needs.one(viewer.landlord_id, need_id)
    if row is None or row.ended_at is not None:
        raise DoorstepError("not_found", "This is not kept any more.")
    return row


def _tell(row: KeptNeed, action: str, viewer: Viewer, now: datetime) -> None:
    """Takes feed positions: call it last."""
    audit.record(row.landlord_id, audit.Subject("need", row.need_id), action, by=viewer.user_id, at=now)
    db.session.flush()
    changes = touched_visits.of_people(row.landlord_id, [row.person_id], since=now - _LOOKS_BACK)
    feed.append(row.landlord_id, changes, at=now)
