"""One household at a time: what is asked of the database, and how repairs and homes are told apart."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import event

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.assessment.sweep_appointments import sweep_appointments
from server.storage.cases import cases
from server.storage.database import db, transaction
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_person, a_repair, an_appointment

CASE = "T-100000000001@100000000001"


def a_miss(name: str, days: int, **fields: str) -> None:
    an_appointment(name, start_at=NOW - timedelta(days=days), status="not_attended", **fields)
    an_imported_visit(name, "not_attended")


def assess(clock: FixedClock, case_id: str = CASE) -> None:
    assess_household(LANDLORD, case_id, cause="test", clock=clock)


def statements(work: Callable[[], None]) -> int:
    """How many statements reach the database meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    work()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_other_households_cost_an_assessment_nothing(app: Flask, clock: FixedClock) -> None:
    a_miss("A-1", 9)
    assess(clock)
    alone = statements(lambda: assess(clock))
    for number in range(10):
        home = f"1000000001{number:02d}"
        an_appointment(f"B-{number}", uprn=home, person_id=f"other-{number}", job_number=f"K-{number}")

    assert statements(lambda: assess(clock)) == alone


def test_more_appointments_cost_no_more_statements(app: Flask, clock: FixedClock) -> None:
    for number in range(2):
        a_miss(f"A-{number}", 40 - number)
    assess(clock)
    few = statements(lambda: assess(clock))
    for number in range(2, 12):
        a_miss(f"A-{number}", 40 - number)
    assess(clock)

    assert statements(lambda: assess(clock)) == few


def test_a_follow_on_job_counts_with_the_repair_it_follows(app: Flask, clock: FixedClock) -> None:
    a_miss("A-1", 20)
    a_repair("J-2", repair_root="J-1")
    a_miss("A-2", 10, job_number="J-2")
    an_appointment("A-3", job_number="J-2")
    assess(clock)

    assert [(row.root, row.not_kept) for row in cases.repairs_with_counts(LANDLORD)] == [("J-1", 2)]
    assert cases.not_kept_counts(LANDLORD, ["A-3"]) == {"A-3": 2}


def test_the_household_that_moved_in_later_begins_at_nought(app: Flask, clock: FixedClock) -> None:
    a_person("before", tenancy_ref="T-OLD")
    a_miss("A-1", 20, person_id="before")
    an_appointment("A-2")
    assess(clock, "T-OLD@100000000001")
    assess(clock)

    assert cases.not_kept_counts(LANDLORD, ["A-1", "A-2"]) == {"A-1": 1}


def test_a_count_that_falls_back_to_nought_leaves_the_list(app: Flask, clock: FixedClock) -> None:
    an_appointment("A-1", start_at=NOW - timedelta(days=1))
    assess(clock)
    assert [row.not_kept for row in cases.repairs_with_counts(LANDLORD)] == [1]

    an_imported_visit("A-1", "completed", arrived=NOW - timedelta(days=1), left=NOW - timedelta(hours=23))
    assess(clock)

    assert cases.repairs_with_counts(LANDLORD) == []


def test_what_an_import_brings_later_is_assessed_by_the_sweep(app: Flask, clock: FixedClock) -> None:
    an_appointment("A-1", start_at=NOW - timedelta(days=1))
    assess(clock)
    assert sweep_appointments(clock=clock) == 0

    an_imported_visit("A-1", "completed", arrived=NOW - timedelta(days=1), left=NOW - timedelta(hours=23))
    with transaction():
        cases.mark_stale(LANDLORD, ["A-1"])

    assert sweep_appointments(clock=clock) == 1
    standing = cases.appointment_standing(LANDLORD, "A-1")
    assert standing is not None
    assert (standing.result, standing.stale) == ("kept", False)
