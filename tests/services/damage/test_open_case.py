"""When damage becomes a case, and how a phone's report and the tenant's own word come into one thread."""

from datetime import date, timedelta

import pytest

from server.outside.clock import FixedClock
from server.services.damage.open_case import open_by_hand, open_for_visit
from server.services.messages.take_message import About, Said, take_message
from server.storage.damage import cases
from server.storage.database import db
from server.storage.tables.damage import DamageCase, DamageSource
from server.storage.tables.notices import Notice
from server.storage.tables.visits import VisitEvent
from tests.factories import LANDLORD, NOW, a_visit
from tests.http.console import world
from tests.services.damage.seen import (
    DOOR,
    FIRM,
    MANAGER,
    a_report_of_damage,
    a_visit_of_firm_a,
    kinds_of,
)

pytestmark = pytest.mark.usefixtures("app")


def the_tenant_writes(clock: FixedClock, text: str = "The door frame is cracked.") -> str:
    about = About("firm-a", "A-1", None, "person-1", "100000000001")
    return take_message(LANDLORD, about, Said("damage", text, text), clock=clock).message_id


def news() -> int:
    return db.session.query(Notice).filter_by(template="news").count()


def test_damage_that_is_not_made_good_becomes_a_case_and_its_tenant_hears_that_there_is_news(
    clock: FixedClock,
) -> None:
    visit = a_visit_of_firm_a()
    a_report_of_damage(visit)

    case = open_for_visit(LANDLORD, visit, clock=clock)[0]

    assert (case.reference, case.firm_id, case.person_id) == ("DM-1001", "firm-a", "person-1")
    assert (case.stage, case.due_on) == ("to_decide", date(2026, 12, 7))
    assert news() == 1


def test_following_a_visit_up_twice_opens_one_case_and_tells_once(clock: FixedClock) -> None:
    visit = a_visit_of_firm_a()
    a_report_of_damage(visit)
    for _ in range(2):
        open_for_visit(LANDLORD, visit, clock=clock)

    assert db.session.query(DamageCase).count() == 1
    assert news() == 1


def test_damage_made_good_on_site_needs_no_case_until_a_correction_takes_that_back(clock: FixedClock) -> None:
    visit = a_visit_of_firm_a()
    a_report_of_damage(visit, made_good=True)
    before = open_for_visit(LANDLORD, visit, clock=clock)

    first = db.session.scalar(db.select(VisitEvent.event_id))
    world.an_event(visit, "corrected", {"made_good": False}, corrects=first)

    assert before == []
    assert len(open_for_visit(LANDLORD, visit, clock=clock)) == 1


def test_the_days_count_from_the_day_we_received_it(clock: FixedClock) -> None:
    visit = a_visit_of_firm_a()
    event = world.an_event(visit, "damage_reported", DOOR)
    world.a_report(event, "damage", DOOR, visit_id=visit, received_at=NOW - timedelta(days=30))

    case = open_for_visit(LANDLORD, visit, clock=clock)[0]

    assert case.due_on == date(2026, 11, 6)
    assert news() == 0, "a month later it is no news"


def test_a_tenants_own_word_joins_the_case_of_the_same_visit(clock: FixedClock) -> None:
    visit = a_visit_of_firm_a()
    a_report_of_damage(visit)
    case = open_for_visit(LANDLORD, visit, clock=clock)[0]

    the_tenant_writes(clock)

    assert db.session.query(DamageCase).count() == 1
    assert kinds_of(case) == ["joined", "joined"]
    assert [one.kind for one in cases.sources_of(case.damage_id)] == ["report", "message"]


def test_a_tenants_word_opens_a_case_and_takes_in_what_the_phone_said_was_made_good(clock: FixedClock) -> None:
    visit = a_visit_of_firm_a()
    report = a_report_of_damage(visit, made_good=True)

    message = the_tenant_writes(clock)

    assert {row.subject_id for row in db.session.query(DamageSource)} == {message, report}
    assert news() == 0, "they have just been told that we have it"


def test_a_manager_opens_a_case_by_hand_and_a_contractor_cannot(clock: FixedClock) -> None:
    report = a_report_of_damage(a_visit_of_firm_a(), made_good=True)

    with pytest.raises(Exception, match="no such report"):
        open_by_hand(report, viewer=FIRM, clock=clock)

    assert open_by_hand(report, viewer=MANAGER, clock=clock).stage == "to_decide"


def test_a_visit_without_an_appointment_has_its_case_and_nobody_to_text(clock: FixedClock) -> None:
    a_visit_of_firm_a()
    visit = a_visit(None)
    a_report_of_damage(visit)

    case = open_for_visit(LANDLORD, visit, clock=clock)[0]

    assert (case.appointment_id, case.matter) == (None, f"visit {visit}")
    assert news() == 0
