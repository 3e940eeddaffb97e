"""The code that changes every minute: on the right page, on the right day, and on no other."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.witness import minute_code
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from tests.factories import LANDLORD, a_visit, an_appointment
from tests.http.tenant.pages import a_link, a_state, opened

SECTION = 'id="witness"'


@pytest.fixture
def link(app: Flask, clock: FixedClock) -> str:
    an_appointment()
    return a_link(clock)


def shown(page: str) -> str:
    found = re.search(r"<bdi data-code>(\d{3}) (\d{3})</bdi>", page)
    assert found is not None
    return found[1] + found[2]


def test_the_page_shows_this_minutes_code_after_the_postcode(
    app: Flask, client: FlaskClient, clock: FixedClock, link: str
) -> None:
    assert SECTION not in client.get(link).text

    response = client.post(link, data={"postcode": "IP33 1AA"}, follow_redirects=True)

    key = Keys(app.extensions["doorstep_config"].secret_key).witness_key(LANDLORD, "A-1")
    assert shown(response.text) == minute_code(key, round(clock.now().timestamp() * 1000))
    assert response.headers["Cache-Control"] == "no-store"


def test_the_code_is_another_one_each_minute_and_the_page_renews_itself(
    client: FlaskClient, clock: FixedClock, link: str
) -> None:
    first = opened(client, link)
    clock.move(seconds=40)
    same = client.get(link).text
    clock.move(seconds=20)
    next_minute = client.get(link).text

    assert shown(first) == shown(same) != shown(next_minute)
    assert '<meta http-equiv="refresh" content="60">' in first
    assert '<meta http-equiv="refresh" content="20">' in same
    assert client.get("/static/tenant-code.js").status_code == 200


def test_each_appointment_has_codes_of_its_own(client: FlaskClient, clock: FixedClock, link: str) -> None:
    an_appointment("A-2")

    assert shown(opened(client, link)) != shown(opened(client, a_link(clock, "A-2")))


@pytest.mark.parametrize(("days", "is_there"), [(-1, False), (0, True), (1, False)])
def test_there_is_a_code_on_the_day_only(client: FlaskClient, clock: FixedClock, days: int, is_there: bool) -> None:
    start = clock.now() + timedelta(days=-days, hours=1)
    an_appointment("A-3", start_at=start)

    assert (SECTION in opened(client, a_link(clock, "A-3"))) is is_there


@pytest.mark.parametrize(("status", "is_there"), [("at_door", True), ("inside", True), ("left", False)])
def test_there_is_a_code_until_the_visit_is_over(client: FlaskClient, link: str, status: str, is_there: bool) -> None:
    a_state(a_visit(), status)

    assert (SECTION in opened(client, link)) is is_there
