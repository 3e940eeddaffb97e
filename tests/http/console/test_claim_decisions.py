"""Deciding a claim in the console: open questions with both readings, the reason, and the second who comes too late."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_person, an_appointment, sign_in

CASE = "T-100000000001@100000000001"


@pytest.fixture
def address(app: Flask, client: FlaskClient, clock: FixedClock) -> str:
    """A claim handler's page of a case with one open question, worth 70 pounds."""
    for number, days in enumerate((20, 13, 6), start=1):
        an_appointment(f"A-{number}", start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    lost = LostDay("person-1", (NOW - timedelta(days=20)).date(), 9000, "own_record")
    record_loss(LANDLORD, CASE, lost, by="office", clock=clock)
    sign_in(client, "claim_handler")
    return f"/console/claims/{_newest()}"


def _newest() -> int:
    found = cases.latest_assessment(LANDLORD, CASE)
    assert found is not None
    return found.assessment_id


def send(client: FlaskClient, page: str, what: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(f"{page}/{what}", data={"csrf_token": token[1], **fields})


def test_both_readings_stand_beside_the_question(client: FlaskClient, address: str) -> None:
    page = client.get(address).text

    assert "Is the person&#39;s own record accepted as proof?" in page
    assert "Yes: £70.00 for the tenant" in page
    assert "No: £70.00" in page  # other proof may still come


def test_questions_of_one_kind_are_told_apart_by_whom_and_which_day_and_since_when(
    client: FlaskClient, address: str, clock: FixedClock
) -> None:
    a_person("person-2", first_name="Bilal", role="joint")
    clock.move(hours=2)
    lost = LostDay("person-2", (NOW - timedelta(days=13)).date(), 5500, "own_record")
    record_loss(LANDLORD, CASE, lost, by="office", clock=clock)
    page = client.get(f"/console/claims/{_newest()}").text

    for asked, since in (("Amina Khan, Tue 3 Nov 2026", "9:00"), ("Bilal Khan, Tue 10 Nov 2026", "11:00")):
        [entry] = [one for one in page.split("<li>") if one.startswith(f"<strong>{asked}.</strong>")]
        assert f"Asked since Mon 23 Nov 2026, {since}" in entry.replace(" 0", " ")
        assert f"<legend>{asked}. Is the person" in page

    send(client, f"/console/claims/{_newest()}", "answer", place="0", answer="yes", reason="I saw the diary.")
    page = client.get(f"/console/claims/{_newest()}").text
    assert "accepted as proof? Amina Khan, Tue 3 Nov 2026: <strong>Yes</strong>" in page


def test_whoever_may_read_of_earnings_reads_names_and_no_numbers_of_people(client: FlaskClient, address: str) -> None:
    page = client.get(address).text

    assert "Tuesday 3 November 2026 (Amina Khan)" in page
    assert "(person-1)" not in page


def test_an_answer_is_recorded_with_its_reason_and_changes_the_sum(client: FlaskClient, address: str) -> None:
    assert send(client, address, "answer", place="0", answer="yes", reason="I saw the diary.").status_code == 302

    page = client.get(f"/console/claims/{_newest()}").text
    assert "I saw the diary." in page
    assert "A. User" in page
    assert '<dd class="big">£70.00</dd>' in page


def test_an_answer_without_a_reason_is_kept_in_the_form(client: FlaskClient, address: str) -> None:
    answer = send(client, address, "answer", place="0", answer="yes", reason="")

    assert answer.status_code == 400
    assert "Say why" in answer.text


def test_the_second_of_two_is_told_and_changes_nothing(client: FlaskClient, address: str) -> None:
    send(client, address, "answer", place="0", answer="yes", reason="First.")
    late = send(client, address, "answer", place="0", answer="no", reason="Second.")

    assert late.status_code == 409
    assert "A. User answered a question on this case on Monday 23 November at 9am, after you opened it." in late.text


def test_what_was_decided_stands_beside_what_was_found_since_and_only_then(
    client: FlaskClient, address: str, clock: FixedClock
) -> None:
    send(client, address, "answer", place="0", answer="yes", reason="I saw the diary.")
    send(client, f"/console/claims/{_newest()}", "decision", state="approved", pounds="70.00")
    as_decided = client.get(f"/console/claims/{_newest()}").text

    lost = LostDay("person-1", (NOW - timedelta(days=20)).date(), 4000, "employer")
    record_loss(LANDLORD, CASE, lost, by="office", clock=clock)
    held = client.get(f"/console/claims/{_newest()}").text

    assert "Decided on then, found now" in held and "£40.00" in held
    assert "Decided on then" not in as_decided
    assert "The firm firm-a" in as_decided  # whom it is recharged to, by name


def test_a_loss_that_cannot_be_recorded_keeps_what_was_typed(client: FlaskClient, address: str) -> None:
    day = (NOW - timedelta(days=13)).date().isoformat()
    fields = {"person_id": "person-1", "day": day, "pounds": "ninety", "evidence": "payslip", "paid_leave": "yes"}
    answer = send(client, address, "losses", **fields)

    assert answer.status_code == 400 and 'href="#loss-pounds"' in answer.text
    assert 'value="ninety"' in answer.text and f'<option value="{day}" selected>' in answer.text


@pytest.mark.parametrize("place", ["-1", "7", "x", "99999999999"])
def test_a_question_that_is_not_there_is_refused(client: FlaskClient, address: str, place: str) -> None:
    assert send(client, address, "answer", place=place, answer="yes", reason="Why.").status_code == 400
