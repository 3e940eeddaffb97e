"""Finds slots for a job or an appointment among the firm's operatives, and keeps what was offered.

`find_slots_for_work_order` serves the office, `find_slots_for_appointment` also the tenant's own page. What they
return is kept under `offer_id`: booking and moving name the offer and the place in it that the tenant chose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from server.domain.booking.cautions import Caution, cautions_of
from server.domain.booking.diary import Day
from server.domain.booking.errors import HomeNotToBeVisited
from server.domain.booking.finding import HandsDay, Job, Offer, Search, Wish, offers_of_day, spread
from server.domain.booking.slots import LONDON, Slot, rows_in_force, slots_of_day
from server.domain.booking.ways import Ways, district_of
from server.domain.errors import DoorstepError
from server.domain.horizon import bounds
from server.outside.clock import Clock
from server.services.days.days_off import days_off
from server.services.planned_works.find_notice_rule import find_notice_rule
from server.storage.booking import diaries, slot_rows, work_orders, workforce
from server.storage.cases import appointments
from server.storage.database import transaction
from server.storage.tables.booking import SlotOffer, WorkOrder
from server.storage.tables.register import Appointment

AT_ONCE = 7
MOST_DAYS = 60


@dataclass(frozen=True)
class Asked:
    """What to look for. `from_on`: not before this day; `days`: how far to look; `most`: how many to offer.

    `any_sex`: offer others too where nobody of the wished sex can come, and say so.
    """

    wish: Wish = field(default_factory=Wish)
    from_on: date | None = None
    days: int = 30
    most: int = 9
    any_sex: bool = False


@dataclass(frozen=True)
class Subject:
    """What is to be booked or moved: the job in the finder's words, whose it is, and what it may not lie over."""

    landlord_id: str
    firm_id: str
    job: Job
    wish: Wish
    person_id: str | None
    uprn: str
    kind: str
    work_order_id: str | None = None
    appointment_id: str | None = None


@dataclass(frozen=True)
class Offered:
    """The slots in order of time, kept under `offer_id`; `cautions` are what the office should say or think of.

    `looked_to_on` is the last day that was looked at.
    """

    offer_id: str
    slots: tuple[Offer, ...]
    cautions: tuple[Caution, ...]
    looked_to_on: date


def find_slots_for_work_order(
    landlord_id: str, work_order_id: str, asked: Asked | None = None, *, made_by: str, clock: Clock
) -> Offered:
    """Slots for a job that waits to be booked. Raises `not_found` and `home_not_to_be_visited`."""
    order = work_orders.get(landlord_id, work_order_id)
    if order is None:
        raise DoorstepError("not_found", "There is no such job.")
    return _find(subject_of_order(order), asked or Asked(), made_by, clock)


def find_slots_for_appointment(
    landlord_id: str, appointment_id: str, asked: Asked | None = None, *, made_by: str, clock: Clock
) -> Offered:
    """Slots to which an appointment could move, its own time left out of the way; for the office and the tenant's page.

    `made_by` is the user's id, or `tenant`. The caller has checked that the appointment is theirs. Show the tenant
    `slot.start_at`, `slot.end_at` (None: an exact time) and nothing of who else is busy; hand `offer_id` and the
    place of the chosen slot in `slots` to `move_appointment`. An empty `slots`: nobody is free, ask them to ring.
    """
    row = appointments.get(landlord_id, appointment_id)
    return _find(subject_of_appointment(row), asked or Asked(), made_by, clock)


def subject_of_order(order: WorkOrder) -> Subject:
    """The job of a work order."""
    repair = work_orders.repair(order.landlord_id, order.job_number)
    if repair is None:
        raise DoorstepError("not_found", "There is no such job.")
    job = _job(order.landlord_id, repair.uprn, repair.trade, order.minutes, order.people_required)
    subject = _subject(order.landlord_id, order.firm_id, order.person_id, repair.uprn, job)
    return replace(subject, kind=order.kind, work_order_id=order.work_order_id)


def subject_of_appointment(row: Appointment) -> Subject:
    """The job of an appointment; where an import brought it, it is taken to last an hour."""
    order = work_orders.of_appointment(row.landlord_id, row.appointment_id)
    repair = work_orders.repair(row.landlord_id, row.job_number)
    minutes = order.minutes if order else diaries.ASSUMED_MINUTES
    job = _job(row.landlord_id, row.uprn, repair.trade if repair else "", minutes, row.people_required)
    subject = _subject(row.landlord_id, row.firm_id, row.person_id, row.uprn, job)
    order_id = order.work_order_id if order else None
    return replace(subject, kind=row.kind, work_order_id=order_id, appointment_id=row.appointment_id)


def _job(landlord_id: str, uprn: str, trade: str, minutes: int, people: int) -> Job:
    home = work_orders.home(landlord_id, uprn)
    return Job(trade, minutes, people, district_of(home.postcode if home else ""))


def _subject(landlord_id: str, firm_id: str, person_id: str | None, uprn: str, job: Job) -> Subject:
    """The Lone Working Register counts before all else: nobody, or two, as it says."""
    kinds = {kind for kind, _ in work_orders.flag_kinds(landlord_id, uprn, person_id)}
    if "no_visit_to_home" in kinds:
        raise HomeNotToBeVisited
    if "two_people" in kinds:
        job = replace(job, people=max(2, job.people))
    known = workforce.wish_of(landlord_id, person_id)
    wish = Wish(sex=known.operative_sex, operative_id=known.operative_id) if known else Wish()
    return Subject(landlord_id, firm_id, job, wish, person_id, uprn, "routine")


def _find(subject: Subject, asked: Asked, made_by: str, clock: Clock) -> Offered:
    wish = replace(
        asked.wish,
        sex=asked.wish.sex or subject.wish.sex,
        operative_id=asked.wish.operative_id or subject.wish.operative_id,
    )
    first = _first_day(subject, asked, clock.now())
    days = min(max(1, asked.days), MOST_DAYS)
    offers = _offers(subject, wish, (first, days), asked.most, clock.now())
    without_sex = bool(wish.sex) and asked.any_sex and not offers
    if without_sex:
        offers = _offers(subject, replace(wish, sex=""), (first, days), asked.most, clock.now())
    last = first + timedelta(days=days - 1)
    wishes = workforce.wish_of(subject.landlord_id, subject.person_id)
    flags = work_orders.flag_kinds(subject.landlord_id, subject.uprn, subject.person_id)
    instead = wishes.instead if wishes else ""
    cautions = cautions_of(offers, wish, flags=flags, instead=instead, ignored_sex=without_sex, looked_to=last)
    return Offered(_kept(subject, offers, made_by, clock.now()), tuple(offers), tuple(cautions), last)


def _first_day(subject: Subject, asked: Asked, now: datetime) -> date:
    """Today, or the day asked for; planned works from the first day that a notice sent today would allow.

    Whoever asks for a sooner day gets it: then a manager must give a reason before it can be confirmed.
    """
    today = now.astimezone(LONDON).date()
    if asked.from_on is None and subject.kind == "planned":
        return find_notice_rule(subject.landlord_id, today).earliest_day(today)
    return max(today, asked.from_on or today)


def _offers(subject: Subject, wish: Wish, span: tuple[date, int], most: int, now: datetime) -> list[Offer]:
    """A week at a time, until there are enough: most jobs find theirs in the first."""
    first, days = span
    found: list[Offer] = []
    for start in range(0, days, AT_ONCE):
        week = [first + timedelta(days=number) for number in range(start, min(start + AT_ONCE, days))]
        found += _offers_of_days(subject, wish, week, now)
        chosen = spread(found, most)
        if len(chosen) >= most:
            return chosen
    return spread(found, most)


def _offers_of_days(subject: Subject, wish: Wish, days: Sequence[date], now: datetime) -> list[Offer]:
    """Diaries are read only where a slot of these days is wanted at all."""
    slots = _wanted_slots(subject.landlord_id, wish, days)
    if not slots:
        return []
    asked = sorted(slots)
    hands, search = hands_of_days(subject, asked), _search(subject, wish, asked, now)
    return [offer for day in asked for offer in offers_of_day(search, day, slots[day], hands[day])]


def _wanted_slots(landlord_id: str, wish: Wish, days: Sequence[date]) -> dict[date, list[Slot]]:
    """The slots of each day that is no bank holiday and on which the tenant would have one."""
    shipped, own = slot_rows.shipped_rows(), slot_rows.own_rows(landlord_id)
    closed = days_off(landlord_id, {day.year for day in days})
    found = {}
    for day in days:
        if day not in closed and (not wish.weekdays or day.weekday() in wish.weekdays):
            slots = slots_of_day(rows_in_force(shipped, own, day), day)
            found[day] = [slot for slot in slots if not wish.codes or slot.code in wish.codes]
    return {day: slots for day, slots in found.items() if slots}


def _search(subject: Subject, wish: Wish, days: Sequence[date], now: datetime) -> Search:
    begin, end = bounds(days[0])[0], bounds(days[-1])[1]
    own = subject.appointment_id or ""
    open_visits = diaries.unnamed(subject.landlord_id, subject.firm_id, begin, end, without=own)
    spoken_for = tuple((one.start_at, one.end_at) for one in open_visits if one.trade == subject.job.trade)
    return Search(subject.job, wish, Ways(slot_rows.districts()), now, spoken_for)


def hands_of_days(subject: Subject, days: Sequence[date]) -> dict[date, list[HandsDay]]:
    """Every operative of the firm on each of these days, with what fills it; six queries for all."""
    people = workforce.workers(subject.landlord_id, subject.firm_id, days[0], days[-1])
    begin, end = bounds(days[0])[0], bounds(days[-1])[1]
    own = subject.appointment_id or ""
    visits = diaries.days_of(subject.landlord_id, subject.firm_id, begin, end, without=own)
    return {
        day: [HandsDay(one.hand, one.working(day), visits.get((name, day), Day())) for name, one in people.items()]
        for day in days
    }


def check_slot(subject: Subject, slot: Slot, operatives: Sequence[str], now: datetime) -> Offer | None:
    """Whether a slot can still be kept, by these operatives or, where none is named, by anybody.

    Call it under `hold_diaries`. Wishes are the tenant's to give up, so they exclude nobody here.
    """
    day = slot.start_at.astimezone(LONDON).date()
    hands = hands_of_days(subject, [day])[day]
    if operatives:
        order = {name: number for number, name in enumerate(operatives)}
        hands = [one for one in hands if one.hand.operative_id in order]
        subject = replace(subject, job=replace(subject.job, people=len(order)))
    search = replace(_search(subject, Wish(), [day], now), lead=timedelta(0))
    if operatives:
        search = replace(search, spoken_for=())
    found = offers_of_day(search, day, [slot], hands)
    return found[0] if found else None


def _kept(subject: Subject, offers: Sequence[Offer], made_by: str, now: datetime) -> str:
    """Write down what is offered at this moment: the proof that there was a choice (HS004A 5, first bullet)."""
    offer_id = str(uuid7())
    with transaction():
        work_orders.add(
            SlotOffer(
                offer_id=offer_id,
                landlord_id=subject.landlord_id,
                firm_id=subject.firm_id,
                work_order_id=subject.work_order_id,
                appointment_id=subject.appointment_id,
                slots=[_written(offer) for offer in offers],
                made_by=made_by,
                made_at=now,
            )
        )
    return offer_id


def _written(offer: Offer) -> dict[str, object]:
    slot = offer.slot
    return {
        "start": slot.start_at.isoformat(),
        "end": slot.end_at.isoformat() if slot.end_at else None,
        "code": slot.code,
        "label": slot.label,
        "operatives": list(offer.operatives),
    }


def chosen_slot(landlord_id: str, offer_id: str, place: int) -> tuple[Slot, tuple[str, ...], SlotOffer]:
    """The slot at a place of an offer, counted from 0, and who was to keep it; raises `no_such_offer`."""
    offer = work_orders.offer(landlord_id, offer_id)
    if offer is None or not 0 <= place < len(offer.slots):
        raise DoorstepError("no_such_offer", "Choose one of the times that were offered.")
    written = offer.slots[place]
    end = written["end"]
    slot = Slot(
        datetime.fromisoformat(str(written["start"])),
        datetime.fromisoformat(str(end)) if end else None,
        str(written["code"]),
        str(written["label"]),
    )
    people: list[str] = written["operatives"]  # type: ignore[assignment]
    return slot, tuple(people), offer
