"""Writes down what somebody did, found or decided about a concern; the clocks follow, and nothing is overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.concerns.steps import OF_HOUSEHOLD, OF_PROPERTY, Step, StepRefused, check_step
from server.domain.errors import DoorstepError
from server.domain.review.items import Closing, Subject
from server.domain.typed_text import kept_whole
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.concerns.run_clocks import run_clocks
from server.services.review.close_item import close_item
from server.storage import reports
from server.storage.concerns import clocks, households, steps
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.standards import line
from server.storage.tables.concerns import ConcernStep
from server.storage.tables.visits import Report

LONGEST_TEXT = 5000


@dataclass(frozen=True)
class Typed:
    """A step as it was typed. `seen_steps` is how many the person had before them."""

    what: str
    happened_at: datetime
    text: str
    seen_steps: int
    facts: Mapping[str, object] = field(default_factory=dict)


def record_step(report_id: str, typed: Typed, *, viewer: Viewer, clock: Clock) -> None:
    """Raises `not_found`, StepRefused with the field, or `stale_edit` where somebody wrote something meanwhile."""
    now = clock.now()
    with transaction() as connection:
        report = _own(report_id, typed.what, viewer)
        before = steps.told(connection, report_id)
        if len(before) != typed.seen_steps:
            raise DoorstepError(
                "stale_edit", "Somebody else wrote something down meanwhile. Look at it, then save again."
            )
        step = Step(typed.what, typed.happened_at, kept_whole(typed.text, LONGEST_TEXT, "The text"), dict(typed.facts))
        check_step(step, now=now, received_at=report.received_at, before=before)
        db.session.add(_row(report, step, viewer.user_id, now))
        db.session.flush()
        line.touch_report(connection, report_id)
        about, action = audit.Subject("report", report_id), f"concern_{step.what}"
        audit.record(viewer.landlord_id, about, action, by=viewer.user_id, at=now)
        facts = clocks.report(connection, report_id)
        running = [one for one in run_clocks(connection, facts, at=now) if one.is_running] if facts else []
        if not running:
            closing = Closing(viewer.user_id, step.what)
            close_item(viewer.landlord_id, "clock", Subject("report", report_id), closing, at=now)


def _own(report_id: str, what: str, viewer: Viewer) -> Report:
    """The report, where this person may write such a step down about it."""
    household = households.find(viewer, report_id)
    if household is not None:
        if what not in OF_HOUSEHOLD:
            raise StepRefused("what", "Choose what is written down.")
        return household
    found = reports.find(viewer, report_id) if viewer.may("judge_hazards") else None
    if found is None or found.lane != "property":
        raise DoorstepError("not_found", "There is no such concern, or it is not yours to change.")
    if what not in OF_PROPERTY:
        raise StepRefused("what", "Choose what is written down.")
    return found


def _row(report: Report, step: Step, by: str, now: datetime) -> ConcernStep:
    return ConcernStep(
        step_id=str(uuid7()),
        landlord_id=report.landlord_id,
        report_id=report.report_id,
        what=step.what,
        happened_at=step.happened_at,
        text=step.text,
        facts=dict(step.facts),
        by=by,
        at=now,
    )
