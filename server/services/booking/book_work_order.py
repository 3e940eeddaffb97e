"""Books a job that waited: the tenant's choice among what was offered becomes a promise in somebody's diary.

1. The firm's diaries are held, so that two who press at once come one after the other.
2. The time is looked at again; where it has gone, nothing is booked and the caller offers anew.
3. Appointment, diary, agreement, history, notice and the phones' news stand or fall together.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.domain.booking.errors import NameNeeded, NotFree, SlotTaken
from server.domain.booking.slots import LONDON, Slot
from server.domain.errors import DoorstepError
from server.domain.notices import BOOKED
from server.outside.clock import Clock
from server.services.booking.find_slots import Subject, check_slot, chosen_slot, subject_of_order
from server.services.booking.keep_history import Act, keep_history
from server.services.notices.queue_appointment_notice import OfficeNews, queue_appointment_notice
from server.storage import feed
from server.storage.booking import diaries, work_orders, workforce
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.phones import assignments, touched_visits
from server.storage.tables.booking import WorkOrder
from server.storage.tables.register import Appointment

AGREED_BY = ("phone", "in_person", "page", "sms", "email", "letter")


@dataclass(frozen=True)
class Choice:
    """What was chosen of an offer. `operatives`: None takes who was proposed, empty leaves the name open.

    `agreed_by`: who said yes, as they gave their name; `channel`: how (phone, in_person, page, sms, email, letter).
    """

    offer_id: str
    place: int
    agreed_by: str
    channel: str
    operatives: tuple[str, ...] | None = None
    proof: str = ""


def book_work_order(landlord_id: str, work_order_id: str, choice: Choice, *, by: str, clock: Clock) -> str:
    """Returns the appointment's id. Raises `slot_taken`, `operative_needed`, `booked_already` and `not_found`."""
    now = clock.now()
    with transaction():
        order = _waiting(landlord_id, work_order_id)
        _check(choice, order)
        diaries.hold_diaries(landlord_id, order.firm_id)
        subject = subject_of_order(order)
        slot, proposed, offer = chosen_slot(landlord_id, choice.offer_id, choice.place)
        if offer.work_order_id != work_order_id:
            raise DoorstepError("no_such_offer", "Choose one of the times that were offered.")
        operatives = proposed if choice.operatives is None else choice.operatives
        begins_at = place_in_diaries(subject, slot, operatives, now, by_name=choice.operatives is not None)
        row = _appointment(order, subject, slot, now)
        if not work_orders.claim(landlord_id, work_order_id, row.appointment_id):
            raise DoorstepError("booked_already", "Somebody else has booked this job meanwhile. Look at it again.")
        fill_diaries(row, operatives, begins_at, subject.job.minutes, now)
        kept = keep_history(row, _act(choice, slot, operatives, row), by=by, clock=clock)
        _tell(row, kept.change_id, clock)
        about = audit.Subject("appointment", row.appointment_id)
        audit.record(landlord_id, about, "appointment_booked", by=by, at=now, after={"operatives": list(operatives)})
        feed.append(landlord_id, touched_visits.of_appointments(landlord_id, [row.appointment_id]), at=now)
    return row.appointment_id


def place_in_diaries(
    subject: Subject, slot: Slot, operatives: tuple[str, ...], now: datetime, *, by_name: bool = False
) -> datetime:
    """When the visit is to begin; raises where the time has gone, or a name is needed. Hold the diaries first.

    `by_name`: the office named these people, they were not proposed.
    """
    if not operatives and is_name_needed(slot, now):
        raise NameNeeded
    if (slot.end_at or slot.start_at) <= now:
        raise DoorstepError("slot_over", "This time is over. Choose another.")
    people = len(set(operatives))
    if operatives and people < subject.job.people:
        said = f"{subject.job.people} people must attend. Name as many, or leave the names open until the day before."
        raise DoorstepError("too_few_named", said)
    _check_names(subject, operatives)
    found = check_slot(subject, slot, operatives, now)
    if found is None:
        raise NotFree if operatives and by_name else SlotTaken
    return found.begins_at


def is_name_needed(slot: Slot, now: datetime) -> bool:
    """From the day before on, London time."""
    return slot.start_at.astimezone(LONDON).date() <= now.astimezone(LONDON).date() + timedelta(days=1)


def fill_diaries(
    row: Appointment, operatives: tuple[str, ...], begins_at: datetime, minutes: int, now: datetime
) -> set[tuple[str, str]]:
    """Put the operatives on, keep their time, and make the visit that phones record under."""
    changed = assignments.assign(row.landlord_id, {row.appointment_id: operatives}, at=now)
    diaries.take(row.landlord_id, row.appointment_id, operatives, begins_at, minutes)
    assignments.make_visits(row.landlord_id, [row.appointment_id], at=now)
    return changed


def _check(choice: Choice, order: WorkOrder) -> None:
    if order.kind == "planned":
        return
    if not choice.agreed_by.strip():
        raise DoorstepError("who_agreed", "Write who agreed to this time: the name that they gave.")
    if choice.channel not in AGREED_BY:
        raise DoorstepError(
            "agreed_how", "Say how they agreed: by phone, in person, by letter, text, email or the page."
        )


def _waiting(landlord_id: str, work_order_id: str) -> WorkOrder:
    order = work_orders.get(landlord_id, work_order_id)
    if order is None:
        raise DoorstepError("not_found", "There is no such job.")
    if order.appointment_id or order.closed_at:
        raise DoorstepError(
            "booked_already", "Somebody else has booked or closed this job meanwhile. Look at it again."
        )
    return order


def _check_names(subject: Subject, operatives: tuple[str, ...]) -> None:
    for name in operatives:
        one = workforce.operative(subject.landlord_id, name)
        if one is None or one.firm_id != subject.firm_id:
            raise DoorstepError("no_such_operative", "Choose operatives of your own firm.")


def _appointment(order: WorkOrder, subject: Subject, slot: Slot, now: datetime) -> Appointment:
    """Planned works are proposed first: they are agreed once their notice has run and the tenant said yes."""
    is_proposal = order.kind == "planned"
    row = Appointment(
        landlord_id=order.landlord_id,
        appointment_id=f"B{secrets.token_hex(5).upper()}",
        job_number=order.job_number,
        uprn=subject.uprn,
        person_id=order.person_id,
        firm_id=order.firm_id,
        kind=order.kind,
        slot_start_at=slot.start_at,
        slot_end_at=slot.end_at,
        now_start_at=slot.start_at,
        now_end_at=slot.end_at,
        people_required=subject.job.people,
        agreed_with_tenant=not is_proposal,
        agreed_on=None if is_proposal else now.astimezone(LONDON).date(),
        status="booked",
    )
    db.session.add(row)
    db.session.flush()
    return row


def _tell(row: Appointment, change_id: str, clock: Clock) -> None:
    """The confirmation. Of planned works the written notice tells, which is sent for many at once."""
    if row.agreed_with_tenant:
        news = OfficeNews(BOOKED, change_id, row.now_start_at, row.now_end_at)
        queue_appointment_notice(row.landlord_id, row.appointment_id, news, clock=clock)


def _act(choice: Choice, slot: Slot, operatives: tuple[str, ...], row: Appointment) -> Act:
    return replace(
        Act("booked", "agreement", channel=choice.channel) if row.agreed_with_tenant else Act("booked", "contractor"),
        proof=choice.proof,
        agreed_by=choice.agreed_by.strip(),
        offer_id=choice.offer_id,
        facts={"start": slot.start_at.isoformat(), "slot": slot.code, "operatives": list(operatives)},
    )
