"""The tenant's page: nothing personal with the link alone, everything of theirs with the postcode, and no more."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.appointments.change_appointment import NewChange, change_appointment
from server.services.tenants.make_tenant_link import revoke_tenant_links
from server.storage.database import db, transaction
from server.storage.tables.claiming import GoodwillPayment
from server.storage.tables.register import Flag
from tests.evidence import a_phone, recorded
from tests.factories import LANDLORD, NOW, a_person, a_visit, an_appointment, an_assignment, an_operative
from tests.http.tenant.pages import a_link, a_state, opened
from tests.http.tenant.standings import a_standing, an_assessment

PERSONAL = ("Boiler", "Sam Reed", "4821", "Amina", "Khan", "Oak Road", "IP33")


@pytest.fixture
def link(app: Flask, clock: FixedClock) -> str:
    """To Monday's appointment with Sam Reed."""
    an_operative(full_name="Sam Reed")
    an_appointment()
    an_assignment()
    return a_link(clock)


def test_the_link_alone_shows_date_slot_and_firm_and_nothing_personal(client: FlaskClient, link: str) -> None:
    a_visit()
    response = client.get(link)
    page = response.get_data(as_text=True)

    assert response.status_code == 200
    assert "Monday 23 November" in page
    assert "between 10am and midday" in page
    assert "The firm firm-a" in page
    assert "0300 555 0100" in page
    assert [word for word in PERSONAL if word in page] == []


def test_the_postcode_opens_what_who_and_the_code(client: FlaskClient, link: str) -> None:
    a_visit()
    page = opened(client, link, "ip331aa")

    assert "Boiler gives no hot water" in page
    assert "Sam Reed, The firm firm-a" in page
    assert "4821" in page


def test_goodwill_stands_beside_what_the_policy_owes(client: FlaskClient, link: str) -> None:
    an_assessment(not_kept=3, total=12_500)
    with transaction():
        given = {"case_id": "T-100000000001@100000000001", "pence": 2500, "reason": "a word for us", "by": "office"}
        db.session.add(GoodwillPayment(landlord_id=LANDLORD, at=NOW, **given))
    page = opened(client, link)

    assert "£125.00 is payable to you." in page
    assert "£25.00 is paid to you as goodwill. It is a separate payment" in page
    assert "a word for us" not in page


def test_the_proof_of_the_postcode_is_short_and_for_this_link_only(
    client: FlaskClient, link: str, clock: FixedClock
) -> None:
    opened(client, link)
    set_cookie = client.post(link, data={"postcode": "IP33 1AA"}).headers["Set-Cookie"]
    other = a_link(clock)

    assert f"Path={link}" in set_cookie
    assert "HttpOnly" in set_cookie
    assert "Boiler" not in client.get(other).get_data(as_text=True)
    clock.move(minutes=31)
    assert "Boiler" not in client.get(link).get_data(as_text=True)


def test_a_wrong_postcode_says_so_and_guessing_is_stopped(client: FlaskClient, link: str, clock: FixedClock) -> None:
    answers = [client.post(link, data={"postcode": f"IP33 {digit}ZZ"}) for digit in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "not the postcode" in answers[0].get_data(as_text=True)
    assert 'value="IP33 0ZZ"' in answers[0].get_data(as_text=True)
    assert client.post(link, data={"postcode": "IP33 1AA"}).status_code == 429
    clock.move(minutes=15)
    assert client.post(link, data={"postcode": "IP33 1AA"}).status_code == 303


def test_a_link_lives_as_long_as_the_visit_was_moved(client: FlaskClient, link: str, clock: FixedClock) -> None:
    later = clock.now() + timedelta(days=20)
    asked = NewChange("moved", "tenant", clock.now(), "phone", new_start_at=later)
    change_appointment(LANDLORD, "A-1", asked, rev=1, recorded_by="user-1", clock=clock)

    clock.move(days=33)
    assert client.get(link).status_code == 200
    clock.move(days=1)
    assert client.get(link).status_code == 410


def test_neither_caches_nor_other_sites_learn_of_the_page(client: FlaskClient, link: str) -> None:
    for response in (client.get(link), client.get("/t/AAAAAAAAAAAA"), client.post(link, data={"postcode": "IP33 1AA"})):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("token", ["AAAAAAAAAAAA", "x", "%00", "a" * 500, "..%2f..%2fetc"])
def test_a_wrong_link_is_404_with_a_number_to_ring(client: FlaskClient, link: str, token: str) -> None:
    response = client.get(f"/t/{token}")

    assert response.status_code == 404
    if "%2f" not in token:
        assert "0300 555 0100" in response.get_data(as_text=True)


def test_an_old_link_says_so_with_a_number_to_ring(client: FlaskClient, link: str, clock: FixedClock) -> None:
    clock.move(days=15)
    response = client.get(link)

    assert response.status_code == 410
    assert "has ended" in response.get_data(as_text=True)
    assert "0300 555 0100" in response.get_data(as_text=True)


def test_a_revoked_link_says_so(client: FlaskClient, link: str, clock: FixedClock) -> None:
    revoke_tenant_links(LANDLORD, "A-1", clock=clock)

    assert client.get(link).status_code == 410


def test_no_access_shows_the_card_with_a_time_as_sure_as_it_is(client: FlaskClient, link: str) -> None:
    visit_id = a_visit()
    phone = a_phone()
    called = NOW + timedelta(hours=1, minutes=6)
    facts = {"reason": "nobody_in", "card_left": True, "card_number": "C-17"}
    recorded(visit_id, "no_access", called, device=phone, seq=1, data=facts, off_by=timedelta(minutes=7))
    a_state(visit_id, "no_access")

    page = opened(client, link)

    assert "Sorry we missed you" in page
    assert "C-17" in page
    assert "between 9:59am and 10:13am" in page
    assert "it cannot be told more exactly" in page
    assert "Nobody answered the door" in page
    assert "Sam Reed" in page


def test_a_missed_appointment_says_sorry_and_what_may_be_claimed(client: FlaskClient, link: str) -> None:
    a_standing("not_kept", "no_show")
    an_assessment(not_kept=1)

    page = opened(client, link)

    assert "Sorry, we did not come on Monday 23 November as agreed." in page
    assert "You may be able to claim pay you lost. This applies when we miss the same repair more than twice." in page


def test_what_is_owed_is_shown_in_pounds_with_its_reasons(client: FlaskClient, link: str) -> None:
    a_standing("not_kept", "no_show")
    an_assessment(not_kept=3, total=12_500, explanation=["Monday (person-1): you told us that £90.00 was lost."])

    page = opened(client, link)

    assert "£125.00 is payable to you." in page
    assert "(Amina Khan): you told us that £90.00 was lost." in page


def test_what_another_adult_of_the_home_lost_is_not_told(client: FlaskClient, link: str) -> None:
    a_person("person-2", last_name="Secretive", role="joint")
    own, others = "you told us that £90.00 was lost.", "you told us that £1,234.00 was lost."
    an_assessment(not_kept=3, explanation=[f"Monday (person-1): {own}", f"Monday (person-2): {others}"])

    page = opened(client, link)

    assert own in page
    assert "1,234" not in page
    assert "Secretive" not in page


def test_a_late_visit_shows_its_new_time(client: FlaskClient, link: str) -> None:
    visit_id = a_visit()
    told = {"new_start": "2026-11-23T13:30:00Z", "new_end": "2026-11-23T14:30:00Z", "channel": "phone"}
    recorded(visit_id, "told_new_time", NOW, device=a_phone(), seq=1, data=told)
    a_state(visit_id, "travelling")

    page = opened(client, link)

    assert "Your visit has a new time" in page
    assert "between 1:30pm and 2:30pm" in page


def test_after_a_new_time_was_chosen_the_page_is_about_that_time(
    client: FlaskClient, link: str, clock: FixedClock
) -> None:
    visit_id, phone = a_visit(), a_phone()
    later = {"channel": "sms", "new_start": "2026-11-23T13:30:00Z"}
    recorded(visit_id, "told_new_time", NOW, device=phone, seq=1, data=later)
    recorded(visit_id, "no_access", NOW, device=phone, seq=2, data={"reason": "nobody_in", "card_left": True})
    a_state(visit_id, "no_access")
    assert "Sorry we missed you" in opened(client, link)

    clock.move(minutes=5)
    friday = clock.now() + timedelta(days=4)
    asked = NewChange("moved", "tenant", clock.now(), "phone", new_start_at=friday, new_end_at=friday)
    change_appointment(LANDLORD, "A-1", asked, rev=1, recorded_by="user-1", clock=clock)
    page = client.get(link).text

    assert "<h1>Your appointment</h1>" in page
    assert "Friday 27 November" in page
    assert "Sorry" not in page


def test_on_the_way_says_when_and_never_where(client: FlaskClient, link: str) -> None:
    visit_id = a_visit()
    recorded(visit_id, "travel_started", NOW, device=a_phone(), seq=1, data={"eta": "2026-11-23T10:15:00Z"})
    a_state(visit_id, "travelling")

    page = opened(client, link)

    assert "We are on the way" in page
    assert "about 10:15am" in page
    assert "52.2" not in page


def test_what_was_agreed_at_the_end_is_shown(client: FlaskClient, link: str) -> None:
    visit_id = a_visit()
    agreed = {"dealt_with": False, "agreed": "Fit a new pump", "next": ["Part comes", "We ring"], "by": "Friday"}
    a_state(visit_id, "left", summary=agreed)

    page = opened(client, link)

    assert "Fit a new pump" in page
    assert "Part comes; We ring" in page


def test_flags_and_what_operatives_type_never_run_or_show(client: FlaskClient, link: str) -> None:
    with transaction():
        db.session.add(
            Flag(
                landlord_id=LANDLORD,
                flag_id="F1",
                kind="two_people",
                what_to_do="Go in twos",
                reason_restricted="threats",
                uprn="100000000001",
            )
        )
    a_state(a_visit(), "left", summary={"agreed": "<script>alert(1)</script>"})

    page = opened(client, link)

    assert "twos" not in page
    assert "threats" not in page
    assert "<script" not in page


def test_the_page_and_its_styles_stay_under_thirty_kilobytes(client: FlaskClient, link: str) -> None:
    a_standing("not_kept", "no_show")
    an_assessment(not_kept=3, total=12_500, explanation=["A sentence of ordinary length about one of the days."] * 12)
    page = opened(client, link)
    styles = sum(len(client.get(f"/static/{name}.css").data) for name in ("tokens", "elements", "tenant"))

    assert "<script" not in page
    assert len(page.encode()) + styles < 30_000
