"""Was the tenant really told? The phone that asked hears it, and nobody hears "sent" before it is so."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from server.outside.keys import Keys
from server.outside.sms.port import NotSent
from server.services.assessment.follow_up_visits import follow_up_visits
from server.services.notices.send_notices import Post, send_notices
from tests.factories import NOW, a_person, a_visit, an_appointment, an_assignment
from tests.http.sync.conftest import Office
from tests.phone import Phone

NEW_TIME = {"new_start": "2026-11-23T13:00:00Z", "new_end": None}


@dataclass
class Gateway:
    """Takes every text, or refuses it while it has a problem."""

    problem: NotSent | None = None

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        if self.problem is not None:
            raise self.problem
        return notice_id


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


def _send(office: Office, gateway: Gateway) -> None:
    keys = Keys("a test secret of no other use, 0123456789")
    send_notices(clock=office.clock, post=Post(gateway, "https://doorstep.example.org", keys, chance=lambda: 1.0))


def _told(answer: dict[str, Any]) -> list[dict[str, Any]]:
    [told] = [change["data"]["told"] for change in answer["changes"] if change["kind"] == "visit_state"]
    assert isinstance(told, list)
    return told


def _asked(office: Office, phone: Phone, visit: str, kind: str = "travel_started", **fields: Any) -> str:
    """The phone asks for a text and syncs; the worker follows up."""
    event = phone.record(kind, visit, **fields)
    phone.sync()
    follow_up_visits(clock=office.clock)
    return str(event["id"])


def test_a_text_is_queued_until_the_gateway_has_it(office: Office, phone: Phone, visit: str, gateway: Gateway) -> None:
    phone.sync()
    event_id = _asked(office, phone, visit)
    told = {"event_id": event_id, "template": "on_my_way", "at": "2026-11-23T09:00:00Z"}

    assert _told(phone.sync()) == [{**told, "state": "queued"}]

    office.clock.at = NOW + timedelta(minutes=4)
    _send(office, gateway)
    assert _told(phone.sync()) == [{**told, "state": "sent", "at": "2026-11-23T09:04:00Z"}]
    assert phone.sync()["changes"] == []


def test_a_text_that_cannot_be_sent_is_said_to_have_failed(
    office: Office, phone: Phone, visit: str, gateway: Gateway
) -> None:
    phone.sync()
    _asked(office, phone, visit)
    gateway.problem = NotSent("no such number", permanent=True)

    _send(office, gateway)

    assert [one["state"] for one in _told(phone.sync())] == ["failed"]


def test_a_passing_failure_is_not_called_anything_but_queued(
    office: Office, phone: Phone, visit: str, gateway: Gateway
) -> None:
    phone.sync()
    _asked(office, phone, visit)
    gateway.problem = NotSent("the gateway is down", permanent=False)

    _send(office, gateway)

    assert [one["state"] for one in _told(phone.sync())] == ["queued"]


def test_a_text_that_waits_too_long_is_said_to_be_replaced(
    office: Office, phone: Phone, visit: str, gateway: Gateway
) -> None:
    phone.sync()
    _asked(office, phone, visit, eta="2026-11-23T09:15:00Z")
    phone.sync()
    office.clock.move(hours=5)

    _send(office, gateway)

    assert [one["state"] for one in _told(phone.sync())] == ["replaced"]


def test_a_tenant_without_a_mobile_number_is_to_be_rung(office: Office) -> None:
    a_person(mobile="")
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    visit, phone = a_visit("A-1"), office.phone()
    phone.sync()

    event_id = _asked(office, phone, visit, "told_new_time", **NEW_TIME, channel="sms")

    assert [(one["event_id"], one["template"], one["state"]) for one in _told(phone.sync())] == [
        (event_id, "new_time", "held")
    ]


def test_a_new_time_that_was_spoken_asks_for_no_text(office: Office, phone: Phone, visit: str) -> None:
    phone.sync()
    _asked(office, phone, visit, "told_new_time", **NEW_TIME, channel="phone")

    assert phone.sync()["changes"] == []


def test_a_phone_that_pulls_for_the_first_time_hears_of_texts_too(
    office: Office, phone: Phone, visit: str, gateway: Gateway
) -> None:
    _asked(office, phone, visit, "no_access", reason="nobody_in", card_left=True, card_number="1A2B")
    _send(office, gateway)

    phone.cursor = None

    assert [(one["template"], one["state"]) for one in _told(phone.sync())] == [("no_access", "sent")]
