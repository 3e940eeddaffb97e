"""Assessing many cases together: as each by itself, at no more statements, a bounded number at a time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from server.outside.clock import FixedClock
from server.services.assessment.assess_households import assess_households
from server.services.assessment.reassess_everything import reassess_everything
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from server.storage.database import db
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, an_appointment

CASES = [f"T-10000000000{number}@10000000000{number}" for number in range(7)]


@pytest.fixture
def street(app: Flask, clock: FixedClock) -> None:
    """Seven homes with none to six misses each, and pay lost in some."""
    for number, case_id in enumerate(CASES):
        home = f"10000000000{number}"
        whose = {"uprn": home, "person_id": f"p-{number}", "job_number": f"J-{number}"}
        an_appointment(f"A-{number}", **whose)
        for days in range(1, number + 1):
            name = f"A-{number}-{days}"
            an_appointment(name, start_at=NOW - timedelta(days=days), status="not_attended", **whose)
            an_imported_visit(name, "not_attended", job_number=f"J-{number}", uprn=home)
        if number > 3:
            lost = LostDay(f"p-{number}", (NOW - timedelta(days=1)).date(), 5000 + number, "payslip")
            record_loss(LANDLORD, case_id, lost, by="office", clock=clock)


def statements(work: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    work()
    event.remove(db.engine, "before_cursor_execute", note)
    return len([one for one in seen if "pg_advisory" not in one])


def test_together_each_comes_out_as_by_itself(street: None, clock: FixedClock) -> None:
    alone = {name: assess_households(LANDLORD, [name], cause="a", clock=clock)[name] for name in CASES}
    together = assess_households(LANDLORD, CASES, cause="b", clock=clock)

    assert [together[name].is_new for name in CASES] == [False] * len(CASES)
    sums = [together[name].assessment.total_pence for name in CASES]
    assert sums == [alone[name].assessment.total_pence for name in CASES] == [0, 0, 0, 0, 5004, 5005, 5006]
    assert [cases.not_kept_counts(LANDLORD, [f"A-{number}"]).get(f"A-{number}", 0) for number in range(7)] == [
        *range(7)
    ]


def test_many_cost_no_more_statements_than_few(street: None, clock: FixedClock) -> None:
    assess_households(LANDLORD, CASES, cause="first", clock=clock)
    few = statements(lambda: assess_households(LANDLORD, CASES[:2], cause="few", clock=clock))

    assert statements(lambda: assess_households(LANDLORD, CASES, cause="all", clock=clock)) == few


def test_it_goes_through_all_a_few_at_a_time(street: None, clock: FixedClock) -> None:
    steps = [step.looked_at for step in reassess_everything(LANDLORD, clock=clock, at_once=3)]

    assert steps == [3, 3, 1]


def test_no_statement_of_an_assessment_reads_a_whole_landlord(street: None, clock: FixedClock) -> None:
    """SQLite without statistics takes an index on the landlord alone where nothing better begins with it."""
    if db.engine.dialect.name != "sqlite":
        return
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    assess_households(LANDLORD, CASES, cause="all", clock=clock)
    event.remove(db.engine, "before_cursor_execute", note)
    nothing_to_ask = "1!=1"
    reads = [one for one in asked if one[0].startswith("SELECT") and nothing_to_ask not in one[0]]
    plans = [(sql, row[3]) for sql, given in reads for row in _plan(sql, given)]

    assert len(reads) > 15
    assert {(sql.partition(" FROM ")[2][:50], plan) for sql, plan in plans if _reads_all(plan)} == set()


def _plan(statement: str, given: object) -> list[tuple[int, int, int, str]]:
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)  # type: ignore[arg-type]
    return [tuple(row) for row in rows]  # type: ignore[misc]


def _reads_all(plan: str) -> bool:
    """The policy's few rows are read whole on purpose; of the feed only the last place is asked for."""
    is_meant = "policy_overrides" in plan or "feed USING COVERING" in plan
    return not is_meant and (plan.endswith("(landlord_id=?)") or plan.startswith("SCAN"))
