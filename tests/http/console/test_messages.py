"""What tenants told us, in the console: due dates, who sees and answers what, and what the tenant then reads."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.tables.messages import TenantMessageStep
from server.storage.tables.notices import Notice
from tests.factories import a_visit, an_appointment, an_assignment, an_operative, sign_in
from tests.http.console.told import a_message, send_form
from tests.http.tenant.pages import a_link, opened


@pytest.fixture
def message_id(app: Flask) -> str:
    """A complaint about firm-a's visit."""
    an_operative("op-1")
    an_appointment()
    an_assignment()
    return a_message()


def do(client: FlaskClient, message_id: str, **sent: str) -> str:
    return send_form(client, f"/console/messages/{message_id}", **sent)


def test_both_the_landlord_and_the_firm_see_a_complaint_and_another_firm_does_not(
    app: Flask, client: FlaskClient, message_id: str
) -> None:
    seen = []
    for role, firm_id in (("contract_manager", None), ("contractor_office", "firm-a"), ("contractor_office", "firm-b")):
        other = app.test_client()
        sign_in(other, role, firm_id=firm_id)
        seen.append("Complaint, stage 1" in other.get("/console/messages").text)

    assert seen == [True, True, False]
    assert other.get(f"/console/messages/{message_id}").status_code == 404


def test_who_is_to_be_rung_has_a_number_and_the_visit_beside_the_message(client: FlaskClient, message_id: str) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")
    visit_id = a_visit()
    page = client.get(f"/console/messages/{message_id}").text

    assert 'href="tel:+447700900123"' in page
    assert f"/console/visits/{visit_id}" in page


def test_an_answer_reaches_the_tenants_page_and_a_text_says_that_there_is_news(
    app: Flask, client: FlaskClient, message_id: str, clock: FixedClock
) -> None:
    sign_in(client, "contract_manager")
    page = do(client, message_id, deed="answered", text="We are sorry. We ring from now on.")
    tenant = app.test_client()
    link = a_link(clock)
    opened(tenant, link)

    assert "Answered" in page
    assert "We ring from now on" in tenant.get(f"{link}/messages").text
    assert db.session.query(Notice).filter_by(template="news").count() == 1


def test_an_acknowledgement_brings_the_answers_day_forward(client: FlaskClient, message_id: str) -> None:
    sign_in(client, "contract_manager")

    assert "Mon 7 Dec 2026" in do(client, message_id, deed="acknowledged", text="You say that nobody rang.")


def test_a_firm_may_note_on_a_complaint_and_not_answer_it(app: Flask, client: FlaskClient, message_id: str) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")

    assert "answered by the landlord" in do(client, message_id, deed="answered", text="Sorry")
    do(client, message_id, deed="noted", text="Sam had no signal.")
    assert [step.kind for step in db.session.query(TenantMessageStep)] == ["noted"]


def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(client: FlaskClient, message_id: str) -> None:
    sign_in(client, "contract_manager")
    page = do(client, message_id, deed="holding", text="We wait for the firm", new_due_on="2027-05-01")

    assert "at most" in page
    assert "We wait for the firm</textarea>" in page


def test_what_is_late_stands_first_and_says_so(client: FlaskClient, message_id: str, clock: FixedClock) -> None:
    a_message(kind="question", text="When?")
    sign_in(client, "contract_manager")
    clock.move(days=30)
    page = client.get("/console/messages").text

    assert page.count("Overdue") == 2


def test_the_office_takes_down_for_the_tenant_what_they_said_by_phone(client: FlaskClient, message_id: str) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")
    visit = a_visit()
    said = {"kind": "complaint", "channel": "phone", "text": "She rang: mud on the carpet."}
    page = send_form(client, f"/console/visits/{visit}", f"/console/visits/{visit}/said", **said)

    assert "mud on the carpet" in page
    assert "Acknowledge by" in page


def test_a_lost_phones_links_end_at_a_click(
    app: Flask, client: FlaskClient, message_id: str, clock: FixedClock
) -> None:
    link, visit = a_link(clock), a_visit()
    sign_in(client, "contract_manager")
    page = send_form(client, f"/console/visits/{visit}", f"/console/visits/{visit}/end-links")

    assert "Ended: 1 link." in page
    assert app.test_client().get(link).status_code == 410
