"""A household concern opens for named people only, for a reason that is kept, and is not closed unanswered."""

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.concerns.read_household import read_household, readings
from server.services.concerns.record_step import Typed, record_step
from server.services.reports.review_report import Decided, review_report
from tests.services.concerns.concerns import ADULT, a_concern, somebody, told

WHY = "Deciding on a referral to the council"


def write(report_id: str, what: str, lead: Viewer, clock: FixedClock, *, seen: int, **facts: object) -> None:
    record_step(report_id, Typed(what, clock.now(), "words", seen, facts), viewer=lead, clock=clock)


def test_named_people_hear_that_one_has_come_and_nobody_hears_what(app: Flask) -> None:
    lead, _ = somebody("safeguarding_lead"), somebody("contract_manager")
    a_concern(ADULT, danger_now=True)

    assert told() == [("household_concern", lead.email)]


def test_a_reading_needs_a_reason_and_is_kept_with_it(app: Flask, clock: FixedClock) -> None:
    lead = somebody("safeguarding_lead")
    report_id = a_concern(ADULT)

    with pytest.raises(DoorstepError, match="Say why"):
        read_household(report_id, "  look ", viewer=lead, clock=clock)
    assert readings(lead, report_id) == []
    assert read_household(report_id, WHY, viewer=lead, clock=clock).facts["seen"] == ADULT["seen"]
    assert [(entry.by, entry.reason) for entry in readings(lead, report_id)] == [(lead.user_id, WHY)]


def test_a_director_opens_it_once_it_was_escalated_and_a_manager_never(app: Flask, clock: FixedClock) -> None:
    lead, director, manager = somebody("safeguarding_lead"), somebody("director"), somebody("contract_manager")
    report_id = a_concern(ADULT)

    for reader in (director, manager):
        with pytest.raises(DoorstepError, match="not yours to see"):
            read_household(report_id, WHY, viewer=reader, clock=clock)
    write(report_id, "escalated", lead, clock, seen=0)
    assert read_household(report_id, WHY, viewer=director, clock=clock).report_id == report_id
    with pytest.raises(DoorstepError, match="not yours to see"):
        read_household(report_id, WHY, viewer=manager, clock=clock)


def test_it_closes_only_with_a_referral_or_a_reason_against_one_and_an_outcome(app: Flask, clock: FixedClock) -> None:
    lead = somebody("safeguarding_lead")
    report_id = a_concern(ADULT)
    closed = Decided("closed", "the council has it")

    with pytest.raises(DoorstepError, match="who was told"):
        review_report(report_id, closed, viewer=lead, clock=clock)
    facts = {"to": "council_adult", "rang_999": "no", "wishes": "Wants help, and to stay at home"}
    write(report_id, "referred", lead, clock, seen=0, **facts)
    with pytest.raises(DoorstepError, match="what came of it"):
        review_report(report_id, closed, viewer=lead, clock=clock)
    write(report_id, "outcome", lead, clock, seen=1)
    review_report(report_id, closed, viewer=lead, clock=clock)
