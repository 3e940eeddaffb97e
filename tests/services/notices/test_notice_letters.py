"""A letter says in the tenant's language what the text says, with English beside whatever no speaker has checked."""

from datetime import timedelta

from flask import Flask

from server.outside.clock import FixedClock
from server.services.notices.queue_appointment_notice import OfficeNews, queue_appointment_notice
from server.services.wording.sign_off_words import sign_off_words
from server.storage.database import db
from server.storage.tables.telling import Letter
from server.storage.telling.catalogues import shipped
from server.storage.telling.word_choices import Which
from tests.factories import LANDLORD, a_person, an_appointment, an_operative


def a_letter_in(language: str, clock: FixedClock) -> Letter:
    an_operative()
    a_person(language=language, preferred_channel="letter")
    an_appointment(start_at=clock.now() + timedelta(days=14))
    news = OfficeNews("cancelled", "change-1", old_start_at=clock.now() + timedelta(days=14), reason="illness")
    queue_appointment_notice(LANDLORD, "A-1", news, clock=clock)
    return db.session.query(Letter).one()


def said_in(letter: Letter, language: str) -> str:
    blocks = letter.facts["blocks"]
    assert isinstance(blocks, list)
    return "\n".join(block["text"] for block in blocks if block["language"] == language)


def test_a_letter_in_words_that_nobody_checked_has_the_english_too(app: Flask, clock: FixedClock) -> None:
    letter = a_letter_in("ur", clock)

    assert (letter.language, letter.facts["title"]) == ("ur", "معذرت، ہم طے شدہ وقت پر نہیں آ سکتے")
    assert "معذرت، بیماری سے" in said_in(letter, "ur")
    assert "Sorry, ill, we cannot come Mon 7 Dec." in said_in(letter, "en")
    assert "the English counts" in said_in(letter, "en")
    assert letter.facts["particulars"] == [["تاریخ", "23 نومبر، 2026"], ["Date", "23 November 2026"]]


def test_a_letter_whose_words_a_speaker_checked_stands_alone(app: Flask, clock: FixedClock) -> None:
    names = [Which(LANDLORD, "pl", book, name) for book in ("parts", "letters") for name in shipped("pl", book)]
    words = [*names, Which(LANDLORD, "pl", "texts", "cancelled_illness")]
    sign_off_words(words, speaker="Ewa", by="user-1", clock=clock)

    letter = a_letter_in("pl", clock)

    assert "Przepraszamy, z powodu choroby nie przyjdziemy" in said_in(letter, "pl")
    assert said_in(letter, "en") == ""


def test_a_letter_in_english_says_everything_once(app: Flask, clock: FixedClock) -> None:
    letter = a_letter_in("en", clock)

    assert said_in(letter, "en").count("we cannot come") == 1
    assert letter.facts["particulars"] == [["Date", "23 November 2026"]]
