"""Evidence to take away: for whom, of what, and written down."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.outside.clock import FixedClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.storage.people import audit
from tests import factories
from tests.factories import LANDLORD
from tests.http.console.test_deciding import send
from tests.phone import Phone, SigningKey

SECRET = "bruises on both arms"


@pytest.fixture
def visit(app: Flask, client: FlaskClient, clock: FixedClock) -> str:
    factories.an_operative()
    factories.an_appointment()
    factories.an_assignment()
    visit = factories.a_visit()
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    phone = Phone.enrolled(client, code, key=SigningKey())
    phone.record("arrived", visit, at_property=True)
    phone.record("concern_reported", visit, about="person", category="injury", seen=SECRET)
    phone.record("left", visit, cleaned_up=True)
    phone.sync()
    return visit


def take(client: FlaskClient, visit: str, **fields: str) -> TestResponse:
    return send(client, f"/console/visits/{visit}", f"/console/visits/{visit}/evidence", **fields)


def packed(client: FlaskClient, visit: str, **fields: str) -> zipfile.ZipFile:
    answer = take(client, visit, **fields)
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    content = io.BytesIO(answer.data)
    answer.close()
    return zipfile.ZipFile(content)


def test_a_contract_manager_takes_a_pack_that_verifies_and_it_is_written_down(
    client: FlaskClient, visit: str, tmp_path: Path
) -> None:
    user = factories.sign_in(client, "contract_manager")
    assert "Download the evidence" in client.get(f"/console/visits/{visit}").text

    packed(client, visit).extractall(tmp_path / "pack")

    command = [sys.executable, "-I", "verify.py"]
    ran = subprocess.run(command, cwd=tmp_path / "pack", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    (entry,) = audit.trail(LANDLORD, audit.Subject("visit", visit))
    assert (entry.action, entry.by) == ("evidence_exported", user)


def test_a_visit_that_no_phone_spoke_of_offers_nothing_to_take_away(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    factories.an_operative()
    factories.an_appointment()
    silent = factories.a_visit()
    factories.sign_in(client, "contract_manager")

    page = client.get(f"/console/visits/{silent}").text

    assert "Download the evidence" not in page
    assert "Nothing has been received about this visit, so there is nothing to take away." in page
    assert take(client, silent).status_code == 404


def test_the_report_shows_times_with_trust_and_says_what_is_left_out(client: FlaskClient, visit: str) -> None:
    factories.sign_in(client, "contract_manager")
    archive = packed(client, visit)
    report = archive.read("report.html").decode()

    assert "Arrived" in report
    assert "phone clock agreed with ours within" in report
    assert "Even if the phone was tampered with" in report
    assert "14 Oak Road" in report
    assert "1 record is left out" in report
    assert not [name for name in archive.namelist() if SECRET.encode() in archive.read(name)]


def test_a_visit_that_a_phone_made_says_so_in_its_report(app: Flask, client: FlaskClient, clock: FixedClock) -> None:
    factories.an_operative()
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    phone, made = Phone.enrolled(client, code), str(uuid4())
    phone.record("visit_opened", made, reason="in passing")
    phone.sync()
    factories.sign_in(client, "contract_manager")

    report = packed(client, made).read("report.html").decode()

    assert "the phone made this visit by itself on Mon 23 Nov 2026" in report


def test_a_safeguarding_lead_reads_the_concern_for_a_reason(client: FlaskClient, visit: str) -> None:
    factories.sign_in(client, "safeguarding_lead")
    assert take(client, visit).status_code == 400
    archive = packed(client, visit, why="The council asked for the record")

    assert SECRET in archive.read("report.html").decode()


@pytest.mark.parametrize("role", ["contractor_office", "claim_handler", "director", "administrator"])
def test_nobody_else_takes_a_pack(client: FlaskClient, visit: str, role: str) -> None:
    factories.sign_in(client, role, firm_id="firm-a" if role == "contractor_office" else None)

    assert take(client, visit).status_code == 403


def test_a_visit_without_a_record_has_nothing_to_take(client: FlaskClient, visit: str) -> None:
    factories.sign_in(client, "contract_manager")

    assert take(client, factories.a_visit()).status_code == 404
