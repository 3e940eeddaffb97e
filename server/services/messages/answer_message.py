"""What the office does about a tenant's message: acknowledge, put off with a new day, answer, note. Appended, audited.

A complaint is the landlord's to answer, as the Complaint Handling Code has it; its firm may add notes.
"""

from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.messages import COMPLAINT, NOTED, SHOWN_TO_TENANT, Step, StepNotAllowed, check_step
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.days.days_off import days_off
from server.services.messages.queue_received import queue_news
from server.services.messages.read_messages import how_it_stands
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.messages import TenantMessage, TenantMessageStep
from server.storage.telling import messages
from server.storage.telling.answering_policy import answering_on


@dataclass(frozen=True)
class Deed:
    """What is done: a kind of `domain.messages.STEPS`, its words, and the new day of a holding reply."""

    kind: str
    text: str
    new_due_on: date | None = None


def answer_message(viewer: Viewer, message_id: str, deed: Deed, *, clock: Clock) -> TenantMessageStep:
    """Raises `not_found`, or StepNotAllowed with what to do instead. The tenant gets a text that there is news."""
    with transaction():
        found = messages.get(viewer, message_id)
        if found is None:
            raise DoorstepError("not_found", "There is no such message, or it is not yours to see.")
        message = found.message
        _check(viewer, message, deed, clock)
        step = _step(message, deed, viewer.user_id, clock)
        messages.add_step(step)
        subject = audit.Subject("message", message_id)
        audit.record(viewer.landlord_id, subject, f"message_{deed.kind}", by=viewer.user_id, at=clock.now())
        if deed.kind in SHOWN_TO_TENANT:
            queue_news(message, step.step_id, now=clock.now())
    return step


def _check(viewer: Viewer, message: TenantMessage, deed: Deed, clock: Clock) -> None:
    if message.kind == COMPLAINT and viewer.firm_id is not None and deed.kind != NOTED:
        raise StepNotAllowed("A complaint is answered by the landlord. Add a note that helps with the answer.")
    came_on = london_date(message.received_at)
    before = how_it_stands(message, messages.steps_of([message.message_id]).get(message.message_id, []))
    step = Step(deed.kind, london_date(clock.now()), deed.new_due_on)
    in_law = message.kind == COMPLAINT
    holidays = days_off(viewer.landlord_id, range(came_on.year, came_on.year + 3), in_law=in_law)
    check_step(message.kind, step, deed.text, before, answering_on(came_on), holidays=holidays)


def _step(message: TenantMessage, deed: Deed, by: str, clock: Clock) -> TenantMessageStep:
    return TenantMessageStep(
        step_id=str(uuid7()),
        message_id=message.message_id,
        kind=deed.kind,
        text=deed.text.strip(),
        new_due_on=deed.new_due_on if deed.kind == "holding" else None,
        by=by,
        at=clock.now(),
    )
