"""Push first where the tenant chose it; a text where nobody saw it; gone browsers are forgotten; nothing personal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.push_addresses import WrongSubscription
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.outside.push.web_push import WebPush
from server.services.notices.post import Post
from server.services.notices.queue_notices import queue_visit_notices
from server.services.notices.send_notices import send_notices
from server.services.notices.subscribe_to_push import subscribe_person
from server.services.notices.text_after_push import text_after_push
from server.storage.database import db
from server.storage.telling import subscriptions
from server.storage.telling.subscriptions import Subscription
from tests.evidence import a_phone, recorded
from tests.factories import LANDLORD, a_person, a_visit, an_appointment, an_operative
from tests.outbox import outbox
from tests.push_service import PushService, Subscriber

KEYS = Keys("a test secret of no other use, 0123456789")
NEW_TIME = {"new_start": "2026-11-23T13:00:00Z", "new_end": "2026-11-23T14:30:00Z", "channel": "sms"}


class Gateway:
    def __init__(self) -> None:
        self.taken: list[str] = []

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        self.taken.append(text)
        return notice_id


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def service() -> Iterator[PushService]:
    made = PushService()
    yield made
    made.close()


@pytest.fixture
def post(gateway: Gateway) -> Post:
    push = WebPush(KEYS.push_private_key(), "mailto:doorstep@example.org")
    return Post(gateway, "http://localhost", KEYS, chance=lambda: 1.0, push=push)


def subscribed(service: PushService, clock: FixedClock, person_id: str = "person-1") -> Subscriber:
    browser = service.browser()
    said: dict[str, Any] = browser.as_json()
    given = Subscription(said["endpoint"], **said["keys"])
    subscribe_person(LANDLORD, person_id, given, services=(service.origin,), clock=clock)
    return browser


@pytest.fixture
def browser(app: Flask, service: PushService, clock: FixedClock) -> Subscriber:
    """Amina's browser; she chose push, and her visit has just been given a new time."""
    a_person("person-1", preferred_channel="push")
    an_operative()
    an_appointment()
    made = subscribed(service, clock)
    recorded(a_visit(), "told_new_time", clock.now(), device=a_phone(), seq=1, data=NEW_TIME, received_at=clock.now())
    queue_visit_notices(LANDLORD, "A-1", clock=clock)
    return made


def ways() -> list[tuple[str, str]]:
    return [(row["channel"], row["state"]) for row in outbox()]


def test_a_push_is_shown_in_words_that_name_nobody_and_counts_as_told_when_it_left(
    browser: Subscriber, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    send_notices(clock=clock, post=post)

    (push,) = browser.taken
    assert (push.shown["title"], push.shown["body"]) == (
        "Havebury",
        "Sorry, your visit is now 1pm-2:30pm, Mon 23 Nov.",
    )
    assert push.shown["path"].startswith("/t/")
    assert not [word for word in ("Amina", "Khan", "Oak", "IP33", "Boiler") if word in str(push.shown)]
    assert (push.headers["urgency"], push.headers["ttl"]) == ("high", "19800")
    assert push.headers["topic"] == push.shown["tag"] == outbox()[0]["notice_id"].replace("-", "")
    assert (push.claims["sub"], push.claims["key"]) == ("mailto:doorstep@example.org", KEYS.push_public_key)
    assert (ways(), outbox()[0]["sent_at"], gateway.taken) == ([("push", "sent")], clock.now(), [])


def test_a_push_that_was_shown_is_delivered_and_no_text_follows(
    browser: Subscriber, client: FlaskClient, clock: FixedClock, post: Post
) -> None:
    send_notices(clock=clock, post=post)
    clock.move(seconds=3)

    assert client.post(browser.taken[0].shown["seen"]).status_code == 204
    clock.move(hours=1)
    assert text_after_push(clock=clock) == 0
    assert ways() == [("push", "delivered")]


def test_a_push_that_nobody_saw_is_followed_by_a_text_in_time(
    browser: Subscriber, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    send_notices(clock=clock, post=post)
    clock.move(seconds=119)
    assert text_after_push(clock=clock) == 0
    clock.move(seconds=1)
    assert text_after_push(clock=clock) == 1
    send_notices(clock=clock, post=post)

    assert ways() == [("push", "failed"), ("sms", "sent")]
    assert "we now come 1pm-2:30pm, Mon 23 Nov." in gateway.taken[0]
    assert "http://localhost/t/" in gateway.taken[0]
    assert outbox()[1]["new_start_at"] == outbox()[0]["new_start_at"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_text_goes_at_once(
    browser: Subscriber, clock: FixedClock, post: Post, gateway: Gateway, status: int
) -> None:
    browser.status = status

    send_notices(clock=clock, post=post)
    send_notices(clock=clock, post=post)

    assert ways() == [("push", "failed"), ("sms", "sent")]
    assert subscriptions.of_person(db.session.connection(), LANDLORD, "person-1") == []


@pytest.mark.parametrize("status", [429, 500, 302])
def test_a_push_service_in_trouble_is_tried_again_and_never_followed_elsewhere(
    browser: Subscriber, service: PushService, clock: FixedClock, post: Post, status: int
) -> None:
    browser.status = status
    send_notices(clock=clock, post=post)
    assert ways() == [("push", "queued")]

    browser.status = 201
    clock.move(seconds=31)
    send_notices(clock=clock, post=post)

    assert ways() == [("push", "sent")]
    assert service.refused == []


def test_one_of_several_browsers_is_enough(
    browser: Subscriber, service: PushService, clock: FixedClock, post: Post
) -> None:
    second = subscribed(service, clock)
    browser.status = 410

    send_notices(clock=clock, post=post)

    assert (ways(), len(second.taken)) == ([("push", "sent")], 1)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/push/1",
        "https://fcm.googleapis.com.evil.example/push",
        "https://fcm.googleapis.com@127.0.0.1/",
        "https://fcm.googleapis.com:8443/push",
        "http://fcm.googleapis.com/push",
        "https://web.push.apple.com.evil.example/x",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_no_subscription_makes_us_call_a_machine_that_is_no_push_service(
    app: Flask, clock: FixedClock, endpoint: str
) -> None:
    keys = Subscriber("").as_json()["keys"]
    services = app.extensions["doorstep_config"].push_services

    with pytest.raises(WrongSubscription):
        subscribe_person(LANDLORD, "person-1", Subscription(endpoint, **keys), services=services, clock=clock)
    good = Subscription("https://web.push.apple.com/QGtest", **keys)
    subscribe_person(LANDLORD, "person-1", good, services=services, clock=clock)
    with pytest.raises(WrongSubscription):
        subscribe_person(LANDLORD, "p", replace(good, p256dh="AAAA"), services=services, clock=clock)


def test_a_push_that_waited_past_its_use_is_not_sent(browser: Subscriber, clock: FixedClock, post: Post) -> None:
    clock.move(hours=6)

    send_notices(clock=clock, post=post)

    assert (ways(), browser.taken) == ([("push", "replaced")], [])
    assert timedelta(hours=5.5) == outbox()[0]["useless_after_at"] - (clock.now() - timedelta(hours=6))
