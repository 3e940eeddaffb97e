"""No gateway gets more than its minute; a stopped channel sends nothing but alarms; nobody hears the same twice."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from flask import Flask

from server.domain.notices.pace import Pace
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.notices.post import SMS, Post
from server.services.notices.send_notices import send_notices
from server.services.notices.stop_sending import StopRefused, resume_sending, stop_sending
from server.storage.database import db
from server.storage.people import audit
from server.storage.telling import stops
from tests.factories import LANDLORD
from tests.outbox import outbox, queued_notices

KEYS = Keys("a test secret of no other use, 0123456789")


@dataclass
class Gateway:
    clock: FixedClock
    taken: list[tuple[float, str]] = field(default_factory=list)

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        self.taken.append((self.clock.now().timestamp(), recipient))
        return f"gw-{notice_id}"


@pytest.fixture
def gateway(clock: FixedClock) -> Gateway:
    return Gateway(clock)


@pytest.fixture
def post(gateway: Gateway) -> Post:
    return Post(gateway, "https://doorstep.example.org", KEYS, chance=lambda: 1.0, hands=4)


def test_a_gateway_gets_no_more_than_its_minute_and_loses_nothing(
    app: Flask, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    queued_notices(50, clock.now())
    paced = replace(post, paces={SMS: Pace(20)})

    rounds = 0
    while any(row["state"] == "queued" for row in outbox()):
        send_notices(clock=clock, post=paced)
        clock.move(seconds=2)
        rounds += 1

    times = [at for at, _ in gateway.taken]
    assert max(sum(1 for at in times if start <= at < start + 60) for start in times) <= 20
    assert len({number for _, number in gateway.taken}) == len(gateway.taken) == 50
    assert rounds < 90


def test_urgent_news_goes_before_reminders(app: Flask, clock: FixedClock, post: Post, gateway: Gateway) -> None:
    queued_notices(3, clock.now() - timedelta(hours=1))
    queued_notices(1, clock.now(), kind="new_time", recipient="+447700900001")
    queued_notices(1, clock.now(), kind="alarm", recipient="+447700900002", appointment_id=None, person_id=None)

    send_notices(clock=clock, post=replace(post, paces={SMS: Pace(20)}, hands=1), limit=2)

    assert [number for _, number in gateway.taken] == ["+447700900002", "+447700900001"]


def test_the_switch_stops_everything_but_alarms_until_somebody_lets_it_go_on(
    app: Flask, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    queued_notices(2, clock.now())
    queued_notices(1, clock.now(), kind="alarm", recipient="+447700900002", appointment_id=None, person_id=None)
    stop_sending(LANDLORD, "all", reason="The wrong day stands in the reminders.", by="u-1", clock=clock)

    send_notices(clock=clock, post=post)
    while_stopped = [number for _, number in gateway.taken]
    resume_sending(LANDLORD, "all", by="u-2", clock=clock)
    send_notices(clock=clock, post=post)

    assert while_stopped == ["+447700900002"]
    assert len(gateway.taken) == 3
    (stop,) = stops.history(db.session.connection(), LANDLORD)
    assert (stop.reason, stop.stopped_by, stop.resumed_by) == ("The wrong day stands in the reminders.", "u-1", "u-2")
    written = audit.trail(LANDLORD, audit.Subject("sending", "all"))
    assert sorted(entry.action for entry in written) == ["sending_resumed", "sending_stopped"]


def test_a_stop_says_why(app: Flask, clock: FixedClock) -> None:
    with pytest.raises(StopRefused, match="why"):
        stop_sending(LANDLORD, "sms", reason="  ", by="u-1", clock=clock)


def test_what_waited_too_long_behind_a_stop_is_not_sent_afterwards(
    app: Flask, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    queued_notices(1, clock.now())
    stop_sending(LANDLORD, "sms", reason="A try.", by="u-1", clock=clock)
    send_notices(clock=clock, post=post)
    clock.move(days=2)
    resume_sending(LANDLORD, "sms", by="u-1", clock=clock)

    send_notices(clock=clock, post=post)

    assert gateway.taken == []
    assert [row["state"] for row in outbox()] == ["replaced"]
