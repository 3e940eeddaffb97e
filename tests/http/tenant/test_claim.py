"""The claim on the tenant's page: one question at a time, nothing is lost, papers are sealed, a reference ends it."""

import gzip
import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.services.tenants.make_tenant_link import make_tenant_link
from server.storage.claiming import claim_drafts, claims
from server.storage.database import db
from server.storage.people import audit
from server.storage.tables.claiming import ClaimPaper
from server.storage.tables.notices import Notice
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_person, an_appointment, sign_in
from tests.http.tenant.pages import a_link, opened

CASE = "T-100000000001@100000000001"
DAYS = [(NOW - timedelta(days=days)).date().isoformat() for days in (20, 13, 6)]
STATIC = Path(__file__).resolve().parents[3] / "static"
STYLES = [STATIC / f"{name}.css" for name in ("tokens", "elements", "fields", "tenant")]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture
def link(app: Flask, client: FlaskClient, clock: FixedClock) -> str:
    """The claim page of a household whose repair was missed three times; its postcode is known."""
    for number, days in enumerate((20, 13, 6), start=1):
        an_appointment(f"A-{number}", start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    page = a_link(clock, "A-3")
    opened(client, page)
    return f"{page}/claim"


def answer(client: FlaskClient, link: str, step: str, **sent: object) -> str:
    """Where the step leads, or the page that says what is wrong."""
    response = client.post(f"{link}/{step}", data=sent, content_type="multipart/form-data")
    return response.location.rsplit("/", 1)[1] if response.status_code == 303 else response.text


def fill_in(client: FlaskClient, link: str, **differently: object) -> None:
    answer(client, link, "person", person=differently.get("person", "person-1"))
    answer(client, link, "acting", acting=differently.get("acting", "self"), helper_name="Jo Park")
    answer(client, link, "tenure", tenure="tenant")
    answer(client, link, "days", days=DAYS[:2])
    answer(client, link, "lost", **{f"pounds-{DAYS[0]}": "90", f"pounds-{DAYS[1]}": "£55.00"})
    answer(client, link, "proof", proof="later")


def a_photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG", exif=b"Exif\x00\x00secret-place")
    return made.getvalue()


def test_each_step_leads_to_the_next_and_the_end_is_a_reference(client: FlaskClient, link: str) -> None:
    assert answer(client, link, "person", person="person-1") == "acting"
    assert answer(client, link, "acting", acting="self") == "tenure"
    assert answer(client, link, "tenure", tenure="tenant") == "days"
    assert answer(client, link, "days", days=DAYS[:2]) == "lost"
    assert answer(client, link, "lost", **{f"pounds-{DAYS[0]}": "90", f"pounds-{DAYS[1]}": "55.00"}) == "proof"
    assert answer(client, link, "proof", proof="later") == "check"
    assert "£90.00" in client.get(f"{link}/check").text

    page = client.post(link, follow_redirects=True).text

    [claim] = claims.claims_of(LANDLORD, CASE)
    assert claim.reference in page
    assert "Monday 7 December" in page
    assert claim.channel == "page"
    assert [(row.pence, row.evidence) for row in claims.losses_of(LANDLORD, CASE)] == [(9000, "none"), (5500, "none")]


def test_sending_twice_makes_one_claim_and_one_text(client: FlaskClient, link: str) -> None:
    fill_in(client, link)
    client.post(link)
    client.post(link)

    assert len(claims.claims_of(LANDLORD, CASE)) == 1
    texts = [row.text for row in db.session.query(Notice).filter_by(template="claim_received")]
    assert len(texts) == 1
    assert "Mon 7 Dec" in texts[0]


def test_what_was_typed_wrong_is_kept_and_said(client: FlaskClient, link: str) -> None:
    answer(client, link, "person", person="person-1")
    answer(client, link, "acting", acting="self")
    answer(client, link, "tenure", tenure="tenant")
    answer(client, link, "days", days=DAYS[:1])

    page = answer(client, link, "lost", **{f"pounds-{DAYS[0]}": "ninety <b>"})

    assert "pounds and pence" in page
    assert 'value="ninety &lt;b&gt;"' in page
    assert 'value="ninety &lt;b&gt;"' in client.get(f"{link}/lost").text


def test_of_several_days_each_that_is_wrong_is_named_in_words(client: FlaskClient, link: str) -> None:
    fill_in(client, link)

    page = answer(client, link, "lost", **{f"pounds-{DAYS[0]}": "ninety", f"pounds-{DAYS[1]}": ""})

    for day in ("Tuesday 3 November", "Tuesday 10 November"):
        said = f"Give the pay you lost on {day} in pounds and pence, such as 90.00."
        assert page.count(said) == 2  # in the list above the form and at its field


def test_the_draft_outlives_the_browser_and_the_link_the_appointment(
    app: Flask, client: FlaskClient, link: str, clock: FixedClock
) -> None:
    fill_in(client, link)
    clock.move(days=29)
    other = app.test_client()
    opened(other, link.removesuffix("/claim"))

    assert "Go on with your claim" in other.get(link).text
    assert "£55.00" in other.get(f"{link}/check").text


def test_without_the_postcode_nothing_is_shown_or_taken(app: Flask, link: str) -> None:
    stranger = app.test_client()

    assert stranger.get(link).status_code == 303
    assert stranger.post(f"{link}/person", data={"person": "person-1"}).status_code == 303
    assert stranger.post(link).status_code == 303
    assert claims.claims_of(LANDLORD, CASE) == []


def test_a_later_step_cannot_be_reached_around_an_open_one(client: FlaskClient, link: str) -> None:
    response = client.get(f"{link}/check")

    assert response.location.endswith("/claim/person")
    assert client.post(link).location.endswith("/claim/person")


def test_a_helper_is_named_on_the_claim(client: FlaskClient, link: str) -> None:
    fill_in(client, link, acting="helper")
    client.post(link)
    [claim] = claims.claims_of(LANDLORD, CASE)

    assert claim_drafts.statements_of([claim.claim_id])[claim.claim_id].helper_name == "Jo Park"


def test_a_joint_tenant_claims_and_a_stranger_is_not_offered(client: FlaskClient, link: str, clock: FixedClock) -> None:
    a_person("person-2", first_name="Bilal", role="joint")
    a_person("person-3", first_name="Lodger", role="other")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    page = client.get(f"{link}/person").text

    assert "Bilal Khan" in page
    assert "Lodger" not in page
    assert "Choose whose pay" in answer(client, link, "person", person="person-3")
    fill_in(client, link, person="person-2")
    client.post(link)
    assert [row.person_id for row in claims.claims_of(LANDLORD, CASE)] == ["person-2"]


def test_each_adult_reads_their_own_claim_and_their_own_part_of_the_answer(
    app: Flask, client: FlaskClient, link: str, clock: FixedClock
) -> None:
    a_person("person-2", first_name="Bilal", role="joint")
    for person, pence in (("person-1", 9000), ("person-2", 5500)):
        open_claim(LANDLORD, CASE, NewClaim(person, "phone"), by="office", clock=clock)
        day = NOW - timedelta(days=20 if person == "person-1" else 13)
        found = record_loss(LANDLORD, CASE, LostDay(person, day.date(), pence, "payslip"), by="office", clock=clock)
    ruling = ClaimRuling("approved", found.assessment.assessment_id, 12_500)
    decide_claim(LANDLORD, CASE, ruling, by="office", clock=clock)
    hers = f"/t/{make_tenant_link(LANDLORD, 'A-3', clock=clock, reader_id='person-2')}"
    opened(client, hers)

    assert "£70.00 has been agreed and will be paid to you." in client.get(link).text
    assert "£55.00 has been agreed and will be paid to you." in client.get(f"{hers}/claim").text
    references = [one.reference for one in claims.claims_of(LANDLORD, CASE)]
    assert [one in client.get(hers).text for one in references] == [False, True]
    assert "£125.00" not in client.get(hers).text + client.get(link.removesuffix("/claim")).text


def test_a_day_that_was_not_missed_cannot_be_claimed(client: FlaskClient, link: str) -> None:
    answer(client, link, "person", person="person-1")

    assert "Choose the days" in answer(client, link, "days", days=["2026-11-01"])


def test_a_photo_is_made_anew_and_sealed(app: Flask, client: FlaskClient, link: str) -> None:
    fill_in(client, link)
    assert answer(client, link, "proof", file=(io.BytesIO(a_photo()), "payslip.jpg")) == "proof"
    [paper] = db.session.query(ClaimPaper).all()
    blobs = app.extensions["doorstep_blobs"]
    [box] = [blobs.get(key) for key in blobs.keys("papers")]

    assert paper.kind == "picture"
    assert b"secret-place" not in box
    assert b"JFIF" not in box
    opened_up = app.extensions["doorstep_keys"].open_paper(paper.paper_id, box)
    assert opened_up.startswith(b"\xff\xd8")
    assert b"secret-place" not in opened_up
    assert app.extensions["doorstep_keys"].open_paper("another", box) is None


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 a program", b"%PDF-1.4 cut off", b"<svg onload=alert(1)>"])
def test_what_is_no_photo_and_no_whole_pdf_is_refused_with_the_way_out(
    client: FlaskClient, link: str, content: bytes
) -> None:
    page = answer(client, link, "proof", file=(io.BytesIO(content), "payslip.pdf"))

    assert "Send" in page or "Choose" in page
    assert db.session.query(ClaimPaper).count() == 0


def test_a_paper_can_be_taken_back_before_sending_and_not_after(app: Flask, client: FlaskClient, link: str) -> None:
    fill_in(client, link)
    answer(client, link, "proof", file=(io.BytesIO(PDF), "a.pdf"))
    answer(client, link, "proof", file=(io.BytesIO(PDF), "b.pdf"))
    first, second = [row.paper_id for row in db.session.query(ClaimPaper).order_by(ClaimPaper.paper_id)]
    after = link.replace("/claim", "/claim-after/take-back")

    client.post(after, data={"paper_id": first})
    client.post(link)
    client.post(after, data={"paper_id": second})

    assert [row.paper_id for row in claim_drafts.papers_of_case(LANDLORD, CASE)] == [second]
    assert len(list(app.extensions["doorstep_blobs"].keys("papers"))) == 1


def test_proof_can_be_sent_later_by_another_texts_link(client: FlaskClient, link: str, clock: FixedClock) -> None:
    fill_in(client, link)
    client.post(link)
    later = a_link(clock, "A-3")
    opened(client, later)

    page = client.post(
        f"{later}/claim-after/paper",
        data={"file": (io.BytesIO(PDF), "a.pdf")},
        content_type="multipart/form-data",
        follow_redirects=True,
    )

    assert "You have sent: 1" in page.text


def test_two_misses_are_not_enough_and_the_page_says_what_to_keep(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    an_appointment("A-1", start_at=NOW - timedelta(days=6), status="not_attended")
    an_imported_visit("A-1", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    page = a_link(clock)
    opened(client, page)

    assert "Keep proof" in client.get(f"{page}/claim").text
    assert client.get(f"{page}/claim/person").location.endswith("/claim")


def test_only_claim_handlers_open_papers_and_a_pdf_is_never_shown_in_the_page(
    app: Flask, client: FlaskClient, link: str
) -> None:
    fill_in(client, link)
    answer(client, link, "proof", file=(io.BytesIO(PDF), "a.pdf"))
    [paper] = db.session.query(ClaimPaper).all()
    address = f"/console/claims/papers/{paper.paper_id}"
    handler = app.test_client()
    sign_in(handler, "claim_handler")

    assert handler.get(address).status_code == 404  # not sent yet: nobody's to see
    client.post(link)
    response = handler.get(address)

    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "claim_paper_read" in [entry.action for entry in audit.trail(LANDLORD, audit.Subject("case", CASE))]
    for role in ("contract_manager", "director", "safeguarding_lead", "administrator"):
        other = app.test_client()
        sign_in(other, role)
        assert other.get(address).status_code == 403


def test_every_question_stands_in_the_tenants_own_language_too(client: FlaskClient, link: str) -> None:
    for step in ("person", "acting", "tenure", "days", "lost", "proof"):
        page = client.get(f"{link}/{step}?language=ur").text
        assert '<html lang="ur" dir="rtl">' in page
        fill_in(client, link)
    page = client.get(f"{link}/check?language=ur").text
    assert "اپنے جواب دیکھ لیں" in page and "Check your answers" in page
    assert "<bdi>£90.00</bdi>" in page or "£90.00" in page


def test_no_page_of_the_claim_weighs_more_than_thirty_kilobytes(client: FlaskClient, link: str) -> None:
    """With its styles and as it is sent, in the language that says everything twice."""
    styles = sum(len(gzip.compress(path.read_bytes())) for path in STYLES)
    fill_in(client, link)
    for step in ("person", "acting", "tenure", "days", "lost", "proof", "check"):
        page = client.get(f"{link}/{step}?language=bn").data
        assert len(gzip.compress(page)) + styles < 30_000, step
