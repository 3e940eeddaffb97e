"""A phone that asked for it is woken for a change of its day: once, without a word about whom, and only asleep."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from server.outside.keys import Keys
from server.outside.push.web_push import WebPush
from server.services.appointments.change_appointment import NewChange, change_appointment
from server.services.phones.revoke_device import revoke_device
from server.services.phones.wake_phones import wake_phones
from server.storage.database import db
from tests.factories import LANDLORD
from tests.http.sync.conftest import Office
from tests.phone import Phone
from tests.push_service import PushService, Subscriber

KEYS = Keys("a test secret of no other use, 0123456789")
PUSH = WebPush(KEYS.push_private_key(), "mailto:doorstep@example.org")


@pytest.fixture
def service(app: Flask) -> Iterator[PushService]:
    made = PushService()
    config = app.extensions["doorstep_config"]
    app.extensions["doorstep_config"] = replace(config, push_services=(made.origin,))
    yield made
    made.close()


def moved(office: Office, rev: int = 1) -> None:
    change = NewChange("cancelled", "agreement", told_at=office.clock.now(), channel="phone")
    change_appointment(LANDLORD, "A-1", change, rev=rev, recorded_by="office", clock=office.clock)


def put(phone: Phone, browser: Subscriber) -> int:
    return phone.client.put("/api/v1/push", json=browser.as_json(), headers=phone.headers).status_code


def test_a_sleeping_phone_is_woken_once_and_nothing_in_it_says_whose_home(
    office: Office, phone: Phone, visit: str, service: PushService
) -> None:
    phone.sync()
    browser = service.browser()
    assert put(phone, browser) == 204
    office.clock.move(minutes=5)
    moved(office)
    assert wake_phones(clock=office.clock, push=PUSH) == 0  # the phone may be asking this very moment
    office.clock.move(seconds=6)

    assert [wake_phones(clock=office.clock, push=PUSH) for _ in range(2)] == [1, 0]

    (push,) = browser.taken
    assert (push.shown["body"], push.shown["path"]) == ("Your jobs have changed. Open to see what is new.", "/app/")
    assert (push.headers["topic"], push.headers["urgency"], push.headers["ttl"]) == ("changes", "high", "14400")


def test_a_phone_that_has_asked_since_is_left_in_peace(
    office: Office, phone: Phone, visit: str, service: PushService
) -> None:
    browser = service.browser()
    put(phone, browser)
    moved(office)
    office.clock.move(seconds=30)
    phone.sync()

    assert (wake_phones(clock=office.clock, push=PUSH), browser.taken) == (0, [])


@pytest.mark.parametrize("end", ["gone", "revoked", "taken back"])
def test_nobody_is_woken_who_is_not_there_any_more(
    office: Office, phone: Phone, visit: str, service: PushService, end: str
) -> None:
    phone.sync()
    browser = service.browser()
    put(phone, browser)
    if end == "gone":
        browser.status = 410
    elif end == "revoked":
        revoke_device(phone.device_id, landlord_id=LANDLORD, by="test", clock=office.clock)
    else:
        assert phone.client.delete("/api/v1/push", headers=phone.headers).status_code == 204
    moved(office)
    office.clock.move(minutes=1)

    assert wake_phones(clock=office.clock, push=PUSH) == 0
    if end != "revoked":
        assert db.session.execute(db.text("SELECT count(*) FROM push_subscriptions")).scalar() == 0


@pytest.mark.parametrize(
    "said",
    [[], {}, {"endpoint": "x"}, {"endpoint": 1, "keys": {}}, {"endpoint": "https://a.b/", "keys": {"auth": "x"}}],
)
def test_a_subscription_that_is_none_is_refused(office: Office, phone: Phone, said: object) -> None:
    assert phone.client.put("/api/v1/push", json=said, headers=phone.headers).status_code == 400


def test_only_a_phone_may_ask_to_be_woken(office: Office, service: PushService) -> None:
    assert office.client.put("/api/v1/push", json=service.browser().as_json()).status_code == 401
