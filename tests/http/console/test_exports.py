"""Exports, calendars and keys as people and programs get them."""

import re

import pytest
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.outside.logs import without_links
from tests import factories


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    factories.an_operative("op-1", full_name="Sam Reed")
    factories.an_appointment()
    factories.an_assignment()
    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    return client


def take(client: FlaskClient, **fields: str) -> object:
    form = {"csrf_token": token_of(client.get("/console/exports").text), "table": "appointments", "form": "csv"}
    return client.post("/console/exports", data={**form, "begins": "2026-11-23", "ends": "2026-11-23", **fields})


def test_an_office_takes_its_own_appointments_out(office: FlaskClient) -> None:
    answer = take(office)

    assert answer.headers["Content-Disposition"] == (  # type: ignore[attr-defined]
        'attachment; filename="appointments-2026-11-23-2026-11-23.csv"'
    )
    assert "14 Oak Road" in answer.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"ends": ""}, 400, "Give both days"),
        ({"ends": "2026-11-01"}, 400, "ends before it begins"),
        ({"begins": "1990-01-01"}, 400, "Ten years at most"),
        ({"table": "claims"}, 404, "not yours to see"),
        ({"form": "exe"}, 404, "not yours to see"),
    ],
)
def test_a_form_that_does_not_fit_says_why(office: FlaskClient, fields: dict[str, str], status: int, said: str) -> None:
    answer = take(office, **fields)

    assert answer.status_code == status  # type: ignore[attr-defined]
    assert said in answer.text  # type: ignore[attr-defined]


def make_calendar(client: FlaskClient) -> str:
    page = client.get("/console/exports/calendars").text
    made = client.post("/console/exports/calendars/op-1", data={"csrf_token": token_of(page)}).text
    found = re.search(r"http://localhost(/c/[^<]+\.ics)", made)
    assert found
    return found[1]


def test_a_calendar_says_when_and_never_where(office: FlaskClient) -> None:
    feed = office.get(make_calendar(office))

    assert "DTSTART:20261123T100000Z" in feed.text
    assert "SUMMARY:Visit\\, plumbing" in feed.text
    assert not [word for word in ("Oak Road", "IP33", "Khan", "A-1") if word in feed.text]


def test_a_calendar_that_has_not_changed_is_not_sent_again(office: FlaskClient, clock: FixedClock) -> None:
    address = make_calendar(office)
    first = office.get(address)
    clock.move(minutes=5)
    again = office.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_an_address_that_ended_or_was_made_anew_shows_nothing(office: FlaskClient) -> None:
    first = make_calendar(office)
    second = make_calendar(office)
    between = (office.get(first).status_code, office.get(second).status_code)
    token = token_of(office.get("/console/exports/calendars").text)
    office.post("/console/exports/calendars/op-1/end", data={"csrf_token": token})

    assert (between, office.get(second).status_code) == ((404, 200), 404)


def test_who_has_signed_in_gets_the_places_too(office: FlaskClient) -> None:
    token = token_of(office.get("/console/exports/calendars").text)
    file = office.post("/console/exports/calendars/op-1/file", data={"csrf_token": token})

    assert "LOCATION:14 Oak Road\\, IP33 1AA" in file.text


def test_another_firms_operative_has_no_calendar_here(office: FlaskClient) -> None:
    factories.an_operative("op-9", "firm-b")
    token = token_of(office.get("/console/exports/calendars").text)

    assert office.post("/console/exports/calendars/op-9", data={"csrf_token": token}).status_code == 404


def test_a_calendars_token_stands_in_no_log() -> None:
    assert without_links(None, "", {"path": "/c/AbC-_9.ics"}) == {"path": "/c/(masked).ics"}


def test_an_administrator_makes_a_key_and_ends_it(client: FlaskClient) -> None:
    factories.sign_in(client, "administrator")
    page = client.get("/console/keys").text
    form = {"csrf_token": token_of(page), "name": "Housing system", "scope": "visits:read"}
    made = client.post("/console/keys", data=form).text
    found = re.search(r"doorstep_[\w-]+", made)
    assert found
    program = {"Authorization": f"Bearer {found[0]}"}
    may = (client.get("/api/v1/visits", headers=program), client.get("/api/v1/claims", headers=program))
    ending = re.search(r'action="(/console/keys/[^"]+/end)"', client.get("/console/keys").text)
    assert ending
    client.post(ending[1], data={"csrf_token": token_of(page)})

    assert [answer.status_code for answer in may] == [200, 403]
    assert client.get("/api/v1/visits", headers=program).status_code == 401
    assert "Name the program" in client.post("/console/keys", data={**form, "name": " "}).text
