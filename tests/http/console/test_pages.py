"""The console's pages say what was recorded, with its trust, to those who may read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from server.outside.clock import FixedClock
from server.storage.database import db
from tests import factories
from tests.factories import NOW
from tests.http.console import world


@pytest.fixture
def visit_id(client: FlaskClient) -> str:
    factories.an_operative()
    factories.an_appointment()
    factories.an_assignment()
    factories.sign_in(client, "contract_manager", name="J. Shah")
    return factories.a_visit()


def test_the_board_puts_a_visit_where_it_stands(client: FlaskClient, visit_id: str) -> None:
    world.a_phone()
    world.an_event(visit_id, "arrived", {"at_property": True})

    page = client.get("/console/board").text

    column = page.split('aria-labelledby="column-at_the_door"')[1].split("</section>")[0]
    assert "14 Oak Road" in column
    assert "Arrived 09:00, phone clock agreed with ours within 2 s." in column


def test_a_silent_phone_is_waited_for_and_not_called_a_miss(
    client: FlaskClient, visit_id: str, clock: FixedClock
) -> None:
    world.a_phone(heard_at=NOW)
    clock.move(hours=4)

    column = client.get("/console/board").text.split('aria-labelledby="column-waiting"')[1].split("</section>")[0]

    assert "14 Oak Road" in column
    assert "Phone last heard 09:00, 4 hours ago." in column


def test_the_board_says_when_nothing_on_it_has_changed(client: FlaskClient, visit_id: str) -> None:
    first = client.get("/console/board/columns")
    again = client.get("/console/board/columns", headers={"If-None-Match": first.headers["ETag"]})
    world.an_event(visit_id, "travel_started")
    changed = client.get("/console/board/columns", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)


def test_an_overdue_check_in_is_red_and_comes_first(client: FlaskClient, visit_id: str, clock: FixedClock) -> None:
    world.an_event(visit_id, "access_given", {"adult_present": True, "consent": True})
    world.an_event(visit_id, "timer_started", {"minutes": 30})
    clock.move(minutes=33)

    page = client.get("/console/board").text

    assert "Check-in overdue by 3 minutes. Ring now." in page
    assert "is-overdue" in page


def test_a_day_without_visits_says_so(client: FlaskClient, visit_id: str) -> None:
    page = client.get("/console/board?day=2031-01-01").text

    assert "No visits on this day" in page


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", ""])
def test_a_day_that_is_none_shows_today(client: FlaskClient, visit_id: str, day: str) -> None:
    assert "Today, Mon 23 Nov 2026" in client.get(f"/console/board?day={day}").text


def test_a_time_is_shown_with_its_trust(client: FlaskClient, visit_id: str) -> None:
    world.an_event(visit_id, "arrived", {"at_property": True}, at=NOW + timedelta(minutes=65))

    page = client.get(f"/console/visits/{visit_id}").text

    assert "Mon 23 Nov 2026, 10:05" in page
    assert "phone clock agreed with ours within 2 s" in page


def test_a_time_from_a_clock_that_was_set_back_is_an_interval(client: FlaskClient, visit_id: str) -> None:
    world.an_event(visit_id, "arrived", {}, clock={"estimate": None, "suspect": "wall_back"})

    page = client.get(f"/console/visits/{visit_id}").text

    assert "Mon 23 Nov 2026, between 08:53 and 09:16" in page
    assert "phone was offline, and the phone&#39;s clock had been set back" in page


def test_a_correction_stands_beside_what_it_corrects(client: FlaskClient, visit_id: str) -> None:
    first = world.an_event(visit_id, "no_access", {"reason": "nobody_in", "card_left": False})
    world.an_event(visit_id, "corrected", {"card_left": True}, corrects=first)

    page = client.get(f"/console/visits/{visit_id}").text
    entry = page.split(f'id="event-{first}"')[1].split("</ol>")[0]

    assert "nobody was in" in entry
    assert "<h3>Corrected</h3>" in entry


def test_what_is_kept_apart_is_named_with_its_reason(client: FlaskClient, visit_id: str) -> None:
    envelope = world.an_event_apart(visit_id, "arrived", at_property=True)

    visit = client.get(f"/console/visits/{visit_id}").text
    page = client.get(f"/console/evidence/{envelope}").text

    assert "The person was not assigned to this visit at that time" in visit
    assert "The person was not assigned to this visit at that time" in page


def test_a_photo_says_how_far_it_is(client: FlaskClient, visit_id: str) -> None:
    blobs = [
        world.a_photo(b"one", state="waiting"),
        world.a_photo(b"two", state="refused", reason="It is not a picture."),
        world.a_photo(b"three"),
    ]
    world.an_event(visit_id, "damage_reported", {"item": "door frame"}, blobs=blobs)

    page = client.get(f"/console/visits/{visit_id}").text

    assert "Waiting for its photo" in page
    assert "Cannot be shown safely: It is not a picture." in page
    assert f"/console/photos/{blobs[2]['sha256']}/thumbnail" in page


def test_a_photo_from_the_gallery_is_said_to_prove_no_time(client: FlaskClient, visit_id: str) -> None:
    taken, older = world.a_photo(b"taken"), {**world.a_photo(b"older"), "source": "gallery"}
    world.an_event(visit_id, "photo_taken", {"role": "after"}, blobs=[{**taken, "source": "camera"}, older])

    assert client.get(f"/console/visits/{visit_id}").text.count("it proves no time") == 1


def test_what_an_operative_wrote_about_a_card_or_a_place_is_shown(client: FlaskClient, visit_id: str) -> None:
    world.an_event(visit_id, "visit_opened", {"reason": "Neighbour asked", "place": "Garage behind 12 Elm Court"})
    why = {"reason": "nobody_in", "card_left": False, "no_card_reason": "No letter box", "tried": ["knocked", "rang"]}
    world.an_event(visit_id, "no_access", why)
    world.an_event(visit_id, "cannot_attend", {"reason": "vehicle", "more": "Van towed to Thetford"})

    page = client.get(f"/console/visits/{visit_id}").text

    for written in ("Garage behind 12 Elm Court", "No letter box", "knocked; rang", "Van towed to Thetford"):
        assert written in page


def test_a_report_is_found_by_reference_address_and_operative(client: FlaskClient, visit_id: str) -> None:
    event = world.an_event(visit_id, "damage_reported", {"item": "door frame", "room": "hall"})
    world.a_report(event, "damage", {"item": "door frame"}, reference="D-1093", visit_id=visit_id)

    for words in ("D-1093", "d-10", "oak road", "Operative op-1"):
        assert "D-1093" in client.get("/console/reports", query_string={"q": words}).text.split("<tbody>")[-1]
    assert "No report fits" in client.get("/console/reports?q=%25").text


def test_reports_that_are_open_are_called_open(client: FlaskClient, visit_id: str) -> None:
    assert '<option value="open" selected>Open</option>' in client.get("/console/reports").text


def test_the_list_of_reports_brings_itself_up_to_date(client: FlaskClient, visit_id: str) -> None:
    page = client.get("/console/reports").text
    tag = page.split('"If-None-Match": "')[1].split('"')[0]
    asked = {"If-None-Match": tag, "HX-Request": "true"}
    assert client.get("/console/reports", headers=asked).status_code == 304

    event = world.an_event(visit_id, "damage_reported", {"item": "door frame", "room": "hall"})
    world.a_report(event, "damage", {"item": "door frame"}, reference="D-1093", visit_id=visit_id)

    rows = client.get("/console/reports", headers=asked)
    assert rows.status_code == 200
    assert "D-1093" in rows.text
    assert "<html" not in rows.text


@pytest.mark.parametrize("path", ["reports", "repairs", "texts", "phones", "evidence", "imports"])
def test_an_empty_list_says_what_would_stand_there(client: FlaskClient, visit_id: str, path: str) -> None:
    answer = client.get(f"/console/{path}")

    assert answer.status_code == 200
    assert 'class="banner"' in answer.text


def test_an_address_with_nothing_behind_it_is_a_page_with_a_way_on(client: FlaskClient, visit_id: str) -> None:
    answer = client.get("/console/visits/no-such-visit")

    assert answer.status_code == 404
    assert "<h1>Nothing here</h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_long_and_hostile_name_is_shown_as_text(client: FlaskClient, visit_id: str) -> None:
    name = "<script>alert(1)</script>" + "Wolfeschlegelsteinhausen" * 10
    factories.a_firm("firm-z", name=name)
    factories.an_appointment("A-9", "firm-z", job_number="J-9")
    page = client.get("/console/board").text

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_board_takes_the_same_number_of_queries_however_many_visits(client: FlaskClient, visit_id: str) -> None:
    world.a_phone()
    world.an_event(visit_id, "travel_started")
    with counted_queries() as few:
        client.get("/console/board")
    for number in range(20):
        factories.an_appointment(f"B-{number}", job_number=factories.a_repair(f"J-b{number}"))
        factories.an_assignment(f"B-{number}")
        world.an_event(factories.a_visit(f"B-{number}"), "travel_started")
    with counted_queries() as many:
        client.get("/console/board")

    assert len(many) == len(few)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_an_answer_to_a_conflict_is_shown_in_words_beside_what_it_is_about(client: FlaskClient, visit_id: str) -> None:
    world.a_phone()
    arrived = world.an_event(visit_id, "arrived", {"at_property": True})
    answer = {"what": "conflict", "stands": "mine"}
    world.an_event(visit_id, "corrected", answer, seq=2, corrects=arrived)

    page = client.get(f"/console/visits/{visit_id}").text

    assert "the visit changed while the phone was offline" in page
    assert "the operative&#39;s own record" in page
    assert "Arrived" in page.split('class="timeline"')[1]


def test_a_time_and_a_day_that_a_phone_wrote_are_shown_as_londons(client: FlaskClient, visit_id: str) -> None:
    world.an_event(visit_id, "travel_started", {"eta": "2026-06-23T11:12:08.021Z"})
    told = {"new_start": 1795433400000, "new_end": "about noon", "channel": "phone"}
    world.an_event(visit_id, "told_new_time", told)
    world.an_event(visit_id, "summary_agreed", {"agreed": True, "next": "Paint", "by": "2026-11-01"})
    world.an_event(visit_id, "summary_agreed", {"agreed": True, "next": "Paint", "by": "soon"})

    page = client.get(f"/console/visits/{visit_id}").text

    for shown in ("Tue 23 Jun 2026, 12:12", "Mon 23 Nov 2026, 11:30", "about noon", "Sun 1 Nov 2026", "soon"):
        assert shown in page
    assert "2026-06-23T11" not in page and "2026-11-01" not in page
