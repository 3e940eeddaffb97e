"""Damage in the console: the list, one thread, what each side may do, and the second manager told."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.tables.damage import DamageCase
from server.storage.tables.review import ReviewItem
from tests.factories import sign_in
from tests.http.console import world
from tests.http.console.told import send_form
from tests.services.damage.seen import a_case, a_report_of_damage, a_visit_of_firm_a


@pytest.fixture
def case(app: Flask, clock: FixedClock) -> DamageCase:
    return a_case(clock, tenant_view="It was new last year.")


def at(case: DamageCase) -> str:
    return f"/console/damage/{case.damage_id}"


def do(client: FlaskClient, case: DamageCase, kind: str, **sent: str) -> str:
    return send_form(client, at(case), kind=kind, **{"seen": str(case.steps), **sent})


def test_each_side_sees_its_own_and_the_list_says_what_is_due(app: Flask, case: DamageCase) -> None:
    pages = {}
    for who, role, firm in (
        ("landlord", "contract_manager", None),
        ("firm", "contractor_office", "firm-a"),
        ("other", "contractor_office", "firm-b"),
        ("director", "director", None),
    ):
        client = app.test_client()
        sign_in(client, role, firm_id=firm)
        pages[who] = (client.get("/console/damage").text, client.get(at(case)).status_code)

    assert "Door frame, Hall" in pages["landlord"][0]
    assert "Mon 7 Dec 2026" in pages["firm"][0]
    assert ["Door frame" in text for text, _ in pages.values()] == [True, True, False, False]
    assert [status for _, status in pages.values()] == [200, 200, 404, 404]


def test_what_the_tenant_says_at_the_door_stands_beside_the_report(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")

    assert "It was new last year." in client.get(at(case)).text


def test_a_manager_asks_the_contractor_answers_and_the_remedy_is_decided(
    app: Flask, client: FlaskClient, case: DamageCase
) -> None:
    firm = app.test_client()
    sign_in(client, "contract_manager")
    sign_in(firm, "contractor_office", firm_id="firm-a")

    asked = do(client, case, "asked", text="What happened?")
    answered = do(firm, case, "answered", stance="disputes", text="It was cracked before.")
    decided = do(client, case, "remedy", remedy="insurance", value_known="no", text="Our insurer looks at it.")

    assert "Contractor answers by" in asked
    assert "It was cracked before." in answered
    assert "Insurance claim" in decided
    assert "value not known" in decided
    assert (case.stage, case.remedy) == ("with_insurer", "insurance")


def test_what_is_missing_is_said_beside_what_was_typed(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")
    page = do(client, case, "remedy", remedy="repair", text="A joiner mends it.")

    assert "Give the value in pounds, or say that it is not known." in page
    assert "A joiner mends it.</textarea>" in page


def test_the_second_of_two_managers_is_told_and_keeps_their_words(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")
    do(client, case, "noted", text="Rang Sam.")
    page = do(client, case, "wrote", seen="1", text="We look into it.")

    assert "Somebody did something here meanwhile" in page
    assert "We look into it.</textarea>" in page


def test_our_notes_and_values_are_not_for_the_contractor(app: Flask, client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")
    do(client, case, "noted", text="Looks like their fault.")
    do(client, case, "remedy", remedy="repair", value_known="yes", pounds="120.50", text="A joiner mends it.")
    firm = app.test_client()
    sign_in(firm, "contractor_office", firm_id="firm-a")
    page = firm.get(at(case)).text

    assert "A joiner mends it." in page
    assert "their fault" not in page
    assert "120.50" not in page


def test_the_trail_names_the_operative_whose_report_joined_the_case(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")
    page = client.get(f"/console/trail/damage/{case.damage_id}").text

    assert "Damage joined</strong>, Operative op-1," in page


def test_the_queue_has_it_until_a_person_closes_it(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")
    item = db.session.query(ReviewItem).filter_by(kind="damage", subject_id=case.damage_id).one()
    before = (item.state, item.due_at is not None)
    do(client, case, "remedy", remedy="none", value_known="no", text="It was worn.")
    do(client, case, "closed", text="Nothing is owed.")
    db.session.refresh(item)

    assert before == ("open", True)
    assert (item.state, item.outcome) == ("closed", "damage_closed")


def test_a_report_that_was_made_good_gets_a_case_at_a_click(app: Flask, client: FlaskClient) -> None:
    report = a_report_of_damage(a_visit_of_firm_a(), made_good=True)
    sign_in(client, "contract_manager")
    page = send_form(client, f"/console/reports/{report}", f"/console/reports/{report}/damage-case")

    assert "Remedy to decide" in page
    assert "is decided in its case" in client.get(f"/console/reports/{report}").text


def test_a_report_follows_its_case(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")
    do(client, case, "remedy", remedy="none", value_known="no", text="It was worn.")
    do(client, case, "closed", text="Nothing is owed.")

    assert "Door frame" not in client.get("/console/reports").text


def test_what_a_correction_made_a_matter_of_people_is_not_shown(client: FlaskClient, case: DamageCase) -> None:
    event = db.session.scalar(db.select(world.VisitEvent.event_id))
    world.an_event(case.visit_id, "corrected", {"about": "person", "seen": "the child"}, corrects=event)
    sign_in(client, "contract_manager")
    page = client.get(at(case)).text

    assert "Nothing was reported from a phone" in page
