"""The damage at a tenant's appointment on their page: each step, by when the next one comes, and nothing of ours."""

from flask import Flask
from flask.testing import FlaskClient

from server.domain.damage.steps import DamageDeed
from server.outside.clock import FixedClock
from server.services.damage.take_step import take_damage_step
from server.storage.damage import cases
from server.storage.tables.damage import DamageCase
from tests.factories import LANDLORD, an_appointment
from tests.http.tenant.pages import a_link, opened
from tests.services.damage.seen import FIRM, MANAGER, a_case, a_visit_of_firm_a, kinds_of


def do(case: DamageCase, deed: DamageDeed, clock: FixedClock, viewer=MANAGER) -> None:  # type: ignore[no-untyped-def]
    take_damage_step(case.damage_id, deed, seen=len(kinds_of(case)), viewer=viewer, clock=clock)


def test_the_tenant_sees_each_step_and_by_when_the_next_one_comes(client: FlaskClient, clock: FixedClock) -> None:
    case = a_case(clock)
    do(case, DamageDeed("asked", "Did the sofa hit it?"), clock)
    do(case, DamageDeed("answered", "It was cracked before.", stance="disputes"), clock, FIRM)
    do(case, DamageDeed("noted", "They always say that."), clock)
    do(case, DamageDeed("remedy", "A joiner mends the frame.", remedy="repair", value_pence=12_050), clock)
    link = a_link(clock)
    page = opened(client, link)
    thread = client.get(f"{link}/damage").text

    assert "Damage: where it stands" in page
    assert "On Monday 23 November we decided: it is repaired." in thread
    assert "This is done by Monday 21 December." in thread
    assert "A joiner mends the frame." in thread
    assert "The contractor answered on Monday 23 November." in thread
    for ours in ("cracked before", "sofa hit", "always say", "120.50"):
        assert ours not in thread


def test_what_the_tenant_says_on_their_page_opens_the_thread(client: FlaskClient, clock: FixedClock) -> None:
    a_visit_of_firm_a()
    link = a_link(clock)
    before = opened(client, link)
    told = client.post(f"{link}/tell/damage", data={"once": "1", "text": "Paint on the sofa."}, follow_redirects=True)

    assert "Damage: where it stands" not in before
    assert "Damage: where it stands" in told.text
    assert "We decide by Monday 7 December" in client.get(f"{link}/damage").text
    assert cases.of_appointment(LANDLORD, "A-1") is not None


def test_another_appointments_link_shows_none_of_it(app: Flask, client: FlaskClient, clock: FixedClock) -> None:
    a_case(clock)
    an_appointment("A-2", job_number="J-2")
    link = a_link(clock, "A-2")
    opened(client, link)

    assert client.get(f"{link}/damage").status_code == 404


def test_the_thread_reads_in_the_tenants_language_with_the_english_beside_it(
    client: FlaskClient, clock: FixedClock
) -> None:
    a_case(clock)
    link = a_link(clock)
    opened(client, link)
    page = client.get(f"{link}/damage?language=ur").text

    assert 'dir="rtl"' in page
    assert "آپ کے گھر میں نقصان" in page
    assert "Damage in your home" in page
