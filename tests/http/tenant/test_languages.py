"""The tenant's page in six languages: English beside what no speaker has checked, direction, and who chooses."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.wording.languages import ENGLISH, LANGUAGES, OTHERS
from server.domain.wording.templates import placeholders
from server.outside.clock import FixedClock
from server.services.wording.read_speech import read_speech
from server.services.wording.save_words import save_words
from server.services.wording.sign_off_words import sign_off_words
from server.storage.telling.catalogues import ANSWERS, LETTERS, page_catalogues, shipped
from server.storage.telling.word_choices import Which
from tests.factories import LANDLORD, a_person, an_appointment
from tests.http.tenant.pages import a_link, opened


def test_a_tenant_reads_their_own_language_once_the_postcode_is_known(client: FlaskClient, clock: FixedClock) -> None:
    a_person(language="ur")
    an_appointment()
    link = a_link(clock)

    before = client.get(link).text
    after = opened(client, link)

    assert 'lang="en-GB"' in before
    assert '<html lang="ur" dir="rtl">' in after
    assert "آپ کی ملاقات" in after
    assert '<span class="english" lang="en" dir="ltr">Your appointment</span>' in after


def test_a_browser_that_asks_for_polish_gets_it_before_the_postcode(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment()

    page = client.get(a_link(clock), headers={"Accept-Language": "cy, pl-PL;q=0.9, en;q=0.5"}).text

    assert '<html lang="pl" dir="ltr">' in page
    assert "poniedziałek, 23 listopada" in page or "poniedziałek 23 listopada" in page


def test_a_choice_on_the_page_is_kept_for_the_next(client: FlaskClient, clock: FixedClock) -> None:
    a_person(language="ur")
    an_appointment()
    link = a_link(clock)
    client.get(f"{link}?language=zh")

    assert '<html lang="zh" dir="ltr">' in opened(client, link)
    assert client.get(f"{link}?language=xx").text.count('<html lang="zh"') == 1


def test_what_a_speaker_signed_off_stands_alone(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment()
    link = a_link(clock)
    which = Which(LANDLORD, "pl", "page", "postcode")
    sign_off_words([which], speaker="Ewa Nowak", by="user-1", clock=clock)

    page = client.get(f"{link}?language=pl").text

    assert '<label for="postcode">Twój kod pocztowy</label>' in page
    assert '<span class="english" lang="en" dir="ltr">Show my appointment</span>' in page


def test_facts_are_kept_apart_from_text_that_runs_from_right_to_left(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment()

    page = client.get(f"{a_link(clock)}?language=ur").text

    assert re.search(r"<bdi>10:00\sAM</bdi> اور <bdi>12:00\sPM</bdi>", page)


def test_an_old_link_says_so_in_the_language_asked_for(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment()
    link = a_link(clock)
    clock.move(days=30)

    answer = client.get(link, headers={"Accept-Language": "hi"})

    assert answer.status_code == 410
    assert "यह लिंक समाप्त हो गया है।" in answer.text
    assert "0300 555 0100" in answer.text


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_pages_is_there_in_every_language(language: str) -> None:
    for catalogue in (LETTERS, ANSWERS, *page_catalogues()):
        english, own = shipped(ENGLISH, catalogue), shipped(language, catalogue)
        assert set(own) == set(english), (language, catalogue)
        for name, words in own.items():
            assert placeholders(words) <= placeholders(english[name]), (language, catalogue, name)


def test_an_edit_of_the_english_ends_the_sign_off_of_its_translation(app: Flask, clock: FixedClock) -> None:
    which = Which(LANDLORD, "pl", "page", "postcode")
    sign_off_words([which], speaker="Ewa Nowak", by="user-1", clock=clock)
    assert "page.postcode" in read_speech(LANDLORD, "pl").checked
    save_words(Which(LANDLORD, ENGLISH, "page", "postcode"), "The postcode of your home", by="user-1", clock=clock)

    assert "page.postcode" not in read_speech(LANDLORD, "pl").checked
    assert read_speech(LANDLORD, "pl").english["page.postcode"] == "The postcode of your home"


def test_all_languages_name_themselves_in_their_own_script(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment()
    page = client.get(a_link(clock)).text

    assert all(one.own_name in page for one in LANGUAGES.values())
