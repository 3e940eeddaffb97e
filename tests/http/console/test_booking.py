"""The office's booking pages: find, book, change with its consequence first, and a stale change side by side."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.http.console.showing.words import word
from server.outside.clock import FixedClock
from server.storage.booking import changes
from server.storage.cases import appointments
from server.storage.database import db, transaction
from server.storage.tables.booking import WorkOrder
from server.storage.tables.register import Appointment
from server.storage.tables.standings import RepairStanding
from tests.factories import LANDLORD, a_user, a_visit, an_appointment, an_assignment, an_operative, sign_in
from tests.services.booking.jobs import a_job

SEEN = {"rev": "1", "seen": "Mon 23 Nov 2026, 10:00"}
WE_ASKED = {"asked_by": "contractor", "reason": "The van broke down", "told_how": "notice"}


def send(client: FlaskClient, address: str, **fields: object) -> TestResponse:
    """Post a form with the token of the page that it stands on."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/console/booking").text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **fields})


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> FlaskClient:
    an_operative("op-1", full_name="Sam Reed")
    sign_in(client, "contractor_office", firm_id="firm-a")
    return client


def test_a_job_is_found_slots_and_booked(office: FlaskClient, clock: FixedClock) -> None:
    order = a_job(clock)
    assert "A leak" in office.get("/console/booking").text

    page = send(office, f"/console/booking/jobs/{order}/offers", code="morning").text
    assert page.count('name="place"') >= 3
    assert "Sam Reed" in page
    offer = re.search(r'name="offer_id" value="([^"]+)"', page)
    assert offer is not None
    said = {"offer_id": offer[1], "place": "1", "channel": "phone", "proof": "Rang at 9"}
    refused = send(office, f"/console/booking/jobs/{order}/booking", **said)
    assert refused.status_code == 400
    assert "Write who agreed" in refused.text
    assert "Rang at 9" in refused.text
    made = send(office, f"/console/booking/jobs/{order}/booking", **said, agreed_by="Mrs Khan")

    assert made.status_code == 302
    shown = office.get(made.location).text
    assert "agreed by Mrs Khan" in shown
    assert db.session.get_one(WorkOrder, order).appointment_id in made.location


def test_cancelling_says_first_what_it_does_and_saves_only_when_confirmed(
    office: FlaskClient, clock: FixedClock
) -> None:
    row = _appointment()
    address = "/console/booking/appointments/A-1/cancellation"

    check = send(office, address, **SEEN, **WE_ASKED, code="illness", rebook="yes")
    assert "Told today, after the day has begun: counts as not kept under HS 004A 5." in check.text
    assert "from 0 to 1 not kept" in check.text
    assert row.status == "booked"
    send(office, address, **SEEN, **WE_ASKED, code="illness", rebook="yes", confirmed="yes")

    assert appointments.fresh(row).status == "cancelled"
    assert "to be booked again" in office.get("/console/booking").text


def test_a_time_outside_the_slots_is_moved_to_with_its_reason(office: FlaskClient, clock: FixedClock) -> None:
    row = _appointment()
    address = "/console/booking/appointments/A-1/move"
    asked = {"asked_by": "tenant", "proof": "Rang at 9: night shift", "asked_channel": "phone", "who": "named"}
    time = {
        "outside": "yes",
        "other_day": "2026-11-25",
        "other_from": "09:30",
        "other_to": "11:15",
        "operative": "op-1",
    }

    refused = send(office, address, **SEEN, **asked, **time, offer_id="none")
    assert refused.status_code == 400
    assert "say why this time is outside the slots" in refused.text and "Rang at 9: night shift" in refused.text
    said = {**SEEN, **asked, **time, "reason": "Sleeps until nine"}
    assert "09:30 to 11:15, outside the slots that are offered" in send(office, address, **said).text
    send(office, address, **said, confirmed="yes")

    moved = appointments.fresh(row)
    assert moved.now_start_at == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    assert [one.reason for one in changes.of_appointments(LANDLORD, ["A-1"])] == ["Sleeps until nine"]
    assert "11:15, outside the slots that are offered" in office.get("/console/booking/appointments/A-1").text


def test_an_appointment_under_another_systems_number_opens_and_changes(office: FlaskClient, clock: FixedClock) -> None:
    """Job and visit of a foreign file make the number 104676/2."""
    a_user("contract_manager")
    an_appointment("104676/2")
    an_assignment("104676/2", "op-1")
    listed = office.get("/console/booking/appointments?day=2026-11-23").text
    address = re.search(r'href="(/console/booking/appointments/[^"?]+/2)"', listed)
    assert address is not None

    assert "Change it" in office.get(address[1]).text
    send(office, f"{address[1]}/cancellation", **SEEN, **WE_ASKED, code="illness", confirmed="yes")

    assert appointments.get(LANDLORD, "104676/2").status == "cancelled"


def test_before_the_third_miss_the_page_warns(office: FlaskClient, clock: FixedClock) -> None:
    _appointment()
    standing = {"landlord_id": LANDLORD, "case_id": "T-100000000001@100000000001", "uprn": "100000000001"}
    with transaction():
        db.session.add(RepairStanding(**standing, root="J-1", not_kept=2, threshold_passed=False))

    page = office.get("/console/booking/appointments/A-1").text

    assert "2 appointments not kept already. The next may cost up to £70.00 a day" in page


def test_a_stale_change_is_shown_beside_what_stands_and_can_be_made_on_top(
    office: FlaskClient, clock: FixedClock
) -> None:
    an_operative("op-2", full_name="Amina Yusuf")
    _appointment()
    address = "/console/booking/appointments/A-1/operatives"
    send(office, address, **SEEN, **WE_ASKED, operative="op-2")

    stale = send(office, address, **SEEN, **WE_ASKED, operative="op-1")

    assert stale.status_code == 409
    assert "What you saw" in stale.text
    assert "Amina Yusuf" in stale.text
    assert 'name="rev" value="2"' in stale.text
    send(office, address, **WE_ASKED, rev="2", operative="op-1")
    assert [one.kind for one in changes.of_appointments(LANDLORD, ["A-1"])] == ["assigned", "assigned"]


def test_our_own_cancellation_needs_its_cause_and_the_tenants_does_not(office: FlaskClient, clock: FixedClock) -> None:
    row = _appointment()
    address = "/console/booking/appointments/A-1/cancellation"
    first = re.search(r'<select id="code" name="code">(<option[^<]+)', office.get(address.rpartition("/")[0]).text)
    assert first is not None and first[1] == '<option value="">Choose'

    refused = send(office, address, **SEEN, **WE_ASKED, code="", confirmed="yes")
    assert refused.status_code == 400
    assert "If we cancel, why: choose the cause." in refused.text
    assert "The van broke down" in refused.text
    assert appointments.fresh(row).status == "booked"

    theirs = {"asked_by": "tenant", "proof": "Rang at 9", "asked_channel": "phone", "code": ""}
    send(office, address, **SEEN, **theirs, confirmed="yes")
    assert appointments.fresh(row).status == "cancelled"


def test_a_stale_page_shows_everything_that_was_typed_even_of_an_appointment_that_is_cancelled(
    office: FlaskClient, clock: FixedClock
) -> None:
    _appointment()
    address = "/console/booking/appointments/A-1"
    theirs = {"asked_by": "agreement", "proof": "Mrs Khan rang at 9,\nagain at 10", "asked_channel": "in_person"}
    times = {"asked_at": "2026-11-23T08:15", "told_how": "person", "told_at": "2026-11-23T08:20", "told_channel": "sms"}
    send(office, f"{address}/cancellation", **SEEN, **WE_ASKED, code="parts", confirmed="yes")

    typed = {**theirs, **times, "reason": "A funeral", "agreed_by": "Her son", "once": "o-1"}
    cancelling = {**typed, "code": "severe_weather", "rebook": "no"}
    for rev in ("1", "2"):
        page = send(office, f"{address}/cancellation", **{**SEEN, "rev": rev}, **cancelling, confirmed="yes")
        assert page.status_code == 409
        said = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.text))
        assert said == {
            "Who asked for it": "Both sides agreed",
            "Proof": "Mrs Khan rang at 9,\nagain at 10",
            "How they said it": "in person",
            "When they asked": "2026-11-23 08:15",
            "How the tenant is told": "Somebody has told them already",
            "When they were told": "2026-11-23 08:20",
            "How they were told": word("sms"),
            "Reason": "A funeral",
            "Who agreed to the new time": "Her son",
            "If we cancel: why": "Severe weather",
            "And the job?": "It needs no other appointment",
        }
        assert "no longer booked: copy what you typed" in page.text
    times = {"outside": "yes", "other_day": "2026-11-25", "other_from": "09:30", "who": "named", "operative": "op-1"}
    page = send(office, f"{address}/move", **SEEN, **typed, **times, code="morning", confirmed="yes").text
    assert "2026-11-25" in page and "09:30" in page and "<dd>Sam Reed</dd>" in page
    assert "If we cancel" not in page


def test_what_is_out_of_bounds_is_refused_with_them_and_kept(office: FlaskClient, clock: FixedClock) -> None:
    order = a_job(clock)
    address = f"/console/booking/jobs/{order}"
    for days in ("0", "61", "999999", "²"):
        page = send(office, f"{address}/offers", days=days)
        assert page.status_code == 400
        assert "Days ahead: write a whole number from 1 to 60." in page.text
        assert f'name="days" inputmode="numeric" value="{days}"' in page.text

    found = re.search(r'name="offer_id" value="([^"]+)"', send(office, f"{address}/offers", days="60").text)
    assert found is not None
    long = {"offer_id": found[1], "place": "1", "channel": "phone", "agreed_by": "Khan" * 51}
    page = send(office, f"{address}/booking", **long)
    assert page.status_code == 400
    assert "The name of who agreed may have 200 letters and has 204." in page.text


def test_what_the_tenant_will_read_stands_on_the_page_before_it_is_saved(
    office: FlaskClient, clock: FixedClock
) -> None:
    _appointment()
    address = "/console/booking/appointments/A-1/cancellation"
    ill = send(office, address, **SEEN, **WE_ASKED, code="illness").text
    assert "The notice that leaves, text:" in ill and "staff are ill" in ill and "(their link)" in ill

    said = {**SEEN, **WE_ASKED, "told_how": "not_yet", "code": "illness"}
    assert "What the tenant is told" not in send(office, address, **said).text


def test_a_stale_move_shows_the_time_that_was_chosen(office: FlaskClient, clock: FixedClock) -> None:
    _appointment()
    address = "/console/booking/appointments/A-1"
    offered = send(office, f"{address}/offers").text
    offer = re.search(r'name="offer_id" value="([^"]+)"', offered)
    assert offer is not None
    chosen = {"offer_id": offer[1], "place": "0", **WE_ASKED}
    wanted = re.search(r"<dt>Move it to</dt><dd>([^<]+)</dd>", send(office, f"{address}/move", **SEEN, **chosen).text)

    stale = send(office, f"{address}/move", rev="0", seen="", **chosen, confirmed="yes")

    assert stale.status_code == 409
    assert wanted is not None and f"<dt>The new time</dt><dd>{wanted[1]}</dd>" in stale.text


def test_the_office_cannot_allow_short_notice_and_only_the_landlord_unlinks(
    office: FlaskClient, clock: FixedClock
) -> None:
    _appointment(kind="planned", agreed_with_tenant=False)

    assert "No notice has been sent" in office.get("/console/booking/planned").text
    assert send(office, "/console/booking/planned/A-1/short-notice", reason="x").status_code == 403
    link = send(office, "/console/booking/appointments/A-1/link", **SEEN, **WE_ASKED, with_job="")
    assert link.status_code == 400
    assert "Only the contract manager" in link.text
    early = send(office, "/console/booking/planned/A-1/confirmation", rev="1", agreed_by="K", channel="phone")
    assert "No written notice of these works has been sent" in early.text


def test_one_button_lists_the_days_tenants(office: FlaskClient, clock: FixedClock) -> None:
    _appointment()

    made = send(office, "/console/booking/absences", operative_id="op-1")
    page = office.get(made.location).text

    assert "Sam Reed is ill" in page
    assert "1 of 1 not told yet" in page
    assert "Amina Khan" in page
    told = send(office, f"{made.location}/visits/A-1", what="told", told_channel="phone")
    assert told.status_code == 302
    assert "Everybody knows" in office.get(made.location).text
    clock.move(hours=4)
    assert "past midday" not in office.get("/console/booking").text
    an_operative("op-9", "firm-b")
    assert send(office, "/console/booking/absences", operative_id="op-9").status_code == 400


def _appointment(**fields: object) -> Appointment:
    a_user("contract_manager")
    an_appointment("A-1", **fields)
    an_assignment("A-1", "op-1")
    a_visit("A-1")
    return appointments.get(LANDLORD, "A-1")


def test_after_midday_every_page_shouts_for_those_who_do_not_know(office: FlaskClient, clock: FixedClock) -> None:
    _appointment()
    send(office, "/console/booking/absences", operative_id="op-1")
    clock.move(hours=3, minutes=5)

    page = office.get("/console/board").text

    assert "It is past midday and 1 customer of somebody ill has not been told." in page
