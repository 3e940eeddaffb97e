"""Drawing a sample: from the visits that were asked for, again by its seed, and unseen by everybody else."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from server.domain.sampling import Wanted
from server.outside.clock import FixedClock
from server.services.sampling.draw_sample import draw_sample, repeat_draw
from server.services.sampling.record_outcome import Outcome, record_outcome
from server.storage import sampling
from server.storage.database import Tables, db
from server.storage.people import audit
from tests import factories
from tests.factories import LANDLORD, NOW

TODAY = date(2026, 11, 23)
ITS_OWN = {"samples", "sampled_visits", "sample_outcomes", "audit_entries"}


def a_day() -> dict[str, str]:
    """One visit each: of firm-a, planned, cancelled, yesterday's, and firm-b's."""
    appointments: dict[str, dict[str, Any]] = {
        "A-1": {},
        "A-2": {"kind": "planned"},
        "A-3": {"status": "cancelled"},
        "A-4": {"start_at": NOW - timedelta(days=1)},
        "B-1": {"firm_id": "firm-b"},
    }
    return {name: _visit(name, **fields) for name, fields in appointments.items()}


def test_a_sample_is_drawn_from_the_visits_of_its_days_firm_and_kind(app: Flask, clock: FixedClock) -> None:
    visits = a_day()

    def drawn(**fields: Any) -> set[str]:
        wanted = Wanted("mystery_shopping", TODAY, TODAY, 10, **fields)
        return set(sampling.visit_ids(draw_sample(LANDLORD, wanted, by="user-1", clock=clock)))

    assert drawn() == {visits[name] for name in ("A-1", "A-2", "B-1")}
    assert drawn(firm_id="firm-a") == {visits["A-1"], visits["A-2"]}
    assert drawn(kind="planned") == {visits["A-2"]}


def test_a_sample_says_when_its_visits_are_no_longer_those_it_was_drawn_from(app: Flask, clock: FixedClock) -> None:
    a_day()
    made = draw_sample(LANDLORD, Wanted("other_survey", TODAY, TODAY, 10), by="user-1", clock=clock)
    sample = sampling.find(LANDLORD, made)
    assert sample is not None
    before = repeat_draw(sample)
    _visit("A-9")
    after = repeat_draw(sample)

    assert (before.drawn_from, before.same_visits, before.same_sample) == (3, True, True)
    assert (after.drawn_from, after.same_visits, after.same_sample) == (4, False, False)


def test_drawing_and_answering_touch_nothing_that_a_contractor_reads(app: Flask, clock: FixedClock) -> None:
    """No row that a page, a feed, an export, a phone or a key is served from is any different."""
    a_day()
    before = _rows()
    made = draw_sample(LANDLORD, Wanted("mystery_shopping", TODAY, TODAY, 2), by="user-1", clock=clock)
    one = sampling.visit_ids(made)[0]
    record_outcome(LANDLORD, made, one, Outcome("not_as_promised", "Came late"), by="user-1", clock=clock)

    assert _rows() == before
    assert [word.outcome for word in sampling.outcomes(made)[one]] == ["not_as_promised"]
    noted = audit.trail(LANDLORD, audit.Subject("sample", made))
    assert {entry.action for entry in noted} == {"sample_drawn", "sample_outcome_recorded"}


def _visit(name: str, **fields: Any) -> str:
    factories.an_appointment(name, **fields)
    return factories.a_visit(name, fields.get("firm_id", "firm-a"))


def _rows() -> dict[str, list[str]]:
    db.session.expire_all()
    tables = [table for table in Tables.metadata.sorted_tables if table.name not in ITS_OWN]
    return {table.name: sorted(map(str, db.session.execute(select(table)))) for table in tables}
