"""A claim made by phone or on paper: entered in one go with its scans, marked as such, answered like any other."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.storage.cases import cases
from server.storage.claiming import claim_drafts, claims
from server.storage.database import db
from server.storage.tables.notices import Notice
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, an_appointment, sign_in

CASE = "T-100000000001@100000000001"
DAYS = [(NOW - timedelta(days=days)).date().isoformat() for days in (20, 13, 6)]
PDF = b"%PDF-1.4\nthe scanned form\n%%EOF\n"


@pytest.fixture
def page(app: Flask, client: FlaskClient, clock: FixedClock) -> str:
    for number, days in enumerate((20, 13, 6), start=1):
        an_appointment(f"A-{number}", start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    latest = cases.latest_assessment(LANDLORD, CASE)
    assert latest is not None
    sign_in(client, "claim_handler", name="Dee Park")
    return f"/console/claims/{latest.assessment_id}/entry"


def entered(client: FlaskClient, page: str, **differently: object) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    fields = {
        "person_id": "person-1",
        "channel": "letter",
        "received_on": "2026-11-19",
        "tenure": "tenant",
        "seen": "0",
    }
    sums = {f"pounds-{DAYS[0]}": "90", f"pounds-{DAYS[1]}": "55.00", f"leave-{DAYS[1]}": "yes"}
    return client.post(page, data={"csrf_token": token[1], **fields, **sums, **differently}, follow_redirects=True)


def test_a_claim_on_paper_is_entered_with_its_scan_and_due_from_the_day_it_came(client: FlaskClient, page: str) -> None:
    shown = entered(client, page, papers=(io.BytesIO(PDF), "form.pdf"), helper_name="Jo").text

    [claim] = claims.claims_of(LANDLORD, CASE)
    assert (claim.channel, claim.answer_due_on.isoformat()) == ("letter", "2026-12-03")
    assert "entered by Dee Park" in shown and "by letter" in shown and "scanned by the office" in shown
    losses = claims.losses_of(LANDLORD, CASE)
    assert [(one.pence, one.evidence, one.paid_leave) for one in losses] == [
        (9000, "none", False),
        (5500, "none", True),
    ]
    [paper] = claim_drafts.papers_of_case(LANDLORD, CASE)
    assert client.get(f"/console/claims/papers/{paper.paper_id}").data == PDF
    assert [row.template for row in db.session.query(Notice)].count("claim_received") == 1


def test_a_form_that_is_sent_twice_is_one_claim(client: FlaskClient, page: str) -> None:
    assert 'name="seen" value="0"' in client.get(page).text
    entered(client, page)
    again = entered(client, page, helper_name="Jo")

    assert again.status_code == 400
    assert "perhaps this one" in again.text and 'value="Jo"' in again.text and 'name="seen" value="1"' in again.text
    assert len(claims.claims_of(LANDLORD, CASE)) == 1
    assert [row.template for row in db.session.query(Notice)].count("claim_received") == 1

    entered(client, page, seen="1")
    assert len(claims.claims_of(LANDLORD, CASE)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"received_on": "2026-11-24"}, "cannot lie ahead"),
        ({f"pounds-{DAYS[0]}": "ninety"}, "give pounds and pence"),
        ({f"pounds-{DAYS[0]}": "", f"pounds-{DAYS[1]}": ""}, "at least one day"),
        ({"papers": b"MZ"}, "Send a photo or a PDF"),
    ],
)
def test_with_anything_wrong_nothing_is_entered_and_what_was_typed_stays(
    client: FlaskClient, page: str, wrong: dict[str, object], said: str
) -> None:
    # A file is read once: each run gets its own.
    files = {name: (io.BytesIO(value), "form.exe") for name, value in wrong.items() if isinstance(value, bytes)}
    answer = entered(client, page, **{"helper_name": "Jo Typed", **wrong, **files})

    assert answer.status_code == 400
    assert said in answer.text and 'value="Jo Typed"' in answer.text
    assert claims.claims_of(LANDLORD, CASE) == []
    assert claim_drafts.papers_of_case(LANDLORD, CASE) == []
