"""What people decide in the console is kept beside what it is about, and nobody decides on what they have not seen."""

import re

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import select

from server.storage.database import db
from server.storage.people import audit
from server.storage.tables.devices import EnrolmentCode
from server.storage.tables.standings import AppointmentDispute
from server.storage.tables.visits import ReportReview
from tests import factories
from tests.http.console import world


@pytest.fixture
def visit_id(client: FlaskClient) -> str:
    factories.an_operative()
    factories.an_appointment()
    factories.an_assignment()
    factories.sign_in(client, "contract_manager", "safeguarding_lead", name="J. Shah")
    return factories.a_visit()


@pytest.fixture
def report_id(visit_id: str) -> str:
    event = world.an_event(visit_id, "damage_reported", {"item": "door frame"})
    return world.a_report(event, "damage", {"item": "door frame"}, visit_id=visit_id)


def send(client: FlaskClient, form_at: str, to: str, **fields: str):
    """Fill in the form that stands on one page and send it, with that page's token and hidden fields."""
    g.pop("csrf_token", None)  # one application context spans a test, and the form guard keeps its token there
    page = client.get(form_at).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return client.post(to, data={**hidden, **fields})


def test_a_report_is_closed_with_a_note_and_the_name_of_who_did(client: FlaskClient, report_id: str) -> None:
    page = f"/console/reports/{report_id}"
    answer = send(client, page, page + "/reviews", status="closed", note="Frame repaired on 20 November.")

    assert answer.status_code == 302
    shown = client.get(page).text
    assert "Frame repaired on 20 November." in shown
    assert "J. Shah" in shown


def test_a_report_is_not_closed_without_a_word_on_what_was_done(client: FlaskClient, report_id: str) -> None:
    page = f"/console/reports/{report_id}"
    answer = send(client, page, page + "/reviews", status="closed", note=" ")

    assert answer.status_code == 400
    assert "Write what was done" in answer.text
    assert db.session.scalar(select(ReportReview)) is None


def test_the_second_of_two_people_is_told_that_somebody_decided_meanwhile(client: FlaskClient, report_id: str) -> None:
    page = f"/console/reports/{report_id}"
    send(client, page, page + "/reviews", status="in_hand", note="")
    late = send(client, page, page + "/reviews", status="closed", note="Mine", seen_review="")

    assert late.status_code == 409
    assert "Somebody else has decided" in late.text
    assert ">Mine</textarea>" in late.text


def test_an_operatives_code_is_shown_once_with_link_and_picture(client: FlaskClient, visit_id: str) -> None:
    answer = send(client, "/console/phones", "/console/phones/codes", operative_id="op-1")

    code = re.search(r'<p class="code">([0-9A-Z]{10})</p>', answer.text)
    assert code is not None
    assert f"/app/#enrol={code[1]}" in answer.text
    assert "<svg" in answer.text and "style=" not in answer.text
    assert code[1] not in db.session.scalars(select(EnrolmentCode.code_hash)).one()
    trail = audit.trail("havebury", audit.Subject("operative", "op-1"))
    assert [entry.action for entry in trail] == ["enrolment_code_made"]


def test_an_office_makes_no_code_for_another_firms_operative(client: FlaskClient, visit_id: str) -> None:
    factories.a_firm("firm-b")
    factories.sign_in(client, "contractor_office", firm_id="firm-b")
    answer = send(client, "/console/password", "/console/phones/codes", operative_id="op-1")

    assert answer.status_code == 404
    assert db.session.scalar(select(EnrolmentCode)) is None


def test_a_phone_is_revoked_after_one_question(client: FlaskClient, visit_id: str) -> None:
    page = f"/console/phones/{world.a_phone()}/revocation"

    assert "It gets no more visits." in client.get(page).text
    assert send(client, page, page).status_code == 302
    assert "Revoked" in client.get("/console/phones").text


def test_a_record_is_set_aside_with_a_reason_only(client: FlaskClient, visit_id: str) -> None:
    page = f"/console/evidence/{world.an_event_apart(visit_id, 'arrived')}"
    without = send(client, page, page + "/setting-aside", reason="")
    given = send(client, page, page + "/setting-aside", reason="Sam says it was next door.")

    assert (without.status_code, given.status_code) == (400, 302)
    assert "Sam says it was next door." in client.get(page).text
    assert "Nothing is kept apart." in client.get("/console/evidence").text


def test_a_tenants_word_against_the_record_is_taken_in(client: FlaskClient, visit_id: str) -> None:
    page = f"/console/visits/{visit_id}"
    answer = send(client, page, page + "/disputes", about="attendance", channel="phone", text="Nobody came.")

    assert answer.status_code == 302
    assert db.session.scalars(select(AppointmentDispute.about)).one() == "attendance"


def test_a_person_is_added_and_their_password_shown_once(client: FlaskClient) -> None:
    factories.sign_in(client, "administrator")
    answer = send(client, "/console/people", "/console/people", name="Dee", email="dee@example.org", role="director")

    password = re.search(r'<p class="code">([^<]+)</p>', answer.text)
    assert password is not None
    assert "dee@example.org" in client.get("/console/people").text
    signed_in = client.application.test_client()
    entered = send(signed_in, "/console/sign-in", "/console/sign-in", email="dee@example.org", password=password[1])
    assert entered.status_code == 302


def test_a_person_who_does_not_fit_is_not_added_and_what_was_typed_stays(client: FlaskClient) -> None:
    factories.sign_in(client, "administrator")
    answer = send(client, "/console/people", "/console/people", name="Dee", email="dee", role="director")

    assert answer.status_code == 400
    assert 'value="dee"' in answer.text and "Give an email address" in answer.text
