"""A letter says in the tenant's language what the text says, with English beside whatever no speaker has checked."""

from datetime import timedelta

from flask import Flask

from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.messages.take_message import About, Said, take_message
from server.services.notices.queue_appointment_notice import OfficeNews, queue_appointment_notice
from server.services.wording.sign_off_words import sign_off_words
from server.storage.database import db
from server.storage.tables.telling import Letter
from server.storage.telling import by_hand
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
    assert "Sorry, staff are ill: no visit Mon 7 Dec." in said_in(letter, "en")
    assert "the English counts" in said_in(letter, "en")
    assert "You may complain about any of this" in said_in(letter, "en")
    assert "In an emergency at night" in said_in(letter, "en")
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

    assert said_in(letter, "en").count("no visit") == 1
    assert letter.facts["particulars"] == [["Date", "23 November 2026"]]


def test_what_the_office_answers_reads_in_the_tenants_language_too(app: Flask, clock: FixedClock) -> None:
    an_operative()
    a_person(language="bn", preferred_channel="letter")
    an_appointment()
    take_message(LANDLORD, About("firm-a", "A-1"), Said("question", "When do you come?", "once-1"), clock=clock)
    letter = db.session.query(Letter).one()

    assert "আপনার বার্তা পেয়েছি" in said_in(letter, "bn")
    assert "we have your message and answer by" in said_in(letter, "en")


def test_a_chinese_letter_says_what_the_text_says(app: Flask, clock: FixedClock) -> None:
    assert "抱歉，因病" in said_in(a_letter_in("zh", clock), "zh")


def test_a_letter_that_is_no_news_any_more_is_not_posted(app: Flask, clock: FixedClock) -> None:
    an_operative()
    a_person(preferred_channel="letter")
    start = clock.now() + timedelta(days=14)
    an_appointment(start_at=start)
    manager = Viewer("user-1", "Mo", "mo@example.org", LANDLORD, None, ("contract_manager",))
    for kind, cause in (("booked", "change-1"), ("cancelled", "change-2")):
        queue_appointment_notice(LANDLORD, "A-1", OfficeNews(kind, cause, start, old_start_at=start), clock=clock)

    assert [one.kind for one in by_hand.letters(manager, clock.now())] == ["cancelled"]
    assert by_hand.letters(manager, start) == []
