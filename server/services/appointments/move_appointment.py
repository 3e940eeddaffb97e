"""Moves an appointment to another time that can be kept: who asked, the proof of it, and how the other side is told.

Who asked decides what is owed later: a time that the contractor takes away on its day was not kept (HS004A 5), one
that the tenant gives up was theirs to give.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.booking.slots import LONDON, Slot
from server.domain.errors import DoorstepError
from server.domain.notices import BOOKED, MOVED
from server.outside.clock import Clock
from server.services.appointments.change_appointment import SIDES, NewChange, StaleEdit, change_appointment
from server.services.appointments.tell_of_change import (
    BY_NOTICE,
    BY_PERSON,
    NOT_YET,
    Telling,
    add_telling,
    channel_of_rule,
    check_telling,
)
from server.services.booking.book_work_order import AGREED_BY, fill_diaries, place_in_diaries
from server.services.booking.find_slots import chosen_slot, subject_of_appointment
from server.services.booking.keep_history import Act, keep_history
from server.services.notices.queue_appointment_notice import OfficeNews, queue_appointment_notice
from server.services.planned_works.check_works_notice import check_works_notice
from server.storage.booking import diaries
from server.storage.cases import appointments
from server.storage.database import transaction
from server.storage.tables.register import Appointment, AppointmentChange


@dataclass(frozen=True)
class Asked:
    """Who asked and what proves it.

    `by`: contractor, tenant or agreement. `channel`: how it was said (page, phone, in_person, sms, email, letter).
    `proof`: the tenant's own words, or a note of the call; needed unless the contractor asked. `at`: when the tenant
    said so, None for now. `agreed_by`: the name of whoever said yes.
    """

    by: str
    channel: str = ""
    proof: str = ""
    reason: str = ""
    at: datetime | None = None
    agreed_by: str = ""


@dataclass(frozen=True)
class NewTime:
    """A place in an offer, or a slot that was agreed by itself. `operatives`: None takes who can come then."""

    offer_id: str | None = None
    place: int = 0
    slot: Slot | None = None
    operatives: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Move:
    """What is asked for. `telling` matters where the contractor asked; the others know already."""

    asked: Asked
    to: NewTime
    telling: Telling = field(default_factory=Telling)


def move_appointment(
    landlord_id: str, appointment_id: str, move: Move, *, rev: int, by: str, clock: Clock
) -> AppointmentChange:
    """Move it where it still is at `rev`.

    For the tenant's own page: `Move(Asked("tenant", "page", proof="their words or 'on their page'"),
    NewTime(offer_id, place))` with the offer of `find_slots_for_appointment`, `rev` of the appointment that was shown,
    `by="tenant"`. Raises `slot_taken` (offer anew), `stale_edit` (show what stands now), `appointment_over`,
    `operative_needed` and `no_such_offer`; whatever it raises, nothing has changed. Planned works that are agreed are
    moved by the contractor only where their notice allows the new day (`notice_too_short`).
    """
    now = clock.now()
    check_asked(move.asked, move.telling, now)
    with transaction():
        row = open_appointment(landlord_id, appointment_id, rev)
        diaries.hold_diaries(landlord_id, row.firm_id)
        subject = subject_of_appointment(row)
        slot, operatives = _wanted(row, move.to)
        if row.kind == "planned" and row.agreed_with_tenant and move.asked.by == "contractor":
            check_works_notice(row, slot.start_at.astimezone(LONDON).date())
        begins_at = place_in_diaries(subject, slot, operatives, now, by_name=move.to.operatives is not None)
        fill_diaries(row, operatives, begins_at, subject.job.minutes, now)
        change = new_change("moved", move.asked, move.telling, now, to=slot)
        facts: dict[str, object] = {
            "start": slot.start_at.isoformat(),
            "slot": slot.code,
            "operatives": list(operatives),
        }
        history(row, change, move.asked, facts, by=by, clock=clock, offer_id=move.to.offer_id)
        _tell(row, change, move, by=by, clock=clock)
        return change_appointment(landlord_id, appointment_id, change, rev=rev, recorded_by=by, clock=clock)


def check_asked(asked: Asked, telling: Telling, now: datetime, *, needs_reason: bool = True) -> None:
    """Refuse a change without the proof that decides money later."""
    if asked.by not in SIDES:
        raise DoorstepError("who_asked", "Say who asked for it: the contractor, the tenant, or both sides agreed.")
    if asked.by != "contractor" and (not asked.proof.strip() or asked.channel not in AGREED_BY):
        said = "Write what proves that the tenant asked or agreed: their message, or who rang when and said what."
        raise DoorstepError("proof_missing", said)
    if asked.by == "contractor" and needs_reason and not asked.reason.strip():
        raise DoorstepError("reason_missing", "Say why: the tenant is told, and the landlord can ask.")
    if asked.at is not None and asked.at > now:
        raise DoorstepError("told_in_future", "The tenant cannot have asked in the future.")
    if asked.by == "contractor":
        check_telling(telling, now)


def open_appointment(landlord_id: str, appointment_id: str, rev: int) -> Appointment:
    """The appointment where it still is as it was read, and still to come; else `stale_edit` or `appointment_over`."""
    row = appointments.fresh(appointments.get(landlord_id, appointment_id))
    if row.rev != rev:
        raise StaleEdit(row)
    if row.status != "booked":
        raise DoorstepError("appointment_over", "This appointment is over or cancelled: it can no longer be changed.")
    return row


def new_change(kind: str, asked: Asked, telling: Telling, now: datetime, *, to: Slot | None = None) -> NewChange:
    """The change as the rule reads it: who asked, and when the other side knew."""
    told_at, channel = None, None
    if asked.by != "contractor":
        told_at, channel = asked.at or now, channel_of_rule(asked.channel)
    elif telling.how == BY_PERSON:
        told_at, channel = telling.at, telling.channel
    return NewChange(
        kind,
        asked.by,
        told_at,
        channel,
        reason=asked.reason.strip(),
        new_start_at=to.start_at if to else None,
        new_end_at=to.end_at if to else None,
        change_id=str(uuid7()),
    )


def history(
    row: Appointment,
    change: NewChange,
    asked: Asked,
    facts: dict[str, object],
    *,
    by: str,
    clock: Clock,
    offer_id: str | None = None,
) -> None:
    """Write the change into the history under its own id."""
    before = {"old_start": row.now_start_at.isoformat() if row.now_start_at else None, "old_rev": row.rev}
    act = replace(act_as_asked(change.kind, asked, facts | before), offer_id=offer_id)
    keep_history(row, act, by=by, clock=clock, change_id=change.change_id)


def act_as_asked(kind: str, asked: Asked, facts: dict[str, object]) -> Act:
    """The act with who asked for it, and how and when they said so; a contractor said it to nobody."""
    is_own = asked.by == "contractor"
    when: dict[str, object] = {"asked_at": asked.at.isoformat()} if asked.at and not is_own else {}
    return Act(
        kind,
        asked.by,
        channel="" if is_own else asked.channel,
        proof=asked.proof,
        reason=asked.reason,
        agreed_by=asked.agreed_by,
        facts=facts | when,
    )


def tell_tenant(row: Appointment, change_id: str, news: OfficeNews, telling: Telling, *, by: str, clock: Clock) -> None:
    """As the office said: by a notice now, by a person already (a notice then confirms it), or not yet."""
    if telling.how == NOT_YET:
        return
    if telling.how == BY_PERSON:
        add_telling(row.landlord_id, change_id, telling, by=by, clock=clock)
    tell_by_notice(row, change_id, news, counts=telling.how == BY_NOTICE, by=by, clock=clock)


def tell_by_notice(row: Appointment, change_id: str, news: OfficeNews, *, counts: bool, by: str, clock: Clock) -> None:
    """Queue the notice; `counts`: its sending is the moment at which the tenant knew of this change."""
    cause = queue_appointment_notice(row.landlord_id, row.appointment_id, news, clock=clock)
    if cause is not None and counts:
        add_telling(row.landlord_id, change_id, Telling(BY_NOTICE), by=by, clock=clock, notice_cause=cause)


def _wanted(row: Appointment, to: NewTime) -> tuple[Slot, tuple[str, ...]]:
    if to.slot is not None:
        return to.slot, to.operatives or ()
    slot, proposed, offer = chosen_slot(row.landlord_id, to.offer_id or "", to.place)
    if offer.appointment_id != row.appointment_id:
        raise DoorstepError("no_such_offer", "Choose one of the times that were offered.")
    return slot, proposed if to.operatives is None else to.operatives


def news_of_move(row: Appointment, change: NewChange, telling: Telling) -> OfficeNews | None:
    """An apology for a time that the contractor took away, else the confirmation of what was agreed.

    None where the office tells the tenant itself, later.
    """
    by_contractor = change.by == "contractor"
    if by_contractor and telling.how == NOT_YET:
        return None
    kind = MOVED if by_contractor else BOOKED
    return OfficeNews(kind, change.change_id, change.new_start_at, change.new_end_at, row.now_start_at)


def _tell(row: Appointment, change: NewChange, move: Move, *, by: str, clock: Clock) -> None:
    news = news_of_move(row, change, move.telling)
    if news is not None:
        counts = move.asked.by == "contractor" and move.telling.how == BY_NOTICE
        tell_by_notice(row, change.change_id, news, counts=counts, by=by, clock=clock)
