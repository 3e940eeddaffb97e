"""An item stands once for its subject, comes back only for a new reason, and closes only by a person."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.domain.review.items import CLOSED, OPEN, SETTLED, Closing, Subject, Waiting
from server.domain.review.kinds import UnknownKind
from server.services.review.close_item import close_item
from server.services.review.put_item import put_item
from server.services.review.settle_item import settle_item
from server.storage.database import db
from server.storage.tables.review import ReviewItem, ReviewStep
from tests.factories import LANDLORD, NOW

SUBJECT = Subject("report", "report-1")
DECIDED = Closing(by="user-1", outcome="report_reviewed")


def a_wait(**fields: Any) -> Waiting:
    values = {"kind": "damage", "subject": SUBJECT, "raised_at": NOW, "reference": "D-1", **fields}
    return Waiting(landlord_id=LANDLORD, **values)


def the_item() -> ReviewItem:
    db.session.expire_all()
    return db.session.scalars(select(ReviewItem)).one()


def the_steps() -> list[str]:
    return list(db.session.scalars(select(ReviewStep.what).order_by(ReviewStep.step_id)))


def test_the_same_thing_put_twice_is_one_item(app: Flask) -> None:
    put_item(a_wait(), at=NOW)
    put_item(a_wait(), at=NOW)

    assert the_item().state == OPEN
    assert the_steps() == ["put"]


def test_put_again_it_takes_over_its_new_date_and_harm(app: Flask) -> None:
    due = NOW + timedelta(hours=24)
    put_item(a_wait(), at=NOW)
    put_item(a_wait(due_at=due, harm=1), at=NOW)

    item = the_item()
    assert (item.due_at, item.order_at, item.rank) == (due, due, 1)
    assert the_steps() == ["put", "changed"]


def test_what_a_person_closed_comes_back_only_when_it_waits_anew(app: Flask) -> None:
    put_item(a_wait(), at=NOW)
    later = NOW + timedelta(hours=1)
    assert close_item(LANDLORD, "damage", SUBJECT, DECIDED, at=later)

    assert (the_item().state, the_item().closed_by) == (CLOSED, "user-1")
    assert not close_item(LANDLORD, "damage", SUBJECT, DECIDED, at=later)
    put_item(a_wait(), at=later)
    assert the_item().state == CLOSED
    put_item(a_wait(raised_at=later + timedelta(minutes=1)), at=later + timedelta(minutes=1))
    assert (the_item().state, the_item().outcome, the_item().assigned_to) == (OPEN, "", None)
    assert the_steps() == ["put", "closed", "came_back"]


def test_what_nobody_waits_for_stays_open_and_last(app: Flask) -> None:
    put_item(a_wait(harm=1), at=NOW)

    assert settle_item(LANDLORD, "damage", SUBJECT, "made_good", at=NOW)

    assert (the_item().state, the_item().waits, the_item().rank) == (OPEN, False, SETTLED)
    put_item(a_wait(harm=1), at=NOW)
    assert (the_item().waits, the_item().rank) == (True, 1)
    assert the_steps() == ["put", "settled", "came_back"]


def test_a_kind_that_nobody_could_see_is_refused(app: Flask) -> None:
    with pytest.raises(UnknownKind):
        put_item(a_wait(kind="gossip"), at=NOW)


def test_of_two_without_a_date_the_older_comes_first() -> None:
    assert a_wait().order_at < a_wait(raised_at=NOW + timedelta(days=1)).order_at
    assert a_wait(due_at=datetime.max.replace(tzinfo=NOW.tzinfo, year=2030)).order_at < a_wait().order_at
