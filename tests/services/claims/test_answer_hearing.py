"""Nobody's claim is refused before they have seen what speaks against it and could answer."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.answer_hearing import open_hearing
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.claims.queue_claim_notices import queue_claim_notice
from server.services.wording.sign_off_words import sign_off_words
from server.storage.cases import cases
from server.storage.claiming import claims
from server.storage.database import db, transaction
from server.storage.tables.decisions import Claim
from server.storage.tables.messages import ContactChoice
from server.storage.tables.notices import Notice
from server.storage.telling.catalogues import shipped
from server.storage.telling.word_choices import Which
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_person, an_appointment
from tests.http.tenant.pages import a_link, opened

CASE = "T-100000000001@100000000001"


@pytest.fixture
def claim(app: Flask, clock: FixedClock) -> Claim:
    for number, days in enumerate((20, 13, 6), start=1):
        an_appointment(f"A-{number}", start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    made = open_claim(LANDLORD, CASE, NewClaim("person-1", "phone"), by="office", clock=clock)
    clock.move(minutes=1)
    return made


def refuse(clock: FixedClock) -> None:
    latest = cases.latest_assessment(LANDLORD, CASE)
    assert latest is not None
    ruling = ClaimRuling("refused", latest.assessment_id, 0, "We came each time.")
    decide_claim(LANDLORD, CASE, ruling, by="office", clock=clock)


def hear(claim: Claim, clock: FixedClock) -> None:
    open_hearing(LANDLORD, claim.claim_id, "The diary says we came.", by="office", clock=clock)


def test_a_claim_is_not_refused_unheard(claim: Claim, clock: FixedClock) -> None:
    with pytest.raises(DoorstepError) as told:
        refuse(clock)

    assert told.value.code == "not_heard"


def test_the_tenant_reads_what_speaks_against_it_and_answers(
    client: FlaskClient, claim: Claim, clock: FixedClock
) -> None:
    hear(claim, clock)
    link = a_link(clock, "A-3")
    opened(client, link)

    assert "The diary says we came." in client.get(f"{link}/claim").text
    client.post(f"{link}/claim-after/answer", data={"answer": "I was in all day."})
    refuse(clock)

    page = client.get(f"{link}/claim").text
    assert "We came each time." in page
    assert "challenge the decision" in page
    assert "Ombudsman" in page


def test_silence_until_the_day_allows_the_refusal_and_not_before(claim: Claim, clock: FixedClock) -> None:
    hear(claim, clock)
    clock.move(days=7)
    with pytest.raises(DoorstepError):
        refuse(clock)
    clock.move(days=1)
    refuse(clock)

    assert [row.state for row in claims.decisions_of(LANDLORD, CASE)] == ["refused"]


def test_each_word_to_the_claimant_is_a_text_without_its_content(claim: Claim, clock: FixedClock) -> None:
    hear(claim, clock)
    clock.move(days=8)
    refuse(clock)

    texts = {row.template: row.text for row in db.session.query(Notice)}
    assert claim.reference in texts["claim_hearing"]
    assert "diary" not in texts["claim_hearing"]
    assert "refused" not in texts["claim_decided"]


def test_a_claimant_is_texted_in_their_language_once_a_speaker_checked_it(app: Flask, clock: FixedClock) -> None:
    a_person(language="pl")
    words = [Which(LANDLORD, "pl", "parts", name) for name in shipped("pl", "parts")]
    sign_off_words([*words, Which(LANDLORD, "pl", "texts", "claim_hearing")], speaker="Ewa", by="x", clock=clock)
    an_appointment("A-1", start_at=NOW - timedelta(days=6), status="not_attended")
    made = open_claim(LANDLORD, CASE, NewClaim("person-1", "phone"), by="office", clock=clock)

    queue_claim_notice(made, "A-1", "claim_hearing", clock=clock)
    queue_claim_notice(made, "A-1", "claim_decided", clock=clock)

    told = {row.template: row for row in db.session.query(Notice)}
    assert told["claim_hearing"].text.startswith(f"Havebury: pytanie do wniosku {made.reference}.")
    assert told["claim_decided"].text.startswith("Havebury: we have answered your claim")
    assert told["claim_decided"].own_text.startswith("Havebury: odpowiedzieliśmy na wniosek")


def test_a_phone_that_others_read_hears_of_a_claim_only_that_there_is_news(app: Flask, clock: FixedClock) -> None:
    an_appointment("A-1", start_at=NOW - timedelta(days=6), status="not_attended")
    made = open_claim(LANDLORD, CASE, NewClaim("person-1", "phone"), by="office", clock=clock)
    shared = {"channel": "sms", "language": "en", "format": "standard", "shared_phone": True, "by": "tenant"}
    with transaction():
        db.session.add(ContactChoice(choice_id="c-1", landlord_id=LANDLORD, person_id="person-1", at=NOW, **shared))

    queue_claim_notice(made, "A-1", "claim_decided", clock=clock)

    assert [row.text for row in db.session.query(Notice)] == [
        "Havebury: there is news for you. See {link} or ring 0300 555 0100"
    ]
