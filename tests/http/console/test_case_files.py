"""The file of one repair for an Ombudsman: all that was recorded, cut down to its reader; taking it is written down."""

import io
import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from server.domain.viewing import Viewer
from server.http.console.filing.case_file import case_file
from server.outside.blobs import VIEW, rendition_key
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.answer_hearing import open_hearing
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from server.storage.database import db, transaction
from server.storage.filing import case_file as stored
from server.storage.people import audit
from server.storage.tables.claiming import GoodwillPayment
from server.storage.tables.messages import TenantMessage
from server.storage.tables.notices import Notice
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, sign_in
from tests.http.console import world
from tests.http.walking.answers import content_of

CASE = "T-100000000001@100000000001"


@pytest.fixture
def repair(app: Flask, clock: FixedClock) -> str:
    """Three misses, a visit's record, a text, a complaint, a claim that was heard and approved."""
    for number, days in enumerate((20, 13, 6), start=1):
        an_appointment(f"A-{number}", start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    world.an_event(a_visit("A-3"), "arrived", {"at_property": False})
    with transaction():
        db.session.add(_notice())
        db.session.add(_complaint())
    assess_household(LANDLORD, CASE, cause="a test", clock=clock)
    claim = open_claim(LANDLORD, CASE, NewClaim("person-1", "phone"), by="office", clock=clock)
    record_loss(
        LANDLORD, CASE, LostDay("person-1", (NOW - timedelta(days=20)).date(), 6543, "payslip"), by="o", clock=clock
    )
    with transaction():
        given = {"pence": 2500, "reason": "for-the-cold-weekend", "by": "office", "at": NOW}
        db.session.add(GoodwillPayment(landlord_id=LANDLORD, case_id=CASE, **given))
    open_hearing(LANDLORD, claim.claim_id, "diary-says-otherwise", by="office", clock=clock)
    latest = cases.latest_assessment(LANDLORD, CASE)
    assert latest is not None
    ruling = ClaimRuling("approved", latest.assessment_id, latest.total_pence, "all-proof-was-seen")
    decide_claim(LANDLORD, CASE, ruling, by="office", clock=clock)
    return "J-1"


def _notice() -> Notice:
    times = {"queued_at": NOW - timedelta(days=6, hours=1), "sent_at": NOW - timedelta(days=6), "due_at": NOW}
    words = {"text": "sorry, we are late: http://localhost/t/secret-token", "recipient": "+447700900123"}
    names = {"notice_id": "n-1", "landlord_id": LANDLORD, "cause": "c-1", "template": "new_time", "channel": "sms"}
    return Notice(**names, **times, **words, appointment_id="A-3", state="sent")


def _complaint() -> TenantMessage:
    names = {"message_id": "m-1", "landlord_id": LANDLORD, "reference": "CO-1", "once_key": "k", "kind": "complaint"}
    due = {"acknowledge_by_on": NOW.date() + timedelta(days=7), "answer_by_on": NOW.date() + timedelta(days=21)}
    said = {"text": "nobody-rang-me-back", "facts": {}, "channel": "page", "firm_id": "firm-a", "received_at": NOW}
    return TenantMessage(**names, **due, **said, appointment_id="A-3")


def facts_for(*roles: str) -> str:
    viewer = Viewer("u", "A. Reader", "", LANDLORD, None, roles)
    file = stored.find(viewer, "J-1")
    assert file is not None
    return json.dumps(case_file(file, viewer, {}, at=NOW), ensure_ascii=False)


def test_it_has_what_was_agreed_told_recorded_said_and_decided(repair: str) -> None:
    found = facts_for("claim_handler")

    for said in (
        "Tue 3 Nov 2026, 09:00 (A-1)",
        "sorry, we are late",
        "Tue 17 Nov 2026, 09:00",  # when it left
        "no receipt",
        "phone clock agreed with ours",
        "nobody-rang-me-back",
        "Mon 30 Nov 2026",  # when the complaint is to be acknowledged
        "HS004A 7.1",
        "more than two occasions",
        "cap pence per day",
        "£65.43",
        "diary-says-otherwise",
        "Approved £65.43. all-proof-was-seen",
        "claim approved",
        "£25.00. for-the-cold-weekend",
        "£65.43 lost; proof: payslip; recorded Mon 23 Nov 2026, 09:00 by o.",
        '["set off", "none"]',
    ):
        assert said in found, said
    assert "secret-token" not in found and "{link}" not in found


def test_what_was_lost_and_claimed_stands_in_a_claim_handlers_file_alone(repair: str) -> None:
    for role in ("contract_manager", "director"):
        found = facts_for(role)
        assert "nobody-rang-me-back" in found and "for claim handlers only" in found
        assert "£25.00" in found
        for secret in ("for-the-cold-weekend", "diary-says-otherwise", "all-proof-was-seen", '"Lost"', "payslip"):
            assert secret not in found, (role, secret)


def test_a_concern_about_people_stays_out(repair: str) -> None:
    visit = a_visit("A-2")
    world.an_event(visit, "concern_reported", {"about": "person", "seen": "bruises-on-both-arms"})

    assert "bruises-on-both-arms" not in facts_for("claim_handler", "contract_manager", "director")


def test_the_button_hands_out_a_document_and_writes_down_who_took_it(client: FlaskClient, repair: str) -> None:
    user = sign_in(client, "contract_manager")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/console/repairs/{repair}").text)
    assert token is not None
    answer = client.post(f"/console/case-files/{repair}", data={"csrf_token": token[1]})

    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    [entry] = audit.trail(LANDLORD, audit.Subject("repair", repair))
    assert (entry.action, entry.by) == ("case_file_exported", user)


def test_the_photos_of_its_visits_stand_in_the_file(app: Flask, client: FlaskClient, repair: str) -> None:
    photo = world.a_photo(b"a photo of the boiler")
    world.an_event(a_visit("A-3"), "photo_taken", {"role": "after"}, blobs=[photo, world.a_photo(b"no picture yet")])
    picture = io.BytesIO()
    Image.new("RGB", (16, 12), "red").save(picture, "JPEG")
    app.extensions["doorstep_blobs"].put(rendition_key(LANDLORD, photo["sha256"], VIEW), picture.getvalue())
    sign_in(client, "contract_manager")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/console/repairs/{repair}").text)
    assert token is not None
    made = client.post(f"/console/case-files/{repair}", data={"csrf_token": token[1]}).data

    assert made.count(b"/Subtype/Image") == 1
    said = " ".join(content_of(made).split())
    assert "Photo 1: " in said and "Photo 2: " in said
    assert said.count("Its picture is not in this file") == 1


def test_a_contractors_office_takes_no_file(client: FlaskClient, repair: str) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")

    assert "case file" not in client.get(f"/console/repairs/{repair}").text
    assert client.post(f"/console/case-files/{repair}").status_code in (400, 403)
