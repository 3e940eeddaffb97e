"""Letters, goodwill payments beside the claim, and which jobs are the same repair: a person decides, with a reason."""

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.services.claims.write_decision_letter import letter_facts
from server.storage.cases import cases
from server.storage.claiming import claims, goodwill
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.decisions import PolicyOverride
from server.storage.tables.register import Person
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_repair, an_appointment, sign_in

CASE = "T-100000000001@100000000001"


@pytest.fixture
def repair(app: Flask, clock: FixedClock) -> str:
    """Two misses of one job and one of a job raised again for the same defect, which nobody has linked."""
    a_repair("J-2")
    for number, (days, job) in enumerate(((20, "J-1"), (13, "J-1"), (6, "J-2")), start=1):
        name = f"A-{number}"
        an_appointment(name, start_at=NOW - timedelta(days=days), status="not_attended", job_number=job)
        an_imported_visit(name, "not_attended", reason="over-ran", job_number=job, repair_root=job)
    assess_household(LANDLORD, CASE, cause="a test", clock=clock)
    lost = LostDay("person-1", (NOW - timedelta(days=20)).date(), 6543, "payslip")
    record_loss(LANDLORD, CASE, lost, by="office", clock=clock)
    return "/console/repairs/J-1"


def newest() -> int:
    found = cases.latest_assessment(LANDLORD, CASE)
    assert found is not None
    return found.assessment_id


def total() -> int:
    found = cases.latest_assessment(LANDLORD, CASE)
    assert found is not None
    return found.total_pence


def send(client: FlaskClient, page: str, to: str, **fields: str) -> TestResponse:
    g.pop("csrf_token", None)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(to, data={"csrf_token": token[1], **fields})


def test_a_job_raised_again_is_put_to_its_repair_and_counted_and_can_be_taken_out(
    client: FlaskClient, repair: str
) -> None:
    sign_in(client, "contract_manager")
    before = total()
    link = {"job": "J-2", "stands": "yes", "reason": "The same boiler, the same leak."}
    without = send(client, repair, "/console/repair-links/J-1", **{**link, "reason": " "})
    assert send(client, repair, "/console/repair-links/J-1", **link).status_code == 302

    assert without.status_code == 400 and "Say how you know" in without.text
    assert (before, total()) == (0, 6543)
    assert "A-3" in client.get(repair).text
    [entry] = audit.trail(LANDLORD, audit.Subject("repair", "J-2"))
    assert (entry.action, entry.reason) == ("repair_linked", link["reason"])

    send(client, repair, "/console/repair-links/J-1", **{**link, "stands": "no", "reason": "Another leak after all."})
    assert total() == 0


def test_the_letter_is_handed_out_once_the_claim_is_decided(
    client: FlaskClient, repair: str, clock: FixedClock
) -> None:
    with transaction():
        db.session.execute(update(Person).values(language="pl", format="large_print"))
    claim = open_claim(LANDLORD, CASE, NewClaim("person-1", "phone"), by="office", clock=clock)
    sign_in(client, "contract_manager", "claim_handler")
    link = {"job": "J-2", "stands": "yes", "reason": "The same leak."}
    send(client, repair, "/console/repair-links/J-1", **link)
    page = f"/console/claims/{newest()}"
    early = send(client, page, f"{page}/letter", claim_id=claim.claim_id)
    decide_claim(LANDLORD, CASE, ClaimRuling("approved", newest(), 6543, "Proof was seen."), by="office", clock=clock)

    page = f"/console/claims/{newest()}"
    assert early.status_code == 400
    assert f"Letter about {claim.reference} (PDF)" in client.get(page).text
    assert send(client, page, f"{page}/letter", claim_id=claim.claim_id).data.startswith(b"%PDF-")
    assert send(client, page, f"{page}/letter", claim_id="another").status_code == 404
    said = str(letter_facts(claims.claims_of(LANDLORD, CASE)[0]))
    assert "Wypłacimy Ci £65.43." in said and "We will pay you £65.43." in said
    assert "'size': 18" in said and "3 occasions" in said and "Amina Khan" in said


def test_goodwill_is_off_until_the_director_sets_its_limit(client: FlaskClient, repair: str) -> None:
    sign_in(client, "claim_handler", "director")
    page = f"/console/claims/{newest()}"
    fields = {"goodwill_pounds": "25.00", "goodwill_reason": "For the cold weekend.", "goodwill_seen": "0"}
    assert "goodwill payment" not in client.get(page).text
    assert "are off" in send(client, page, f"{page}/goodwill", **fields).text

    with transaction():
        db.session.add(_limit(3000))
    assert "at most £30.00" in client.get(page).text
    assert send(client, page, f"{page}/goodwill", **{**fields, "goodwill_pounds": "30.01"}).status_code == 400
    assert send(client, page, f"{page}/goodwill", **fields).status_code == 302

    assert total() == 0  # the clause's own sum does not know of it
    assert "For the cold weekend." in client.get(page).text
    [row] = csv.DictReader(io.StringIO(client.get("/console/payments.csv").text))
    assert (row["pounds"], row["charged_to_firms"], row["own_cost"], row["for"]) == (
        "25.00",
        "0.00",
        "25.00",
        "goodwill",
    )
    assert "£25.00" in client.get("/console/recharges").text


def test_a_goodwill_payment_that_is_sent_twice_is_given_once(client: FlaskClient, repair: str) -> None:
    sign_in(client, "claim_handler", "director")
    page = f"/console/claims/{newest()}"
    with transaction():
        db.session.add(_limit(3000))
    assert 'name="goodwill_seen" value="0"' in client.get(page).text
    fields = {"goodwill_pounds": "25.00", "goodwill_reason": "For the cold weekend.", "goodwill_seen": "0"}

    assert send(client, page, f"{page}/goodwill", **fields).status_code == 302
    again = send(client, page, f"{page}/goodwill", **fields)

    assert "perhaps this one" in again.text and ">For the cold weekend.</textarea>" in again.text
    assert 'name="goodwill_seen" value="1"' in again.text
    assert [one.pence for one in goodwill.of_case(LANDLORD, CASE)] == [2500]
    assert send(client, page, f"{page}/goodwill", **{**fields, "goodwill_seen": "1"}).status_code == 302


def _limit(pence: int) -> PolicyOverride:
    day = NOW.date() - timedelta(days=1)
    words = {"reference": "not Havebury's", "reason": "Board minute 7", "by": "director"}
    return PolicyOverride(
        landlord_id=LANDLORD, name="goodwill_up_to_pence", starts_on=day, value=pence, at=NOW, taken_up_at=NOW, **words
    )
