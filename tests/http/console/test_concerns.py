"""Concerns in the console: a household's opens for a reason only; a home's shows its possible clocks and is decided."""

import re

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.people import audit
from tests import factories
from tests.factories import LANDLORD
from tests.services.concerns.concerns import ADULT, DAMP, a_concern, clock_of

WHEN = {"happened_on": "2026-11-23", "happened_time": "09:00"}
WHY = "Deciding on a referral"


def post(client: FlaskClient, page: str, address: str, fields: dict[str, str]) -> TestResponse:
    g.pop("csrf_token", None)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **fields}, follow_redirects=True)


def write(client: FlaskClient, report_id: str, what: str, seen: int, **fields: str) -> TestResponse:
    page = f"/console/concerns/{report_id}"
    typed = {"what": what, "seen_steps": str(seen), "text": "words", **WHEN, **fields}
    return post(client, page, f"{page}/steps", typed)


def test_a_household_concern_opens_for_a_reason_and_closes_again(client: FlaskClient, app: Flask) -> None:
    report_id = a_concern(ADULT)
    page = f"/console/concerns/{report_id}"
    factories.sign_in(client, "safeguarding_lead", name="Jaya Shah")
    assert client.get(f"/console/reports/{report_id}").location == page
    assert ADULT["seen"] not in client.get(page).text
    assert "Say why you need to read it" in post(client, page, f"{page}/reading", {"why": "look"}).text

    opened = post(client, page, f"{page}/reading", {"why": WHY}).text

    assert str(ADULT["seen"]) in opened
    assert "phone clock agreed with ours within 2 s" in opened
    after = client.get(page).text
    assert str(ADULT["seen"]) not in after
    assert WHY in after
    assert "Jaya Shah" in after
    actions = [entry.action for entry in audit.trail(LANDLORD, audit.Subject("report", report_id))]
    assert actions == ["household_concern_read"]


def test_the_visit_shows_its_safeguarding_reader_that_something_is_shut_and_not_what(
    client: FlaskClient, app: Flask
) -> None:
    report_id = a_concern(ADULT)
    factories.sign_in(client, "safeguarding_lead")
    visit_id = db.session.execute(db.text("SELECT visit_id FROM reports")).scalar_one()

    page = client.get(f"/console/visits/{visit_id}").text

    assert str(ADULT["seen"]) not in page
    assert report_id in client.get("/console/safeguarding").text


@pytest.mark.parametrize(
    "role", ["contractor_office", "contract_manager", "claim_handler", "director", "administrator"]
)
def test_nobody_else_finds_a_household_concern_by_its_address(client: FlaskClient, app: Flask, role: str) -> None:
    report_id = a_concern(ADULT)
    factories.sign_in(client, role, firm_id="firm-a" if role == "contractor_office" else None)

    assert client.get(f"/console/concerns/{report_id}").status_code in (403, 404)
    if role in ("contractor_office", "contract_manager"):
        assert "Household concerns ever made: 1" in client.get("/console/reports").text


def test_a_referral_keeps_what_was_typed_when_something_is_missing(client: FlaskClient, app: Flask) -> None:
    report_id = a_concern(ADULT)
    factories.sign_in(client, "safeguarding_lead")
    fields = {"to": "council_adult", "rang_999": "no", "text": "Customer First, reference 77"}

    refused = write(client, report_id, "referred", 0, **fields, wishes=" ")
    assert refused.status_code == 400
    assert "Write what the person wishes" in refused.text
    assert "Customer First, reference 77" in refused.text
    saved = write(client, report_id, "referred", 0, **fields, wishes="Wants help at home")

    assert "Written down." in saved.text
    assert "Wants help at home" not in saved.text
    page = f"/console/concerns/{report_id}"
    assert "Wants help at home" in post(client, page, f"{page}/reading", {"why": WHY}).text


def test_a_home_shows_three_times_apart_and_its_possible_clock_to_the_landlord_alone(
    client: FlaskClient, app: Flask
) -> None:
    report_id = a_concern(DAMP)
    page = f"/console/concerns/{report_id}"
    factories.sign_in(client, "contract_manager")
    write(client, report_id, "told_by_phone", 0, happened_on="2026-11-20", happened_time="16:30", text="Sam rang Ann")

    shown = client.get(page).text
    assert "Fri 20 Nov 2026, 16:30" in shown
    assert "End of Fri 4 Dec 2026" in shown
    assert "Possible" in shown
    assert "Damp and mould growth" in shown
    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    of_firm = client.get(page).text
    assert str(DAMP["seen"]) in of_firm
    assert "Damp and mould growth" not in of_firm
    assert "Limits in law" not in of_firm
    assert client.get("/console/clocks").status_code == 403


def test_a_manager_confirms_investigates_and_stops_with_what_the_law_names(client: FlaskClient, app: Flask) -> None:
    report_id = a_concern(DAMP, danger_now=True)
    factories.sign_in(client, "contract_manager")
    judged = {"as": "emergency", "hazard": "damp_and_mould", "competent": "A. Surveyor"}

    assert "Name the competent person" in write(client, report_id, "confirmed", 0, **{**judged, "competent": ""}).text
    write(client, report_id, "confirmed", 0, **judged)
    write(client, report_id, "stopped", 1, stop="emergency:moved_out", text="Moved to a hotel at ten")

    clock = clock_of(report_id, "emergency")
    assert (clock.standing, clock.state, clock.why) == ("confirmed", "stopped", "moved_out")
    assert "No clock runs" in client.get("/console/clocks").text
    assert report_id in client.get("/console/clocks?state=ended").text


def test_days_nobody_works_are_kept_and_next_year_is_asked_for(
    client: FlaskClient, app: Flask, clock: FixedClock
) -> None:
    factories.sign_in(client, "contract_manager")
    page = "/console/clocks/working-days"
    assert "Nobody has checked the bank holidays of 2027" in client.get("/console/clocks").text
    post(client, page, page, {"day": "2026-12-01", "name": "A coronation", "kind": "bank_holiday"})
    post(client, page, f"{page}/years", {"year": "2027"})

    shown = client.get(page).text
    assert "Tue 1 Dec 2026" in shown
    assert "Nobody has checked" not in shown
    refused = post(client, page, page, {"day": "2026-12-01", "name": "Again", "kind": "shut"})
    assert refused.status_code == 400
    removal = re.search(rf"{page}/([0-9a-f-]+)/removal", shown)
    assert removal is not None
    assert "A coronation" not in post(client, page, removal[0], {}).text
