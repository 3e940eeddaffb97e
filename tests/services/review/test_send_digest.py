"""The morning digest: at its hour, once a day, to each of the landlord's people, in counts of what they may see."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from server.domain.review.items import Subject, Waiting
from server.outside.clock import FixedClock
from server.services.review.put_item import put_item
from server.services.review.send_digest import send_digests
from server.storage.database import db
from server.storage.tables.notices import Notice
from tests.factories import LANDLORD, NOW, a_home, a_user


def test_each_is_told_once_how_much_waits_and_what_lapses_today(app: Flask, clock: FixedClock) -> None:
    a_home(address_line_1="14 Oak Road")
    a_user("contract_manager", email="manager@example.org")
    a_user("safeguarding_lead", email="lead@example.org")
    a_user("contractor_office", firm_id="firm-a", email="office@example.org")
    for number, (kind, hours) in enumerate([("damage", 6), ("damage", -1), ("letter", 99), ("household_concern", 2)]):
        due_at = NOW + timedelta(hours=hours)
        subject = Subject("x", str(number))
        put_item(Waiting(LANDLORD, kind, subject, NOW, "REF-1", due_at=due_at, uprn="100000000001"), at=NOW)

    clock.move(hours=-3)
    assert send_digests(clock=clock) == 0
    clock.move(hours=3)
    assert send_digests(clock=clock) == 2
    assert send_digests(clock=clock) == 0

    told = {one.recipient: one.text for one in db.session.scalars(select(Notice))}
    assert told["manager@example.org"] == (
        "Havebury: your review queue this morning. Waiting: 3. Lapsing today: 1. Over already: 1. "
        "Damage: 2; Letters to print and post: 1. Open Doorstep, Queue."
    )
    assert "Household concern: 1" in told["lead@example.org"]
    clock.move(hours=24)
    assert send_digests(clock=clock) == 2
