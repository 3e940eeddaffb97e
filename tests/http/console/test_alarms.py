"""The alarms in the console: on every page, taken once, ended with an outcome; rota, drills and the settings."""

import re

from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.outside.clock import FixedClock
from server.services.safety.sweep_alarms import sweep_alarms
from server.storage.database import db
from server.storage.tables.safety import Alarm, DutyTurn, SafetyValue
from tests import factories
from tests.http.console.alarms import an_alarm


def post(client: FlaskClient, address: str, fields: dict[str, str]) -> TestResponse:
    """Send a form with the token of the page of closed alarms, which every person signed in here may open."""
    g.pop("csrf_token", None)
    page = client.get("/console/alarms").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **fields})


def test_every_page_of_those_who_answer_shouts_until_a_person_stops_it(client: FlaskClient, app: Flask) -> None:
    factories.an_operative(full_name="Sam Reed")
    alarm_id = an_alarm(None, rung="shout")
    factories.sign_in(client, "contract_manager", name="Jaya Shah")

    assert "1 lone worker alarm: nobody has taken it yet." in client.get("/console/reports").text
    assert client.get("/console/alarms/standing").get_json()["loud"] is True
    post(client, f"/console/alarms/{alarm_id}/acknowledgement", {})

    assert client.get("/console/alarms/standing").get_json() == {"count": 0, "loud": False, "text": ""}
    assert "Jaya Shah took it" in client.get("/console/alarms/open").text


def test_an_office_is_told_of_its_own_people_only(client: FlaskClient, app: Flask) -> None:
    factories.an_operative(full_name="Sam Reed")
    alarm_id = an_alarm(None)
    factories.a_firm("firm-b")
    factories.sign_in(client, "contractor_office", firm_id="firm-b")

    assert "Sam Reed" not in client.get("/console/alarms").text
    assert client.get(f"/console/alarms/{alarm_id}").status_code == 404


def test_an_alarm_ends_with_what_came_of_it(client: FlaskClient, app: Flask) -> None:
    factories.an_operative()
    alarm_id = an_alarm(None)
    factories.sign_in(client, "director")

    refused = post(client, f"/console/alarms/{alarm_id}/closing", {"outcome": "help_sent", "note": ""})
    assert refused.status_code == 400
    assert "Write what was done" in refused.text
    post(client, f"/console/alarms/{alarm_id}/closing", {"outcome": "help_sent", "note": "A colleague went"})

    assert "A colleague went" in client.get(f"/console/alarms/{alarm_id}").text
    assert post(client, f"/console/alarms/{alarm_id}/closing", {"outcome": "safe"}).status_code == 409


def test_one_who_is_on_the_rota_gets_the_text(client: FlaskClient, app: Flask, clock: FixedClock) -> None:
    factories.an_operative()
    alarm_id = an_alarm(None, rung="office", look_at=clock.now())
    user_id = factories.sign_in(client, "contract_manager")
    assert "Nobody is on duty now: duty manager" in client.get("/console/alarms/rota").text
    turn = {"post": "duty_manager", "user_id": user_id, "mobile": "07700 900123"}
    times = {"starts_on": "2026-11-23", "starts_time": "08:00", "ends_on": "2026-11-23", "ends_time": "18:00"}
    assert post(client, "/console/alarms/rota", {**turn, **times, "mobile": "01284 555010"}).status_code == 400
    post(client, "/console/alarms/rota", {**turn, **times})

    sweep_alarms(clock=clock)

    assert "Text queued for A. User, duty manager" in client.get(f"/console/alarms/{alarm_id}").text
    (made,) = db.session.scalars(db.select(DutyTurn))
    post(client, f"/console/alarms/rota/{made.turn_id}/removal", {})
    assert "Nobody is on the rota yet." in client.get("/console/alarms/rota").text


def test_a_month_without_a_drill_stands_out_until_one_is_made(client: FlaskClient, app: Flask) -> None:
    factories.an_operative("op-1", mobile="+447700900201")
    factories.sign_in(client, "contract_manager")
    assert "No drill" in client.get("/console/alarms/drills").text

    post(client, "/console/alarms/drills", {"operative_id": "op-1"})

    record = client.get("/console/alarms/drills").text
    assert "first text after 0 s, taken by nobody" in record
    assert [alarm.kind for alarm in db.session.scalars(db.select(Alarm))] == ["drill"]


def test_a_setting_holds_from_its_day_and_keeps_its_reason(client: FlaskClient, app: Flask, clock: FixedClock) -> None:
    factories.a_landlord()
    factories.sign_in(client, "director")
    change = {"name": "office_after_minutes", "value": "3", "reference": "Lone Worker Policy 4", "reason": "Trial"}
    assert post(client, "/console/alarms/settings", {**change, "starts_on": "2026-11-22"}).status_code == 400
    disordered = post(client, "/console/alarms/settings", {**change, "value": "99", "starts_on": "2026-11-24"})
    assert disordered.status_code == 400 and "office_after_minutes and" not in disordered.text
    post(client, "/console/alarms/settings", {**change, "starts_on": "2026-11-24"})

    assert db.session.scalar(db.select(SafetyValue.value)) == 3
    page = client.get("/console/alarms/settings").text
    assert "<strong>5</strong>" in page and "<strong>office_after_minutes</strong>" not in page
    clock.move(days=1)
    assert "<strong>3</strong>" in client.get("/console/alarms/settings").text
