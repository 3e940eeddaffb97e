"""One appointment: who goes, its history, and every change of it, tried on the real rule before it is saved."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from server.domain.booking.consequences import Consequence, Said, sentence
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.booking import reading
from server.http.console.booking.jobs import choices, one_line
from server.http.console.booking.typed_change import as_typed, slot_said
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import day_bounds, london_day, moment, span
from server.http.console.showing.words import word
from server.http.staff.gate import current_viewer
from server.services.appointments.assign_operatives import Assigning, assign_operatives
from server.services.appointments.cancel_appointment import (
    Cancellation,
    as_the_rule_reads,
    cancel_appointment,
    check_cancellation,
    news_of_cancellation,
)
from server.services.appointments.change_appointment import NewChange
from server.services.appointments.follow_up_appointment import FollowUp, follow_up_appointment
from server.services.appointments.link_repairs import Link, link_repairs, regrouped
from server.services.appointments.move_appointment import (
    Move,
    check_asked,
    move_appointment,
    new_change,
    news_of_move,
)
from server.services.appointments.tell_of_change import BY_PERSON, Telling, record_telling
from server.services.appointments.try_change import try_change, try_link
from server.services.booking.due_on_request import visits_on_request
from server.services.booking.find_slots import Offered, chosen_slot, find_slots_for_appointment
from server.services.notices.queue_appointment_notice import OfficeNews, draft_appointment_notice
from server.storage.booking import appointment_page
from server.storage.booking.appointment_page import AppointmentPage
from server.storage.cases import cases, landlord_policy
from server.storage.people.who_acted import who_acted
from server.storage.policy_files import read_policy

_CONFLICTS = ("slot_taken", "stale_edit")
_OVERTAKEN = ("stale_edit", "appointment_over")


@bp.get("/booking/appointments")
@callers(*who_may("booking"))
def appointments_of_day() -> ResponseReturnValue:
    """The appointments of a day, to open one of them."""
    day = _day_asked()
    rows = appointment_page.coming(current_viewer(), *day_bounds(day))
    return render_template("console/booking/appointments.html", rows=rows, day=day, beside=_beside(day))


@bp.get("/booking/appointments/<path:appointment_id>")
@callers(*who_may("booking"))
def appointment(appointment_id: str) -> ResponseReturnValue:
    """The appointment with its history."""
    return _page(appointment_id)


@bp.post("/booking/appointments/<path:appointment_id>/offers")
@callers(*who_may("booking"))
def post_move_offers(appointment_id: str) -> ResponseReturnValue:
    """Other times that can be kept."""
    return _acting(appointment_id, lambda page: _moving(page, _offered(page)))


@bp.post("/booking/appointments/<path:appointment_id>/move")
@callers(*who_may("booking"))
def post_move(appointment_id: str) -> ResponseReturnValue:
    """Say first what the move does to the count; then, once confirmed, move."""

    def act(page: AppointmentPage) -> ResponseReturnValue:
        asked, telling, to = reading.who_asked(), reading.telling(), reading.new_time()
        check_asked(asked, telling, now())
        slot = to.slot or chosen_slot(page.appointment.landlord_id, to.offer_id or "", to.place)[0]
        if not _is_confirmed():
            change = new_change("moved", asked, telling, now(), to=slot)
            found = _tried(page, change)
            wanted = slot_said(slot)
            wanted += ", outside the slots that are offered" if to.slot else ""
            news = news_of_move(page.appointment, change, telling)
            return _check(page, change, found, ("Move it to", wanted), news)
        names = (page.appointment.landlord_id, page.appointment.appointment_id)
        by = current_viewer().user_id
        move_appointment(*names, Move(asked, to, telling), rev=reading.rev(), by=by, clock=clock())
        return _done(page, "Moved. The phones hear of it at their next contact.")

    return _acting(appointment_id, act)


@bp.post("/booking/appointments/<path:appointment_id>/cancellation")
@callers(*who_may("booking"))
def post_cancellation(appointment_id: str) -> ResponseReturnValue:
    """Say first what cancelling does to the count; then, once confirmed, cancel."""

    def act(page: AppointmentPage) -> ResponseReturnValue:
        asked, telling = reading.who_asked(), reading.telling()
        wanted = Cancellation(asked, reading.text("code"), telling, request.form.get("rebook") != "no")
        check_cancellation(wanted, now())
        if not _is_confirmed():
            change = as_the_rule_reads(wanted, clock())
            found, news = _tried(page, change), news_of_cancellation(page.appointment, change, wanted)
            return _check(page, change, found, ("Cancel it", ""), news)
        names = (page.appointment.landlord_id, page.appointment.appointment_id)
        cancel_appointment(*names, wanted, rev=reading.rev(), by=current_viewer().user_id, clock=clock())
        return _done(page, "Cancelled. " + ("The job waits to be booked again." if wanted.rebook else ""))

    return _acting(appointment_id, act)


@bp.post("/booking/appointments/<path:appointment_id>/operatives")
@callers(*who_may("booking"))
def post_operatives(appointment_id: str) -> ResponseReturnValue:
    """Name who goes."""

    def act(page: AppointmentPage) -> ResponseReturnValue:
        people = tuple(dict.fromkeys(one for one in request.form.getlist("operative") if one))
        wanted = Assigning(people, reading.who_asked(), reading.telling())
        names = (page.appointment.landlord_id, page.appointment.appointment_id)
        assign_operatives(*names, wanted, rev=reading.rev(), by=current_viewer().user_id, clock=clock())
        return _done(page, "Saved. Both phones hear of it at their next contact.")

    return _acting(appointment_id, act)


@bp.post("/booking/appointments/<path:appointment_id>/follow-up")
@callers(*who_may("booking"))
def post_follow_up(appointment_id: str) -> ResponseReturnValue:
    """Split the job, or raise what follows on from it, or a recall."""

    def act(page: AppointmentPage) -> ResponseReturnValue:
        wanted = FollowUp(
            kind=reading.text("kind"),
            description=reading.text("description"),
            asked=reading.who_asked(),
            telling=reading.telling(),
            minutes=reading.minutes(),
            people_required=reading.people(),
            urgent=reading.text("urgent") == "yes",
        )
        names = (page.appointment.landlord_id, page.appointment.appointment_id)
        by = current_viewer().user_id
        made = follow_up_appointment(*names, wanted, rev=reading.rev(), by=by, clock=clock())
        flash("It waits to be booked, under the same repair.")
        return redirect(url_for("console.job", work_order_id=made))

    return _acting(appointment_id, act)


@bp.post("/booking/appointments/<path:appointment_id>/link")
@callers(*who_may("booking"))
def post_link(appointment_id: str) -> ResponseReturnValue:
    """Say first what counting two jobs as one does; then link. Only the landlord takes a link away."""

    def act(page: AppointmentPage) -> ResponseReturnValue:
        link = Link(reading.text("with_job"), reading.who_asked(), reading.telling())
        if not link.with_job and not current_viewer().may("unlink_repairs"):
            raise DoorstepError("not_allowed", "Only the contract manager takes a link away. Name the other job.")
        if not _is_confirmed():
            check_asked(link.asked, link.telling, now())
            found = try_link(page.appointment, regrouped(page.appointment, link.with_job), clock=clock())
            what = f"Count it with {link.with_job}" if link.with_job else "Count it by itself"
            return _check(page, None, found, (what, ""))
        names = (page.appointment.landlord_id, page.appointment.appointment_id)
        link_repairs(*names, link, rev=reading.rev(), by=current_viewer().user_id, clock=clock())
        return _done(page, "Saved. The case is assessed again.")

    return _acting(appointment_id, act)


@bp.post("/booking/appointments/<path:appointment_id>/tellings/<change_id>")
@callers(*who_may("booking"))
def post_telling(appointment_id: str, change_id: str) -> ResponseReturnValue:
    """Somebody has told the tenant of a change after all."""

    def act(page: AppointmentPage) -> ResponseReturnValue:
        or_not_found(next((one for one in page.history if one.change.change_id == change_id), None))
        told_at = reading.moment("told_at", "When they were told") or now()
        telling = Telling(BY_PERSON, told_at, reading.text("told_channel"))
        by = current_viewer().user_id
        record_telling(page.appointment.landlord_id, change_id, telling, by=by, clock=clock())
        return _done(page, "Recorded. The case is assessed again.")

    return _acting(appointment_id, act)


def _acting(appointment_id: str, act: Callable[[AppointmentPage], ResponseReturnValue]) -> ResponseReturnValue:
    """Do it for an appointment of theirs; a refusal shows the page again, a stale edit both sides beside each other."""
    page: AppointmentPage = or_not_found(appointment_page.find(current_viewer(), appointment_id))
    try:
        return act(page)
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        if error.code in _OVERTAKEN:
            return _side_by_side(appointment_id), 409
        status = 409 if error.code in _CONFLICTS else 400
        if request.form.get("offer_id"):
            return _moving(page, _offered(page), error), status
        return _page(appointment_id, error), status


def _offered(page: AppointmentPage) -> Offered:
    row = page.appointment
    by = current_viewer().user_id
    return find_slots_for_appointment(row.landlord_id, row.appointment_id, reading.looking(), made_by=by, clock=clock())


def _is_confirmed() -> bool:
    return request.form.get("confirmed") == "yes"


def _tried(page: AppointmentPage, change: NewChange) -> Consequence | None:
    return try_change(page.appointment, change, clock=clock())


def _check(
    page: AppointmentPage,
    change: NewChange | None,
    found: Consequence | None,
    wanted: tuple[str, str],
    news: OfficeNews | None = None,
) -> str:
    """What would be, in one sentence, and what the tenant would read; everything typed is carried along."""
    names = (page.appointment.landlord_id, page.appointment.appointment_id)
    return render_template(
        "console/booking/check.html",
        page=page,
        address=one_line(page.home),
        wanted=wanted,
        consequence=found,
        said=_said(page, change, found),
        tells=news is not None,
        notice=draft_appointment_notice(*names, news, clock=clock()) if news else None,
        nobody_told=change is not None and change.by == "contractor" and request.form.get("told_how") == "not_yet",
        carried=[(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"],
        seen=_seen(page),
    )


def _said(page: AppointmentPage, change: NewChange | None, found: Consequence | None) -> str:
    if found is None:
        return "Nobody holds a tenancy here, so nobody is owed anything."
    if change is None:
        return f"Not kept, counted together: {found.after}."
    row = page.appointment
    told = Said(change.kind, change.by, change.told_at or now(), row.now_start_at, row.now_end_at)
    return sentence(found, told)


def _seen(page: AppointmentPage) -> str:
    """How the appointment stands, in words, so that a later reader can be shown what this person saw."""
    row = page.appointment
    names = ", ".join(name for _, name in page.operatives) or "nobody named"
    return f"{moment(row.now_start_at)}, {span(row.now_start_at, row.now_end_at)}; {word(row.status)}; {names}"


def _side_by_side(appointment_id: str) -> str:
    page: AppointmentPage = or_not_found(appointment_page.find(current_viewer(), appointment_id))
    carried = [(k, v) for k, v in request.form.items(multi=True) if k not in ("csrf_token", "rev", "seen", "confirmed")]
    return render_template(
        "console/booking/stale.html",
        page=page,
        address=one_line(page.home),
        seen=request.form.get("seen") or "not known",
        stands=_seen(page),
        carried=carried,
        wanted=as_typed(request.form, page.appointment),
        action=request.path,
    )


def _done(page: AppointmentPage, said: str) -> ResponseReturnValue:
    flash(said.strip())
    return redirect(url_for("console.appointment", appointment_id=page.appointment.appointment_id))


def _page(appointment_id: str, error: DoorstepError | None = None) -> str:
    page: AppointmentPage = or_not_found(appointment_page.find(current_viewer(), appointment_id))
    act = request.path.rpartition("/")[2] if error else ""
    return render_template(
        "console/booking/appointment.html", error=error, act=act, typed=request.form, blank=MultiDict(), **_shown(page)
    )


def _moving(page: AppointmentPage, offered: Offered, error: DoorstepError | None = None) -> str:
    return render_template(
        "console/booking/move.html", offered=offered, error=error, typed=request.form, **_shown(page)
    )


def _shown(page: AppointmentPage) -> dict[str, Any]:
    row = page.appointment
    return {
        "page": page,
        "address": one_line(page.home),
        "when": span(row.now_start_at, row.now_end_at),
        "seen": _seen(page),
        "staff_names": who_acted(row.landlord_id, (line.change.recorded_by for line in page.history)),
        "at": now(),
        "not_kept": cases.not_kept_counts(row.landlord_id, [row.appointment_id]).get(row.appointment_id, 0),
        "threshold": _in_force(row.landlord_id, "threshold_more_than"),
        "on_request": visits_on_request(row.landlord_id, london_day(now())),
        "cap_pence": _in_force(row.landlord_id, "cap_pence_per_day"),
        **choices(row.landlord_id, row.firm_id),
    }


def _in_force(landlord_id: str, name: str) -> int | None:
    """A value of the policy as it holds today, the landlord's own over the shipped; None where none is set."""
    today = london_day(now())
    own = [row for row in landlord_policy.policy_on(landlord_id, today).values if name in row]
    begun = [row[name] for row in own if row["from"] <= today.isoformat()]
    shipped = next(one for one in read_policy().parameters() if one.name == name)
    return begun[-1] if begun else shipped.find(today)


def _day_asked() -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return london_day(now())


def _beside(day: date) -> tuple[date, date]:
    return day - timedelta(days=1), day + timedelta(days=1)
