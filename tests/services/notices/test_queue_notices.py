"""What a phone recorded becomes a text, once; what the tenant already knows does not."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from server.outside.clock import FixedClock
from server.services.notices.queue_notices import queue_visit_notices
from server.services.wording.sign_off_words import sign_off_words
from server.storage.database import db
from server.storage.telling.catalogues import shipped
from server.storage.telling.notices import NOTICES
from server.storage.telling.word_choices import Which
from tests.evidence import a_phone, recorded
from tests.factories import LANDLORD, NOW, a_person, a_visit, an_appointment, an_operative

CARD = {"reason": "nobody_in", "card_left": True}


@pytest.fixture
def visit(app: Flask) -> str:
    """From 10:00 to 12:00 today."""
    an_operative()
    an_appointment()
    return a_visit()


def queue(clock: FixedClock) -> int:
    return queue_visit_notices(LANDLORD, "A-1", clock=clock)


def notices() -> list[dict[str, object]]:
    return [dict(row) for row in db.session.execute(NOTICES.select().order_by(NOTICES.c.queued_at)).mappings()]


def test_no_access_queues_the_card_once(visit: str, clock: FixedClock) -> None:
    clock.move(hours=2)
    event_id = recorded(visit, "no_access", clock.now() - timedelta(minutes=5), device=a_phone(), seq=1, data=CARD)

    assert [queue(clock), queue(clock)] == [1, 0]

    (notice,) = notices()
    assert (
        notice["text"]
        == "Havebury: sorry we missed you at 10:55am on Mon 23 Nov. See the card: {link} or ring 0300 555 0100"
    )
    assert notice["cause"] == f"havebury:no_access:{event_id}"
    assert (notice["recipient"], notice["visit_id"], notice["state"]) == ("+447700900123", visit, "queued")


def test_a_time_that_is_not_sure_is_left_to_the_page(visit: str, clock: FixedClock) -> None:
    recorded(visit, "no_access", NOW, device=a_phone(), seq=1, data=CARD, trusted=False)
    queue(clock)

    assert "sorry we missed you on Mon 23 Nov." in str(notices()[0]["text"])


def test_a_new_time_by_text_says_when_the_server_was_asked(visit: str, clock: FixedClock) -> None:
    told = {"new_start": "2026-11-23T13:00:00Z", "new_end": "2026-11-23T14:30:00Z", "channel": "sms"}
    recorded(visit, "told_new_time", NOW, device=a_phone(), seq=1, data=told, received_at=NOW + timedelta(minutes=3))
    clock.move(minutes=4)
    queue(clock)

    (notice,) = notices()
    assert "we now come 1pm-2:30pm, Mon 23 Nov. Wait or rebook:" in str(notice["text"])
    assert notice["queued_at"] == NOW + timedelta(minutes=3)
    assert notice["new_start_at"] == datetime.fromisoformat("2026-11-23T13:00:00Z")
    assert notice["channel"] == "sms"


def test_on_my_way_is_taken_back_when_somebody_arrived_before_it_left(visit: str, clock: FixedClock) -> None:
    phone = a_phone()
    recorded(visit, "travel_started", NOW, device=phone, seq=1, data={"eta": "2026-11-23T09:20:00Z"})
    queue(clock)
    before = notices()[0]["state"]
    recorded(visit, "arrived", NOW + timedelta(minutes=20), device=phone, seq=2, data={"at_property": True})

    queue(clock)

    assert (before, notices()[0]["state"]) == ("queued", "replaced")
    assert "expected 9:20am" in str(notices()[0]["text"])


def test_a_tenant_who_wants_letters_gets_no_text(visit: str, clock: FixedClock) -> None:
    a_person("person-9", preferred_channel="letter")
    an_appointment("A-9", person_id="person-9")
    recorded(a_visit("A-9"), "no_access", NOW, device=a_phone(), seq=1, data=CARD)

    queue_visit_notices(LANDLORD, "A-9", clock=clock)

    assert [(row["state"], row["channel"]) for row in notices()] == [("held", "letter")]


def test_an_appointment_without_a_name_goes_to_the_only_main_tenant(visit: str, clock: FixedClock) -> None:
    an_appointment("A-8")
    db.session.execute(db.text("UPDATE appointments SET person_id = NULL WHERE appointment_id = 'A-8'"))
    db.session.commit()
    recorded(a_visit("A-8"), "no_access", NOW, device=a_phone(), seq=1, data=CARD)

    queue_visit_notices(LANDLORD, "A-8", clock=clock)

    assert notices()[0]["recipient"] == "+447700900123"


def test_an_unknown_appointment_queues_nothing(app: Flask, clock: FixedClock) -> None:
    assert queue_visit_notices(LANDLORD, "A-77", clock=clock) == 0


def test_a_tenants_own_language_is_used_once_a_speaker_signed_it_off(app: Flask, clock: FixedClock) -> None:
    an_operative()
    a_person(language="pl")
    an_appointment()
    visit = a_visit()
    called = clock.now() - timedelta(minutes=5)
    recorded(visit, "no_access", called, device=a_phone(), seq=1, data=CARD)
    words = [Which(LANDLORD, "pl", "parts", name) for name in shipped("pl", "parts")]
    sign_off_words([*words, Which(LANDLORD, "pl", "texts", "no_access")], speaker="Ewa", by="user-1", clock=clock)

    queue(clock)

    (notice,) = notices()
    assert notice["language"] == "pl"
    assert str(notice["text"]).startswith("Havebury: minęliśmy się o 08:55, pon. 23 lis")
