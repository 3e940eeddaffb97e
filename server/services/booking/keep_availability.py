"""When operatives can come and what tenants would like, as offices and the landlord keep it; every act is written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from uuid_utils.compat import uuid7

from server.domain.booking.hours import Week, read_week, write_week
from server.domain.booking.slots import SlotRow, checked_row, instant
from server.domain.booking.ways import district_of
from server.domain.errors import DoorstepError
from server.domain.horizon import bounds
from server.outside.clock import Clock
from server.storage.booking import slot_rows, workforce
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.booking import (
    OperativeLeave,
    OperativeTraits,
    SlotOffering,
    VisitingWish,
    WorkingPattern,
)
from server.storage.tables.register import Operative

LEAVE_KINDS = ("leave", "training", "sick")
INSTEAD = ("", "phone", "office")


@dataclass(frozen=True)
class NewLeave:
    """Whole days, both inclusive; with clock times a part of the one day."""

    from_on: date
    to_on: date
    kind: str
    from_clock: time | None = None
    to_clock: time | None = None


@dataclass(frozen=True)
class Traits:
    """`sex` is f, m or empty (not said); `home_areas` are postcode districts such as IP33."""

    sex: str
    home_areas: tuple[str, ...]


@dataclass(frozen=True)
class Wishes:
    """`operative_sex` f, m or empty; `operative_id` preferred; `instead` phone or office where no visit is wanted."""

    operative_sex: str = ""
    operative_id: str = ""
    instead: str = ""


def set_hours(landlord_id: str, operative_id: str, week: Week, from_on: date, *, by: str, clock: Clock) -> None:
    """The operative's week from a day on; earlier weeks stay as they were."""
    with transaction():
        one = _operative(landlord_id, operative_id)
        written = write_week(read_week(write_week(week)))
        row = WorkingPattern(
            landlord_id=landlord_id,
            firm_id=one.firm_id,
            operative_id=operative_id,
            from_on=from_on,
            week=written,
            by=by,
            at=clock.now(),
        )
        workforce.put([row])
        _note(landlord_id, operative_id, "hours_set", {"from": from_on.isoformat(), "week": written}, by, clock)


def record_leave(landlord_id: str, operative_id: str, leave: NewLeave, *, by: str, clock: Clock) -> str:
    """Returns the leave's id. Appointments that stand in it stay: the office is shown them."""
    from_at, to_at = _span(leave)
    with transaction():
        one = _operative(landlord_id, operative_id)
        row = OperativeLeave(
            leave_id=str(uuid7()),
            landlord_id=landlord_id,
            firm_id=one.firm_id,
            operative_id=operative_id,
            from_at=from_at,
            to_at=to_at,
            kind=leave.kind,
            by=by,
            at=clock.now(),
        )
        workforce.put([row])
        _note(landlord_id, operative_id, "leave_recorded", {"kind": leave.kind}, by, clock)
    return row.leave_id


def end_leave(landlord_id: str, leave_id: str, *, by: str, clock: Clock) -> None:
    """It is off: the operative can come after all."""
    with transaction():
        row = workforce.find_leave(landlord_id, leave_id)
        if row is None:
            raise DoorstepError("not_found", "There is no such leave.")
        row.ended_at = clock.now()
        _note(landlord_id, row.operative_id, "leave_ended", {"kind": row.kind}, by, clock)


def set_traits(landlord_id: str, operative_id: str, traits: Traits, *, by: str, clock: Clock) -> None:
    """What decides who is sent beside the trade."""
    wrong = [area for area in traits.home_areas if district_of(f"{area} 1AA") != area.upper()]
    if wrong or traits.sex not in ("", "f", "m"):
        raise DoorstepError("wrong_area", f"{wrong[0] if wrong else traits.sex} is no postcode district such as IP33.")
    with transaction():
        one = _operative(landlord_id, operative_id)
        areas = [area.upper() for area in traits.home_areas]
        row = OperativeTraits(
            landlord_id=landlord_id,
            operative_id=operative_id,
            firm_id=one.firm_id,
            sex=traits.sex,
            home_areas=areas,
            by=by,
            at=clock.now(),
        )
        workforce.put_kept(row)
        _note(landlord_id, operative_id, "traits_set", {"home_areas": areas}, by, clock)


def record_wishes(landlord_id: str, person_id: str, wishes: Wishes, *, by: str, clock: Clock) -> None:
    """What a tenant would like; asked again at each booking, promised at none."""
    if wishes.instead not in INSTEAD or wishes.operative_sex not in ("", "f", "m"):
        raise DoorstepError("wrong_wish", "Choose one of the wishes of the list.")
    with transaction():
        row = VisitingWish(
            landlord_id=landlord_id,
            person_id=person_id,
            operative_sex=wishes.operative_sex,
            operative_id=wishes.operative_id,
            instead=wishes.instead,
            by=by,
            at=clock.now(),
        )
        workforce.put_kept(row)
        about = audit.Subject("person", person_id)
        audit.record(landlord_id, about, "wishes_recorded", by=by, at=clock.now(), after={"wishes": "recorded"})


def set_slot(landlord_id: str, row: SlotRow, *, by: str, clock: Clock) -> None:
    """Offer one of the known slots differently from a day on, or no longer; earlier days keep what held then."""
    if row.code not in {one.code for one in slot_rows.shipped_rows()}:
        raise DoorstepError("wrong_slot", "Choose one of the slots of the list.")
    checked_row(row)
    with transaction():
        offering = SlotOffering(
            landlord_id=landlord_id,
            code=row.code,
            from_on=row.from_on,
            starts=row.starts.strftime("%H:%M"),
            ends=row.ends.strftime("%H:%M"),
            weekdays=list(row.weekdays),
            offered=row.offered,
            reference=row.reference.strip(),
            by=by,
            at=clock.now(),
        )
        slot_rows.add(offering)
        after = {"from": row.from_on.isoformat(), "offered": row.offered, "reference": row.reference.strip()}
        audit.record(landlord_id, audit.Subject("slot", row.code), "slot_set", by=by, at=clock.now(), after=after)


def _span(leave: NewLeave) -> tuple[datetime, datetime]:
    if leave.kind not in LEAVE_KINDS:
        raise DoorstepError("wrong_leave", "Say whether it is leave, training or sickness.")
    if leave.to_on < leave.from_on or leave.to_on - leave.from_on > timedelta(days=366):
        raise DoorstepError("wrong_leave", "Leave ends on the day it begins or later, within a year.")
    if leave.from_clock is None or leave.to_clock is None:
        return bounds(leave.from_on)[0], bounds(leave.to_on)[1]
    if leave.from_on != leave.to_on or leave.from_clock >= leave.to_clock:
        raise DoorstepError("wrong_leave", "A part of a day begins and ends on that day.")
    return instant(leave.from_on, leave.from_clock), instant(leave.to_on, leave.to_clock)


def _operative(landlord_id: str, operative_id: str) -> Operative:
    one = workforce.operative(landlord_id, operative_id)
    if one is None:
        raise DoorstepError("not_found", "There is no such operative.")
    return one


def _note(landlord_id: str, operative_id: str, action: str, after: dict[str, object], by: str, clock: Clock) -> None:
    about = audit.Subject("operative", operative_id)
    audit.record(landlord_id, about, action, by=by, at=clock.now(), after=after)
