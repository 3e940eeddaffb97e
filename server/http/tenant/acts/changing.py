"""Change the time: real free slots, checked before they are confirmed; or wait for a late visit, or choose another."""

from flask import Response, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.booking.slots import Slot
from server.domain.errors import DoorstepError
from server.domain.messages import REBOOK, WAIT
from server.http.access import callers
from server.http.limits import limiter
from server.http.tenant.acts.known import known, once, say
from server.http.tenant.cookie import remember_postcode
from server.http.tenant.pages import bp, clock, show
from server.http.tenant.problems import Problem, problem
from server.services.appointments.move_appointment import Asked, Move, NewTime, move_appointment
from server.services.booking.find_slots import (
    chosen_slot,
    find_slots_for_appointment,
    find_slots_for_work_order,
)
from server.services.tenants.open_tenant_page import OpenLink, open_link
from server.services.tenants.rebook_cancelled import rebook_cancelled, waiting_job

_OVER = frozenset({"appointment_over", "home_not_to_be_visited", "not_found"})


@bp.get("/<token>/change")
@callers("tenant")
@known
def change(token: str) -> ResponseReturnValue:
    """The times that are free now, and none of them."""
    return _choices(token, [])


@bp.post("/<token>/change")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_change(token: str) -> ResponseReturnValue:
    """Show what was chosen once more, or take down that the tenant wants to be rung."""
    chosen = request.form.get("slot", "")
    if chosen == "ring":
        message = say(REBOOK, "Wants another time; none of those offered suits.")
        return redirect(url_for("tenant.told", token=token, reference=message.reference), code=303)
    offer_id, place = _read(chosen)
    if not offer_id:
        return _choices(token, [problem("slot", "acts.change_choose")]), 422
    row = g.tenant_link.appointment
    slot, _, offer = chosen_slot(row.landlord_id, offer_id, place)
    job = waiting_job(g.tenant_link)
    if offer.appointment_id != row.appointment_id and (job is None or offer.work_order_id != job.work_order_id):
        return _choices(token, [problem("slot", "acts.change_choose")]), 422
    facts = {"chosen": chosen, "rev": row.rev, "called_off": row.status == "cancelled"}
    return show("tenant/acts/change_check.html", token, slot=slot, **facts)


@bp.post("/<token>/change/confirm")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_change_confirm(token: str) -> ResponseReturnValue:
    """Move the appointment as the tenant asked, where the time is still free."""
    row = g.tenant_link.appointment
    offer_id, place = _read(request.form.get("slot", ""))
    rev = request.form.get("rev", "")
    move = Move(Asked("tenant", "page", proof="chosen on their page"), NewTime(offer_id, place))
    try:
        if row.status == "cancelled":
            return _rebooked(rebook_cancelled(g.tenant_link, offer_id, place, clock=clock()))
        read_rev = int(rev) if rev.isascii() and rev.isdigit() and len(rev) < 9 else -1
        move_appointment(row.landlord_id, row.appointment_id, move, rev=read_rev, by="tenant", clock=clock())
    except DoorstepError as error:
        key = "acts.change_not_now" if error.code in _OVER else "acts.change_taken"
        return _choices(token, [problem("slot", key)]), 409
    return redirect(url_for("tenant.changed", token=token), code=303)


def _rebooked(token: str) -> Response:
    """On to the new appointment's own page; the postcode that was given opens it too."""
    response = make_response(redirect(url_for("tenant.changed", token=token), code=303))
    remember_postcode(response, token, open_link(token, clock=clock()).link, clock().now())
    return response


@bp.get("/<token>/changed")
@callers("tenant")
@known
def changed(token: str) -> ResponseReturnValue:
    """The new time, for the tenant to keep."""
    return show("tenant/acts/changed.html", token)


@bp.post("/<token>/late")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_late(token: str) -> ResponseReturnValue:
    """The tenant's answer to a later time: wait, or choose another."""
    if request.form.get("answer") == "wait":
        say(WAIT, "Will wait.")
        return redirect(url_for("tenant.page", token=token), code=303)
    return redirect(url_for("tenant.change", token=token), code=303)


def _choices(token: str, problems: list[Problem]) -> str:
    facts = {"problems": problems, "once": once(), "called_off": g.tenant_link.appointment.status == "cancelled"}
    return show("tenant/acts/change.html", token, slots=_offered(g.tenant_link), **facts)


def _offered(opened: OpenLink) -> list[tuple[str, Slot]]:
    """The free times, each with the name by which it is chosen; none where the tenant must ring."""
    row, job = opened.appointment, waiting_job(opened)
    if row.status != "booked" and job is None:
        return []
    try:
        if job is not None:
            found = find_slots_for_work_order(row.landlord_id, job.work_order_id, made_by="tenant", clock=clock())
        else:
            found = find_slots_for_appointment(row.landlord_id, row.appointment_id, made_by="tenant", clock=clock())
    except DoorstepError as error:
        if error.code not in _OVER:
            raise
        return []
    return [(f"{found.offer_id}:{place}", one.slot) for place, one in enumerate(found.slots)]


def _read(chosen: str) -> tuple[str, int]:
    offer_id, _, place = chosen.partition(":")
    return (offer_id, int(place)) if place.isascii() and place.isdigit() and len(place) < 4 else ("", 0)
