"""Payments for finance and recharges by contractor: the same pence in both, and a firm sees its own part alone."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, an_appointment, sign_in

CASE = "T-100000000001@100000000001"


@pytest.fixture
def paid(app: Flask, clock: FixedClock) -> None:
    """125 pounds paid today: 70 for firm-a's day and 55 for firm-b's."""
    for number, (days, firm) in enumerate(((20, "firm-a"), (13, "firm-b"), (6, "firm-b")), start=1):
        an_appointment(f"A-{number}", firm, start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    for days, pence in ((20, 9000), (13, 5500)):
        lost = LostDay("person-1", (NOW - timedelta(days=days)).date(), pence, "employer")
        record_loss(LANDLORD, CASE, lost, by="office", clock=clock)
    for state in ("approved", "paid"):
        latest = cases.latest_assessment(LANDLORD, CASE)
        assert latest is not None
        decide_claim(LANDLORD, CASE, ClaimRuling(state, latest.assessment_id, 12_500), by="office", clock=clock)


def test_the_export_and_the_recharges_have_the_same_pence(client: FlaskClient, paid: None) -> None:
    sign_in(client, "claim_handler")
    page = client.get("/console/recharges").text
    [row] = csv.DictReader(io.StringIO(client.get("/console/payments.csv").text))

    assert "£70.00" in page and "£55.00" in page and "£125.00" in page
    assert (row["pounds"], row["charged_to_firms"], row["own_cost"]) == ("125.00", "125.00", "0.00")
    assert row["payee_reference"] == "T-100000000001"
    assert "Khan" not in str(row)


def test_a_firm_sees_its_own_part_alone_and_no_export(client: FlaskClient, paid: None) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")
    page = client.get("/console/recharges").text

    assert "£70.00" in page
    assert "£55.00" not in page and "£125.00" not in page
    assert client.get("/console/payments.csv").status_code == 403


def test_another_period_has_none_of_it(client: FlaskClient, paid: None) -> None:
    sign_in(client, "director")

    assert "Nothing paid" in client.get("/console/recharges?from=2026-10-01&to=2026-10-31").text
    assert client.get("/console/recharges?from=2026-11-30&to=2026-11-01").status_code == 400
