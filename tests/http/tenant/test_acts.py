"""What a tenant can do on their page: check the caller, change the time, tell us, choose how they are told."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import update

from server.domain.messages import CALL_BACK, CALLER_WRONG, COMPLAINT, DISPUTE, FEEDBACK, FORMAT, REBOOK, WAIT
from server.outside.clock import FixedClock
from server.services.appointments.cancel_appointment import Cancellation, cancel_appointment
from server.services.appointments.move_appointment import Asked
from server.services.review.sources import messages as waiting_messages
from server.services.tenants.make_tenant_link import revoke_tenant_links
from server.storage.database import db, transaction
from server.storage.tables.messages import ContactChoice, TenantMessage
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, Firm, Person
from server.storage.tables.staff import User
from server.storage.tables.visits import Visit
from tests.evidence import a_phone, recorded
from tests.factories import LANDLORD, NOW, a_user, a_visit, an_appointment, an_assignment, an_operative
from tests.http.tenant.pages import a_link, a_state, opened

ILL = Cancellation(Asked("contractor", reason="Sam rang in ill."), "illness")
ACTS = ("caller", "change", "contact", "messages", "tell/complaint", "calendar.ics", "card.pdf", "changed")


@pytest.fixture
def link(app: Flask, client: FlaskClient, clock: FixedClock) -> str:
    """The page of today's appointment, with somebody assigned; the postcode is known."""
    an_operative("op-1", full_name="Sam Reed")
    an_appointment()
    an_assignment()
    a_visit()
    page = a_link(clock)
    opened(client, page)
    return page


def a_record(kind: str, **facts: object) -> None:
    """What the operative's phone recorded of this visit, just now."""
    visit_id = db.session.scalars(db.select(Visit.visit_id)).one()
    recorded(visit_id, kind, NOW, device=a_phone(), seq=1, data=facts)
    statuses = {"travel_started": "travelling", "no_access": "no_access"}
    a_state(visit_id, statuses.get(kind, "not_started"))


def messages() -> list[TenantMessage]:
    return list(db.session.query(TenantMessage).order_by(TenantMessage.received_at))


def tell(client: FlaskClient, link: str, kind: str, **sent: str) -> str:
    return client.post(f"{link}/tell/{kind}", data=sent, follow_redirects=True).text


@pytest.mark.parametrize("act", ACTS)
def test_before_the_postcode_every_act_leads_back_to_it(app: Flask, link: str, act: str) -> None:
    answer = app.test_client().get(f"{link}/{act}")

    assert (answer.status_code, answer.location) == (303, link)


def test_a_revoked_link_does_nothing_any_more(client: FlaskClient, link: str, clock: FixedClock) -> None:
    revoke_tenant_links(LANDLORD, "A-1", clock=clock)

    assert client.get(f"{link}/caller").status_code == 410
    assert client.post(f"{link}/tell/complaint", data={"text": "late"}).status_code == 410
    assert messages() == []


def test_nothing_of_an_act_is_kept_by_a_browser_or_told_to_another_site(client: FlaskClient, link: str) -> None:
    headers = client.get(f"{link}/caller").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_caller_is_shown_with_name_company_and_code(client: FlaskClient, link: str) -> None:
    page = client.get(f"{link}/caller").text

    assert "Sam Reed" in page
    assert "The firm firm-a" in page
    assert "4821" in page


def test_a_wrong_code_says_do_not_open_and_tells_the_office_once(client: FlaskClient, link: str) -> None:
    for _ in range(2):
        page = client.post(f"{link}/caller", data={"answer": "wrong", "once": "x"}, follow_redirects=True).text

    [told] = messages()
    assert "Do not open the door" in page
    assert "0300 555 0100" in page
    assert (told.kind, told.answer_by_on, told.firm_id) == (CALLER_WRONG, NOW.date(), "firm-a")
    assert told.reference in page


def test_a_right_code_leaves_the_tenant_free_to_say_no(client: FlaskClient, link: str) -> None:
    assert "still say no" in client.post(f"{link}/caller", data={"answer": "matches"}).text
    assert messages() == []


def test_after_a_cancellation_nobody_may_come_and_the_matching_code_is_a_wrong_caller(
    client: FlaskClient, link: str, clock: FixedClock
) -> None:
    cancel_appointment(LANDLORD, "A-1", ILL, rev=1, by="user-1", clock=clock)

    page = client.get(f"{link}/caller").text
    answer = client.post(f"{link}/caller", data={"answer": "matches", "once": "x"}, follow_redirects=True).text

    assert "Ring us before you open the door" in page
    assert not re.search("Sam Reed|4821|The code matches", page)
    assert client.get(f"{link}/caller/photo/1").status_code == 404
    [told] = messages()
    assert "Do not open the door" in answer and "You may open" not in answer
    assert "This appointment will not take place" in answer and told.reference in answer
    assert told.kind == CALLER_WRONG
    assert "the appointment was cancelled" in told.text


def test_a_complaint_has_its_dates_its_reference_and_a_text_that_says_the_same(client: FlaskClient, link: str) -> None:
    page = tell(client, link, "complaint", text="Nobody rang.", wish="Ring first", once="one")
    tell(client, link, "complaint", text="Nobody rang.", wish="Ring first", once="one")

    [said] = messages()
    assert (said.kind, said.text, said.facts) == (COMPLAINT, "Nobody rang.", {"wish": "Ring first"})
    assert "Monday 30 November" in page
    assert "Monday 14 December" in page
    assert said.reference in page
    [text] = db.session.query(Notice).filter_by(template="message_received")
    assert "Mon 14 Dec" in text.text


def test_a_complaint_is_emailed_to_the_landlord_and_the_firm_at_once_without_what_it_says(
    app: Flask, client: FlaskClient, link: str
) -> None:
    manager_id = a_user("contract_manager")
    a_user("contractor_office", firm_id="firm-b")
    with transaction():
        db.session.execute(update(Firm).where(Firm.firm_id == "firm-a").values(email="office@brook.example.org"))

    tell(client, link, "complaint", text="Nobody rang Amina.", once="one")
    tell(client, link, "complaint", text="Nobody rang Amina.", once="one")

    [said] = messages()
    sent = {row.recipient: row for row in db.session.query(Notice).filter_by(kind="staff")}
    manager = db.session.get(User, manager_id)
    assert manager is not None
    assert set(sent) == {manager.email, "office@brook.example.org"}
    for row in sent.values():
        assert (row.channel, row.state, row.queued_at) == ("email", "queued", said.received_at)
        assert said.reference in row.text
        assert "Amina" not in row.text
    assert sent["office@brook.example.org"].firm_id == "firm-a"


def test_a_wrong_code_is_emailed_at_once_and_stands_before_other_messages(
    client: FlaskClient, link: str, clock: FixedClock
) -> None:
    a_user("contract_manager")
    tell(client, link, "question", text="When?", once="one")
    client.post(f"{link}/caller", data={"answer": "wrong", "once": "x"})

    [email] = db.session.query(Notice).filter_by(kind="staff")
    assert (email.template, email.channel) == ("caller_wrong_landlord", "email")
    assert not re.search("Khan|Oak Road|Reed", email.text)
    harms = {one.reference: one.rank for one in waiting_messages(LANDLORD, clock.now())}
    question, wrong = messages()
    assert harms[wrong.reference] < harms[question.reference]


def test_what_was_typed_stands_again_where_an_answer_is_missing(client: FlaskClient, link: str) -> None:
    page = tell(client, link, "feedback", text="Kind <b>people</b>")

    assert "Choose how it went" in page
    assert "Kind &lt;b&gt;people&lt;/b&gt;</textarea>" in page


def test_what_is_too_long_stands_again_and_is_not_cut(client: FlaskClient, link: str) -> None:
    answer = client.post(f"{link}/tell/complaint", data={"text": "Late.", "wish": "W" * 4001})

    assert answer.status_code == 422
    assert "Write at most 4000 letters" in answer.text
    assert "Late.</textarea>" in answer.text
    assert "W" * 4001 in answer.text
    assert messages() == []
    assert "Write what you want to tell us" in tell(client, link, "damage", text="  ")
    assert messages() == []


def test_praise_is_kept_without_a_due_date(client: FlaskClient, link: str) -> None:
    page = tell(client, link, "feedback", went="good", text="Lovely")

    assert messages()[0].kind == FEEDBACK
    assert messages()[0].answer_by_on is None
    assert "It is kept with this visit" in page


def test_who_asks_to_be_rung_is_told_by_when(client: FlaskClient, link: str) -> None:
    assert "We ring you by Wednesday 25 November" in tell(client, link, "question", text="When?", ring="yes")
    assert messages()[0].kind == CALL_BACK


def test_a_tenant_who_was_at_home_contests_the_record(client: FlaskClient, link: str) -> None:
    tell(client, link, "dispute", text="I sat in the window.")

    assert messages()[0].kind == DISPUTE
    assert db.session.get_one(Appointment, (LANDLORD, "A-1")).tenant_disputes


def test_another_link_of_the_same_tenant_shows_what_was_said_and_another_persons_does_not(
    app: Flask, client: FlaskClient, link: str, clock: FixedClock
) -> None:
    tell(client, link, "question", text="Which boiler?")
    an_appointment("A-2", uprn="100000000002", person_id="person-2", job_number="J-2")
    other = a_link(clock, "A-2")
    stranger = app.test_client()
    opened(stranger, other)

    assert "Which boiler?" in client.get(f"{link}/messages").text
    assert "Which boiler?" not in stranger.get(f"{other}/messages").text
    assert stranger.get(f"{other}/told/{messages()[0].reference}").status_code == 404


def test_waiting_for_a_late_visit_is_written_down_once(client: FlaskClient, link: str, clock: FixedClock) -> None:
    later = (NOW + timedelta(hours=4)).isoformat()
    a_record("told_new_time", new_start=later, channel="sms")
    clock.move(minutes=5)
    assert "Does the new time suit you?" in client.get(link).text

    for _ in range(2):
        page = client.post(f"{link}/late", data={"answer": "wait", "once": later}, follow_redirects=True).text

    assert [one.kind for one in messages()] == [WAIT]
    assert "you will wait" in page
    assert client.post(f"{link}/late", data={"answer": "rebook"}).location.endswith("/change")


def test_on_the_way_is_said_in_minutes_that_are_no_surer_than_they_are(
    client: FlaskClient, link: str, clock: FixedClock
) -> None:
    a_record("travel_started", eta=(NOW + timedelta(minutes=17)).isoformat())

    assert "Sam Reed is on the way, about 15 minutes." in client.get(link).text
    clock.move(minutes=20)
    assert "expects to be with you about 9:17am" in client.get(link).text


def test_none_of_the_times_asks_for_a_call(client: FlaskClient, link: str) -> None:
    page = client.post(f"{link}/change", data={"slot": "ring"}, follow_redirects=True).text

    assert messages()[0].kind == REBOOK
    assert "We ring you by" in page


def test_who_was_cancelled_on_reads_sorry_and_why_and_books_another_time(
    client: FlaskClient, link: str, clock: FixedClock
) -> None:
    clock.move(days=-1)
    cancel_appointment(LANDLORD, "A-1", ILL, rev=1, by="user-1", clock=clock)
    page = client.get(link).text
    assert "Sorry, we cannot come as agreed" in page
    assert "Somebody of ours is ill." in page
    assert "Did you take time off work" in page

    slot = re.search(r'name="slot" value="([^"]+:0)"', client.get(f"{link}/change").text)
    assert slot is not None
    assert "Keep my appointment" not in client.get(f"{link}/change").text
    assert "Confirm the new time" in client.post(f"{link}/change", data={"slot": slot[1]}).text
    done = client.post(f"{link}/change/confirm", data={"slot": slot[1]})
    followed = client.get(done.location).text

    assert "Your appointment has a new time" in followed
    assert not done.location.startswith(link)
    [new] = db.session.query(Appointment).filter(Appointment.appointment_id != "A-1")
    assert (new.status, new.job_number) == ("booked", "J-1")
    assert db.session.query(Notice).filter_by(template="booked", appointment_id=new.appointment_id).count() == 1
    assert client.post(f"{link}/change/confirm", data={"slot": slot[1]}).status_code == 409


def test_a_time_that_was_not_offered_is_refused(client: FlaskClient, link: str) -> None:
    assert client.post(f"{link}/change", data={"slot": "nothing"}).status_code == 422
    answer = client.post(f"{link}/change/confirm", data={"slot": "made-up:0", "rev": "1"})
    assert answer.status_code == 409
    assert "has just been taken" in answer.text


def test_a_choice_of_contact_is_kept_and_braille_becomes_a_task(client: FlaskClient, link: str) -> None:
    chosen = {"language": "pl", "format": "braille", "channel": "letter", "shared_phone": "yes"}
    page = client.post(f"{link}/contact", data=chosen, follow_redirects=True).text

    [row] = db.session.query(ContactChoice)
    assert (row.language, row.format, row.channel, row.shared_phone) == ("pl", "braille", "letter", True)
    [task] = messages()
    assert (task.kind, task.facts) == (FORMAT, {"format": "braille"})
    assert '<html lang="pl"' in page
    assert task.reference in page
    assert client.post(f"{link}/contact", data={**chosen, "channel": "pigeon"}).status_code == 422


@pytest.mark.parametrize("email", ["", "amina@example.org"])
def test_email_is_offered_to_those_whose_address_we_have(client: FlaskClient, link: str, email: str) -> None:
    with transaction():
        db.session.execute(update(Person).values(email=email))

    assert ('value="email"' in client.get(f"{link}/contact").text) is bool(email)


def test_the_calendar_file_names_no_person_and_no_home(client: FlaskClient, link: str) -> None:
    answer = client.get(f"{link}/calendar.ics")
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")

    assert answer.mimetype == "text/calendar"
    assert event.decoded("dtstart") == NOW + timedelta(hours=1)
    assert not re.search("Khan|Oak Road|Boiler", answer.text)


def test_the_card_is_a_tagged_pdf_in_both_languages(client: FlaskClient, link: str) -> None:
    assert client.get(f"{link}/card.pdf").status_code == 404
    a_record("no_access", reason="nobody_in", card_left=True, card_number="SR-1004")

    made = client.get(f"{link}/card.pdf?language=ur").data

    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"/Lang (ur)" in made or b"/Lang(ur)" in made


def test_guessing_at_the_forms_is_slowed_down(client: FlaskClient, link: str) -> None:
    answers = [client.post(f"{link}/tell/damage", data={"text": ""}).status_code for _ in range(25)]

    assert answers[0] == 422
    assert answers[-1] == 429


def test_guessing_links_is_slowed_down_on_every_page_with_a_number_to_ring(client: FlaskClient, link: str) -> None:
    answers = [client.get(f"/t/guess{number}/claim").status_code for number in range(61)]
    refused = client.get(f"{link}/change")

    assert (answers[0], answers[-1], refused.status_code) == (404, 429, 429)
    assert "0300 555 0100" in refused.text
