"""When operatives can come: their hours, leave and home area; and the slots that the landlord lets be offered."""

from datetime import time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.booking.hours import Week
from server.domain.booking.slots import WEEKDAYS, SlotRow, read_weekdays, rows_in_force
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.booking import reading
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.booking.keep_availability import (
    NewLeave,
    Traits,
    end_leave,
    record_leave,
    set_hours,
    set_slot,
    set_traits,
)
from server.storage.booking import slot_rows, workforce
from server.storage.people import users
from server.storage.tables.register import Operative

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@bp.get("/booking/availability")
@callers(*who_may("booking"))
def availability() -> ResponseReturnValue:
    """Every operative with the hours that hold today."""
    viewer = current_viewer()
    today = london_day(now())
    firms = users.firm_names(viewer.landlord_id)
    mine = {viewer.firm_id: firms.get(viewer.firm_id, "")} if viewer.firm_id else firms
    people = [
        (firm, operative_id, one, _hours_in_words(one.week_on(today)))
        for firm_id, firm in mine.items()
        for operative_id, one in workforce.workers(viewer.landlord_id, firm_id, today, today).items()
    ]
    return render_template("console/booking/availability.html", people=people, with_firm=viewer.firm_id is None)


@bp.get("/booking/availability/<path:operative_id>")
@callers(*who_may("booking"))
def operative_hours(operative_id: str) -> ResponseReturnValue:
    """One operative: hours, leave, home area."""
    return _page(_operative(operative_id))


@bp.post("/booking/availability/<path:operative_id>/hours")
@callers(*who_may("booking"))
def post_hours(operative_id: str) -> ResponseReturnValue:
    """The week from a day on."""
    one, viewer = _operative(operative_id), current_viewer()
    try:
        from_on = reading.needed_day("from_on", "From")
        set_hours(viewer.landlord_id, operative_id, _week(), from_on, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _page(one, error), 400
    return _saved(operative_id, "The hours are kept.")


@bp.post("/booking/availability/<path:operative_id>/leave")
@callers(*who_may("booking"))
def post_leave(operative_id: str) -> ResponseReturnValue:
    """Days, or a part of one, in which they cannot come."""
    one, viewer = _operative(operative_id), current_viewer()
    try:
        first = reading.needed_day("leave_from", "First day")
        leave = NewLeave(
            first,
            reading.day("leave_to", "Last day", needed=False) or first,
            reading.text("leave_kind"),
            reading.clock_time("leave_starts", "From"),
            reading.clock_time("leave_ends", "To"),
        )
        record_leave(viewer.landlord_id, operative_id, leave, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _page(one, error), 400
    return _saved(operative_id, "The leave is kept. Appointments that stand in it stay until you move them.")


@bp.post("/booking/availability/<path:operative_id>/leave/<leave_id>/end")
@callers(*who_may("booking"))
def post_leave_end(operative_id: str, leave_id: str) -> ResponseReturnValue:
    """They can come after all."""
    _operative(operative_id)
    viewer = current_viewer()
    end_leave(viewer.landlord_id, leave_id, by=viewer.user_id, clock=clock())
    return _saved(operative_id, "The leave is off.")


@bp.post("/booking/availability/<path:operative_id>/traits")
@callers(*who_may("booking"))
def post_traits(operative_id: str) -> ResponseReturnValue:
    """What decides who is sent beside the trade."""
    one, viewer = _operative(operative_id), current_viewer()
    areas = tuple(area.upper() for area in reading.text("home_areas").replace(",", " ").split())
    try:
        traits = Traits(reading.text("sex"), areas)
        set_traits(viewer.landlord_id, operative_id, traits, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _page(one, error), 400
    return _saved(operative_id, "Saved.")


@bp.get("/booking/slots")
@callers(*who_may("slot_settings"))
def slot_list() -> ResponseReturnValue:
    """Which slots may be offered today, and the changes that were made."""
    return _slots()


@bp.post("/booking/slots")
@callers(*who_may("slot_settings"))
def post_slot() -> ResponseReturnValue:
    """Offer a slot differently from a day on, or no longer."""
    viewer = current_viewer()
    try:
        set_slot(viewer.landlord_id, _slot_row(), by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _slots(error), 400
    flash("The slot is kept. Appointments that were promised stay as they are.")
    return redirect(url_for("console.slot_list"))


def _operative(operative_id: str) -> Operative:
    """One of the firm's own; the landlord's people see all."""
    viewer = current_viewer()
    one = workforce.operative(viewer.landlord_id, operative_id)
    if one is None or viewer.firm_id not in (None, one.firm_id):
        or_not_found(None)
    return one  # type: ignore[return-value]


def _week() -> Week:
    week: dict[int, tuple[time, time]] = {}
    for weekday, name in enumerate(WEEKDAYS):
        starts, ends = reading.clock_time(f"{name}_starts", name), reading.clock_time(f"{name}_ends", name)
        if starts is not None and ends is not None:
            week[weekday] = (starts, ends)
        elif starts is not None or ends is not None:
            raise DoorstepError("wrong_hours", f"{_DAYS[weekday]}: give both times, or none for a day off.")
    return week


def _slot_row() -> SlotRow:
    starts, ends = reading.clock_time("starts", "From"), reading.clock_time("ends", "To")
    if starts is None or ends is None:
        raise DoorstepError("wrong_time", "Give the times at which the slot begins and ends.")
    return SlotRow(
        code=reading.text("code"),
        label="",
        from_on=reading.needed_day("from_on", "From which day"),
        starts=starts,
        ends=ends,
        weekdays=read_weekdays(request.form.getlist("weekday")),
        offered=request.form.get("offered") == "yes",
        reference=reading.text("reference"),
    )


def _saved(operative_id: str, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("console.operative_hours", operative_id=operative_id))


def _page(one: Operative, error: DoorstepError | None = None) -> str:
    viewer, today = current_viewer(), london_day(now())
    found = workforce.workers(viewer.landlord_id, one.firm_id, today, today).get(one.operative_id)
    week: Week = found.week_on(today) if found else {}
    return render_template(
        "console/booking/operative.html",
        one=one,
        days=[(name, _DAYS[number], week.get(number)) for number, name in enumerate(WEEKDAYS)],
        patterns=workforce.patterns_of(viewer.landlord_id, one.operative_id),
        leave=workforce.leave_of(viewer.landlord_id, one.operative_id, since=now()),
        traits=workforce.traits_of(viewer.landlord_id, one.firm_id).get(one.operative_id),
        today=today,
        error=error,
        typed=request.form,
    )


def _hours_in_words(week: Week) -> str:
    """Mon to Fri 08:00 to 17:00, where the days are alike; else each day."""
    runs: list[list[Any]] = []
    for number in range(7):
        hours = week.get(number)
        if hours is None:
            continue
        if runs and runs[-1][2] == hours and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number, hours])
    return "; ".join(_run(first, last, hours) for first, last, hours in runs) or "No hours"


def _run(first: int, last: int, hours: tuple[time, time]) -> str:
    days = _DAYS[first][:3] + (f" to {_DAYS[last][:3]}" if last > first else "")
    return f"{days} {hours[0]:%H:%M} to {hours[1]:%H:%M}"


def _slots(error: DoorstepError | None = None) -> str:
    viewer, today = current_viewer(), london_day(now())
    rows = rows_in_force(slot_rows.shipped_rows(), slot_rows.own_rows(viewer.landlord_id), today)
    changes = slot_rows.own_offerings(viewer.landlord_id)
    return render_template(
        "console/booking/slots.html",
        rows=rows,
        labels={row.code: row.label for row in slot_rows.shipped_rows()},
        changes=changes,
        staff_names=users.names_of(one.by for one in changes),
        weekdays=list(zip(WEEKDAYS, _DAYS, strict=True)),
        today=today,
        error=error,
        typed=request.form,
    )
