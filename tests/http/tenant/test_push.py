"""A tenant asks for notices on their phone: kept for them, chosen from then on, and ended as easily."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.telling import notice_readers
from tests.factories import LANDLORD, a_visit, an_appointment
from tests.http.tenant.pages import a_link
from tests.push_service import PushService


@pytest.fixture
def service(app: Flask) -> Iterator[PushService]:
    made = PushService()
    config = app.extensions["doorstep_config"]
    app.extensions["doorstep_config"] = replace(config, push_services=(made.origin,))
    yield made
    made.close()


@pytest.fixture
def link(app: Flask, clock: FixedClock) -> str:
    an_appointment()
    a_visit()
    return a_link(clock)


def reader() -> tuple[bool, str]:
    db.session.rollback()
    found, _ = notice_readers.reader_of(db.session.connection(), LANDLORD, "person-1")
    return found.takes_push, found.preferred_channel


def test_notices_are_offered_last_and_turned_on_and_off(client: FlaskClient, link: str, service: PushService) -> None:
    client.post(link, data={"postcode": "IP33 1AA"})
    page = client.get(f"{link}/contact").text
    assert page.index('id="push"') > page.index("</form>")

    assert client.post(f"{link}/push", json=service.browser().as_json()).status_code == 204
    on = reader()
    assert client.delete(f"{link}/push").status_code == 204

    assert (on, reader()) == ((True, "push"), (False, "sms"))


def test_nobody_subscribes_before_the_postcode_or_to_a_strange_machine(
    client: FlaskClient, link: str, service: PushService
) -> None:
    browser = service.browser()
    assert client.post(f"{link}/push", json=browser.as_json()).status_code == 303
    client.post(link, data={"postcode": "IP33 1AA"})
    strange = {**browser.as_json(), "endpoint": "http://169.254.169.254/"}

    assert client.post(f"{link}/push", json=strange).status_code == 400
    assert client.post(f"{link}/push", data={"endpoint": "x"}).status_code == 400
    assert reader() == (False, "")


def test_the_worker_stands_where_it_can_see_the_pages(client: FlaskClient) -> None:
    answer = client.get("/t/push-worker.js")

    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
