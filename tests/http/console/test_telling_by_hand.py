"""What no message can carry is told by a person, and counts as told only then; sending can be stopped and goes on."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.notices.queue_appointment_notice import OfficeNews, queue_appointment_notice
from server.services.notices.queue_notices import queue_visit_notices
from server.storage.cases import case_evidence
from server.storage.database import db
from server.storage.people import contact_choices
from tests import factories
from tests.evidence import a_phone, recorded
from tests.outbox import outbox

LANDLORD = factories.LANDLORD


def token_of(page: str) -> str:
    g.pop("csrf_token", None)  # one application context spans a test, and the form guard keeps its token there
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def post(client: FlaskClient, page: str, address: str, **fields: str) -> tuple[int, str]:
    form = {"csrf_token": token_of(client.get(page).text), **fields}
    answer = client.post(address, data=form, follow_redirects=True)
    return answer.status_code, answer.text


@pytest.fixture
def to_ring(app: Flask, clock: FixedClock) -> str:
    """A tenant without a mobile whose visit has a new time: an hour from now. The notice's id."""
    factories.an_operative()
    factories.a_person("person-1", mobile="", landline="01284 555 019")
    factories.an_appointment()
    new = {"new_start": "2026-11-23T13:00:00Z", "new_end": None, "channel": "sms"}
    visit = factories.a_visit()
    recorded(visit, "told_new_time", clock.now(), device=a_phone(), seq=1, data=new, received_at=clock.now())
    queue_visit_notices(LANDLORD, "A-1", clock=clock)
    return str(outbox()[0]["notice_id"])


def test_a_call_counts_as_told_when_it_was_made_and_the_rule_reads_it(
    client: FlaskClient, to_ring: str, clock: FixedClock
) -> None:
    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    page = client.get("/console/by-hand").text
    assert "01284 555 019" in page
    assert "we now come 1pm" in page
    assert case_evidence.sent_notices(LANDLORD, ["A-1"]) == {}
    clock.move(minutes=20)

    status, page = post(client, "/console/by-hand", f"/console/by-hand/{to_ring}/told", how="phone")

    assert (status, "Nobody has to be rung" in page) == (200, True)
    (told,) = case_evidence.sent_notices(LANDLORD, ["A-1"])["A-1"]
    assert (told.channel, told.sent_at) == ("phone", clock.now())
    assert post(client, "/console/by-hand", f"/console/by-hand/{to_ring}/told", how="phone")[0] == 404


def test_another_firms_calls_are_not_there(client: FlaskClient, to_ring: str) -> None:
    factories.sign_in(client, "contractor_office", firm_id="firm-b")

    assert "01284" not in client.get("/console/by-hand").text
    assert post(client, "/console/by-hand", f"/console/by-hand/{to_ring}/told", how="phone")[0] == 404
    assert outbox()[0]["state"] == "held"


def test_a_letter_is_printed_and_counts_as_told_when_it_is_posted(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    factories.a_person("person-1", preferred_channel="letter")
    factories.an_appointment(start_at=clock.now() + timedelta(days=14))
    news = OfficeNews("cancelled", "change-1", old_start_at=clock.now() + timedelta(days=14), reason="illness")
    queue_appointment_notice(LANDLORD, "A-1", news, clock=clock)
    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    (letter_id,) = db.session.execute(db.text("SELECT letter_id FROM letters")).scalars()

    form = {"csrf_token": token_of(client.get("/console/by-hand").text)}
    pdf = client.post(f"/console/letters/{letter_id}/print", data=form)
    before = outbox()[0]["state"]
    clock.move(hours=1)
    status, page = post(client, "/console/by-hand", f"/console/letters/{letter_id}/posted")

    assert (pdf.mimetype, pdf.data[:5], before) == ("application/pdf", b"%PDF-", "held")
    assert (status, "No letter waits" in page) == (200, True)
    assert (outbox()[0]["state"], outbox()[0]["channel"], outbox()[0]["sent_at"]) == ("sent", "letter", clock.now())
    assert post(client, "/console/by-hand", f"/console/letters/{letter_id}/posted")[0] == 404


@pytest.mark.parametrize(("chosen", "said"), [("large_print", "Reads large print"), ("braille", "Braille</span>")])
def test_a_letter_says_how_its_reader_reads(
    app: Flask, client: FlaskClient, clock: FixedClock, chosen: str, said: str
) -> None:
    factories.a_person("person-1", preferred_channel="letter", format=chosen)
    factories.an_appointment(start_at=clock.now() + timedelta(days=14))
    queue_appointment_notice(
        LANDLORD, "A-1", OfficeNews("booked", "one", clock.now() + timedelta(days=14)), clock=clock
    )
    factories.sign_in(client, "contractor_office", firm_id="firm-a")

    assert said in client.get("/console/by-hand").text
    assert contact_choices.reads_large_print(LANDLORD, "person-1") is (chosen == "large_print")


def test_planned_works_with_too_little_notice_wait_for_a_managers_reason(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    works = datetime(2026, 12, 7, 9, tzinfo=UTC)
    factories.an_appointment(start_at=works)
    queue_appointment_notice(LANDLORD, "A-1", OfficeNews("planned", "plan-1", works), clock=clock)
    (notice,) = outbox()
    address = f"/console/by-hand/{notice['notice_id']}/allowed"
    assert (notice["state"], notice["channel"]) == ("held", "sms")
    assert "10 clear working days" in notice["failure"]
    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    assert post(client, "/console/by-hand", address, reason="Urgent.")[0] == 403

    factories.sign_in(client, "contract_manager")
    assert post(client, "/console/by-hand", address, reason=" ")[0] == 422
    assert post(client, "/console/by-hand", address, reason="The lift fails.")[0] == 200
    assert (outbox()[0]["state"], outbox()[0]["allowed_because"]) == ("queued", "The lift fails.")


def test_a_manager_stops_sending_with_a_reason_and_another_lets_it_go_on(app: Flask, client: FlaskClient) -> None:
    factories.a_landlord()
    factories.sign_in(client, "contract_manager", name="Mo Manager")
    assert post(client, "/console/sending", "/console/sending/stop", channel="all", reason="")[0] == 422
    _, page = post(client, "/console/sending", "/console/sending/stop", channel="all", reason="Wrong day in all.")
    assert "Everything: stopped." in page

    factories.sign_in(client, "administrator", name="Ada Admin")
    _, page = post(client, "/console/sending", "/console/sending/resume", channel="all")

    assert "stopped.</strong>" not in page
    assert "Wrong day in all." in page
    assert "by Mo Manager" in page
    assert "by Ada Admin" in page
