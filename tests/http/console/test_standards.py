"""The standards in the console: numbers that lead to their visits, and to each firm its own."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.standards.rebuild_standards import rebuild_standards
from server.storage.cases import households
from server.storage.database import db, transaction
from server.storage.tables.decisions import PolicyOverride
from tests import factories
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW
from tests.http.console import world


def missed(name: str, firm_id: str, uprn: str, person: str, clock: FixedClock) -> None:
    factories.a_home(uprn, address_line_1=f"{firm_id} Road")
    factories.a_person(person, uprn=uprn, tenancy_ref=f"T-{person}")
    job = factories.a_repair(f"J-{name}", uprn=uprn, repair_root=f"J-{name}")
    start = NOW - timedelta(days=3)
    factories.an_appointment(name, firm_id, uprn=uprn, person_id=person, job_number=job, start_at=start)
    an_imported_visit(name, "not_attended", uprn=uprn, firm_id=firm_id)
    household = households.of_appointment(LANDLORD, name)
    assert household is not None
    assess_household(LANDLORD, household.case_id, cause="test", clock=clock)


def two_firms(clock: FixedClock) -> None:
    missed("A-1", "firm-a", "100000000001", "p-1", clock)
    missed("A-2", "firm-b", "100000000002", "p-2", clock)
    rebuild_standards(landlord_id=LANDLORD, clock=clock)


def test_a_manager_compares_firms_and_follows_a_number_to_its_visit(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    two_firms(clock)
    factories.sign_in(client, "contract_manager")
    page = client.get("/console/standards").text

    assert "Of 2 agreed times, 0 (0.0 %) kept, 2 not kept." in page
    assert "No target: HS004A 7.1 sets no share." in page
    link = "/console/standards/kept_in_time?from=2026-06-01&to=2026-11-23&by=firm&firm=firm-b&verdict=not_met"
    assert link.replace("&", "&amp;") in page
    listed = client.get(link).text
    assert "firm-b Road" in listed and "nobody came" in listed and "firm-a Road" not in listed


def test_an_office_sees_its_own_firm_alone_even_where_it_asks_for_another(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    two_firms(clock)
    factories.sign_in(client, "contractor_office", firm_id="firm-a")

    assert "Of 1 agreed time," in client.get("/console/standards?firm=firm-b").text
    listed = client.get("/console/standards/kept_in_time?firm=firm-b").text
    assert "firm-a Road" in listed and "firm-b" not in listed


def test_a_concern_about_people_is_counted_and_opened_by_nobody_here(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    factories.an_appointment()
    visit = factories.a_visit()
    event = world.an_event(visit, "concern_reported", {"about": "person", "seen": "bruises"})
    world.a_report(event, "household", {"about": "person", "seen": "bruises"}, visit_id=visit)
    rebuild_standards(landlord_id=LANDLORD, clock=clock)
    factories.sign_in(client, "contract_manager")
    page = client.get("/console/standards/concern_response").text

    assert "1 of what is counted here is not yours to open." in page
    assert "C-" not in page


def test_a_share_that_the_landlord_sets_is_named_as_its_own(app: Flask, client: FlaskClient, clock: FixedClock) -> None:
    two_firms(clock)
    day, words = NOW.date() - timedelta(days=1), {"reference": "our own", "reason": "Board minute 8", "by": "director"}
    with transaction():
        share = {"name": "standards_target_percent", "value": 95, "starts_on": day, "at": NOW, "taken_up_at": NOW}
        db.session.add(PolicyOverride(landlord_id=LANDLORD, **share, **words))
    factories.sign_in(client, "director")

    assert "Target 95 %, set by the landlord. HS004A 7.1 sets none." in client.get("/console/standards").text
