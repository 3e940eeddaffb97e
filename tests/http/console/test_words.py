"""The office's words: a preview with its cost, versions, rules for texts, a trial text, and sign-offs."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.services.wording.read_speech import read_speech, text_template
from server.services.wording.read_words import edited_catalogues
from server.storage.database import db
from server.storage.tables.notices import Notice
from server.storage.tables.wording import WordingVersion
from tests.factories import LANDLORD, sign_in
from tests.http.console.told import send_form

TEXT = "/console/words/en/texts/missed"
MISSED = "{landlord}: we are sorry that nobody came on {day}. {link} or {phone}"


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> FlaskClient:
    sign_in(client, "contract_manager")
    return client


def send(office: FlaskClient, address: str, **sent: str) -> str:
    return send_form(office, address, **sent)


def test_length_and_parts_are_shown_before_anything_is_saved(office: FlaskClient) -> None:
    page = send(office, TEXT, words=MISSED, deed="preview")

    assert "nobody came on Wed 30 Sep" in page
    assert " signs, 1 part</strong>, plain alphabet" in page
    assert "Save these words" in page
    assert db.session.query(WordingVersion).count() == 0


def test_saved_words_are_in_force_and_can_be_taken_back(office: FlaskClient) -> None:
    send(office, TEXT, words=MISSED, deed="save", reason="Plainer")
    assert text_template(LANDLORD, "missed", "en") == ("en", MISSED)

    page = send(office, TEXT, words="", deed="save")

    assert text_template(LANDLORD, "missed", "en")[1] != MISSED
    assert "Plainer" in page
    assert "Back to the shipped words" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (MISSED + " and a good deal more than anybody wants to read", "has 2 parts; 1 at most"),
        (MISSED.replace("we are", "we’re"), "Use plain quotes"),
        (MISSED.replace("{landlord}: ", ""), "Begin with {landlord}"),
        (MISSED.replace("{link} or ", ""), "Keep {link}"),
        (MISSED + "{address}", "which is not known there"),
    ],
)
def test_a_text_that_may_not_leave_is_not_saved(office: FlaskClient, words: str, said: str) -> None:
    page = send(office, TEXT, words=words, deed="save").replace("&#39;", "'")

    assert said in page
    assert db.session.query(WordingVersion).count() == 0


def test_a_trial_text_goes_to_the_typed_number_through_the_outbox(office: FlaskClient) -> None:
    send(office, TEXT, words=MISSED, deed="trial", number="07700 900123")

    [row] = db.session.query(Notice)
    assert (row.recipient, row.state, row.kind) == ("+447700900123", "queued", "trial")
    assert "Give a mobile number" in send(office, TEXT, words=MISSED, deed="trial", number="me")


def test_a_translation_leaves_only_once_a_speaker_signed_it_off(office: FlaskClient) -> None:
    address = "/console/words/pl/texts/missed"
    assert text_template(LANDLORD, "missed", "pl")[0] == "en"

    assert "Give the name" in send(office, address, words=_words("pl"), deed="sign", speaker=" ")
    page = send(office, address, words=_words("pl"), deed="sign", speaker="Ewa Nowak")
    assert "Ewa Nowak" in page
    assert text_template(LANDLORD, "missed", "pl")[0] == "en"  # its days and times are not checked yet

    send(office, "/console/words/pl/parts", speaker="Ewa Nowak")

    assert text_template(LANDLORD, "missed", "pl") == ("pl", _words("pl"))


def test_a_whole_catalogue_can_be_signed_off_by_who_read_it(office: FlaskClient) -> None:
    send(office, "/console/words/zh/card", speaker="Li Na")

    speech = read_speech(LANDLORD, "zh", ("card",))
    assert speech.is_whole
    assert "All 23" in office.get("/console/words").text


def test_every_catalogue_that_can_be_edited_is_named(office: FlaskClient) -> None:
    page = office.get("/console/words").text

    names = re.findall(r'href="/console/words/pl/[a-z]+">([^<]*)<', page)
    assert len(names) == len(edited_catalogues())
    assert all(name.strip() for name in names)


def test_only_the_landlords_manager_edits_words(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")

    assert client.get(TEXT).status_code == 403


def _words(language: str) -> str:
    return read_speech(LANDLORD, language, ("texts",)).own["texts.missed"]
