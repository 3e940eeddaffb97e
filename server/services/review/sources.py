"""Everything that waits, by its source. A new source is a function of a landlord and an instant, and a line here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from server.domain.messages import ANSWERED, CALLER_WRONG
from server.domain.recharges import DISPUTED, OPEN
from server.domain.review.items import Subject, Waiting, end_of_day, start_of_day
from server.domain.review.kinds import PERSON
from server.outside.clock import FixedClock
from server.services.messages.read_messages import how_it_stands
from server.services.recharges.read_recharges import every_recharge
from server.storage.database import db
from server.storage.review.sources import decisions, records, safety, telling
from server.storage.tables.messages import TenantMessage, TenantMessageStep
from server.storage.telling.messages import steps_of

Source = Callable[[str, datetime], Iterable[Waiting]]


def messages(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """Tenants' messages that somebody still has to acknowledge or answer, by what is due next."""
    answered = (
        select(TenantMessageStep.step_id)
        .where(TenantMessageStep.message_id == TenantMessage.message_id, TenantMessageStep.kind == ANSWERED)
        .correlate(TenantMessage)
        .exists()
    )
    found = list(db.session.scalars(select(TenantMessage).where(TenantMessage.landlord_id == landlord_id, ~answered)))
    steps = steps_of([row.message_id for row in found])
    for row in found:
        due_on = how_it_stands(row, steps.get(row.message_id, [])).next_due()
        if due_on is None:
            continue
        yield Waiting(
            landlord_id,
            "message",
            Subject("message", row.message_id),
            row.received_at,
            reference=row.reference,
            harm=PERSON if row.kind == CALLER_WRONG else None,
            due_at=end_of_day(due_on),
            firm_id=row.firm_id or None,
            uprn=row.uprn,
            visit_id=row.visit_id,
        )


def recharges(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """Those that wait for the firm's answer, until its last day, and those that a firm disputes."""
    for one in every_recharge(landlord_id, clock=FixedClock(at)):
        if one.state not in (OPEN, DISPUTED):
            continue
        yield Waiting(
            landlord_id,
            "recharge_answer" if one.state == OPEN else "recharge",
            Subject("recharge", f"{one.payment.decision_id}-{one.firm_id}"),
            start_of_day(one.payment.paid_on),
            due_at=end_of_day(one.answer_by_on) if one.state == OPEN else None,
            firm_id=one.firm_id,
        )


SOURCES: Mapping[str, Source] = {
    "alarm": safety.alarms,
    "flag_review": safety.flag_reviews,
    "flag_letter": safety.flag_letters,
    "flag_appeal": safety.flag_appeals,
    "incident": safety.incidents,
    "need_review": safety.need_reviews,
    "message": messages,
    "decision": decisions.questions,
    "claim": decisions.claims,
    "recharge": recharges,
    "set_apart": records.set_apart,
    "evidence_alert": records.alerts,
    "import_question": records.import_questions,
    "import_conflict": records.import_conflicts,
    "letter": records.letters,
    "call": telling.calls,
}
KINDS_OF_SOURCES = frozenset({*SOURCES, "recharge_answer"})


def everything_waiting(landlord_id: str, at: datetime) -> dict[tuple[str, Subject], Waiting]:
    """What every source says now, by kind and subject; of two that say the same, the later one stands."""
    return {(one.kind, one.subject): one for source in SOURCES.values() for one in source(landlord_id, at)}
