"""Jobs that wait to be booked: the list, one job with the slots that can be kept, and the booking itself."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.booking.slots import LONDON, WEEKDAYS
from server.domain.errors import DoorstepError
from server.domain.horizon import bounds
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.booking import reading
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.staff.gate import current_viewer
from server.services.booking.book_work_order import Choice, book_work_order
from server.services.booking.due_on_request import visits_on_request
from server.services.booking.find_slots import Offered, find_slots_for_work_order
from server.services.booking.keep_availability import Wishes, record_wishes
from server.services.booking.raise_work_order import NewJob, close_work_order, raise_work_order
from server.storage.booking import slot_rows, work_orders, workforce
from server.storage.booking.work_orders import Waiting
from server.storage.needs.kept_needs import what_to_do
from server.storage.people import users
from server.storage.tables.register import Home

_STATUS = {"slot_taken": 409, "booked_already": 409}


@bp.get("/booking")
@callers(*who_may("booking"))
def jobs() -> ResponseReturnValue:
    """What waits, and the visits that need a name by now."""
    return _jobs()


@bp.post("/booking/jobs")
@callers(*who_may("raise_jobs"))
def post_job() -> ResponseReturnValue:
    """Hand a job to a firm."""
    viewer = current_viewer()
    try:
        made = raise_work_order(viewer.landlord_id, _new_job(), by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _jobs(error), 400
    flash("The job waits to be booked.")
    return redirect(url_for("console.job", work_order_id=made))


@bp.get("/booking/jobs/<work_order_id>")
@callers(*who_may("booking"))
def job(work_order_id: str) -> ResponseReturnValue:
    """One job, what to know before ringing, and the form that finds slots."""
    return _job(work_order_id)


@bp.post("/booking/jobs/<work_order_id>/offers")
@callers(*who_may("booking"))
def post_offers(work_order_id: str) -> ResponseReturnValue:
    """The slots that can be kept, to be read out to the tenant."""
    try:
        return _job(work_order_id, offered=_offered(work_order_id))
    except DoorstepError as error:
        return _refused(work_order_id, error)


@bp.post("/booking/jobs/<work_order_id>/booking")
@callers(*who_may("booking"))
def post_booking(work_order_id: str) -> ResponseReturnValue:
    """What the tenant chose becomes an appointment; where the time has gone, the list is made anew."""
    viewer = current_viewer()
    or_not_found(work_orders.find(viewer, work_order_id))
    try:
        choice = Choice(
            offer_id=reading.text("offer_id"),
            place=reading.place(),
            agreed_by=reading.agreed_by(),
            channel=reading.text("channel"),
            operatives=reading.named(),
            proof=reading.text("proof"),
        )
        made = book_work_order(viewer.landlord_id, work_order_id, choice, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _refused(work_order_id, error)
    flash("Booked. The tenant is told, and the operative's phone hears of it at its next contact.")
    return redirect(url_for("console.appointment", appointment_id=made))


@bp.post("/booking/jobs/<work_order_id>/wishes")
@callers(*who_may("booking"))
def post_wishes(work_order_id: str) -> ResponseReturnValue:
    """What the tenant would like: kept with the person, asked again at each booking."""
    viewer = current_viewer()
    found: Waiting = or_not_found(work_orders.find(viewer, work_order_id))
    wishes = Wishes(reading.text("sex"), reading.text("wished"), reading.text("instead"))
    try:
        if found.person is None:
            raise DoorstepError("nobody_named", "Nobody is named for this home, so there is nobody to keep a wish for.")
        record_wishes(viewer.landlord_id, found.person.person_id, wishes, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _refused(work_order_id, error)
    flash("The wish is kept.")
    return redirect(url_for("console.job", work_order_id=work_order_id))


@bp.post("/booking/jobs/<work_order_id>/closing")
@callers(*who_may("booking"))
def post_job_closing(work_order_id: str) -> ResponseReturnValue:
    """Take a job off the list without an appointment."""
    viewer = current_viewer()
    or_not_found(work_orders.find(viewer, work_order_id))
    try:
        reason = reading.text("reason")
        close_work_order(viewer.landlord_id, work_order_id, reason=reason, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _refused(work_order_id, error)
    flash("Taken off the list.")
    return redirect(url_for("console.jobs"))


def _new_job() -> NewJob:
    return NewJob(
        firm_id=reading.text("firm_id"),
        job_number=reading.text("job_number", 60),
        home=reading.text("home"),
        trade=reading.text("trade", 60),
        description=reading.text("description"),
        kind=reading.text("kind"),
        minutes=reading.minutes(),
        people_required=reading.people(),
        due_on=reading.day("due_on", "Due", needed=False),
        tenant_asked=reading.text("tenant_asked") == "yes",
        is_urgent=reading.text("urgent") == "yes",
    )


def _offered(work_order_id: str) -> Offered:
    viewer = current_viewer()
    or_not_found(work_orders.find(viewer, work_order_id))
    asked = reading.looking()
    return find_slots_for_work_order(viewer.landlord_id, work_order_id, asked, made_by=viewer.user_id, clock=clock())


def _refused(work_order_id: str, error: DoorstepError) -> ResponseReturnValue:
    """The page again with what was typed; after a slot that has gone, with a new list."""
    if error.code == "not_found":
        raise error
    offered = None
    if request.form.get("offer_id"):
        try:
            offered = _offered(work_order_id)
        except DoorstepError as other:
            error = other if error.code == "slot_taken" else error
    return _job(work_order_id, offered=offered, error=error), _STATUS.get(error.code, 400)


def _jobs(error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    tomorrow = now().astimezone(LONDON).date() + timedelta(days=1)
    return render_template(
        "console/booking/jobs.html",
        waiting=work_orders.waiting(viewer),
        unnamed=work_orders.unnamed_soon(viewer, bounds(tomorrow)[1], now()),
        firms=users.firm_names(viewer.landlord_id) if viewer.firm_id is None else {},
        with_firm=viewer.firm_id is None,
        on_request=visits_on_request(viewer.landlord_id, now().astimezone(LONDON).date()),
        at=now(),
        error=error,
        typed=request.form,
    )


def _job(work_order_id: str, *, offered: Offered | None = None, error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    found: Waiting = or_not_found(work_orders.find(viewer, work_order_id))
    person_id = found.person.person_id if found.person else None
    return render_template(
        "console/booking/job.html",
        found=found,
        address=one_line(found.home),
        what_to_do=what_to_do(found.person) if found.person else [],
        flags=work_orders.flag_kinds(viewer.landlord_id, found.home.uprn, person_id),
        wish=workforce.wish_of(viewer.landlord_id, person_id),
        offered=offered,
        error=error,
        typed=request.form,
        **choices(viewer.landlord_id, found.order.firm_id),
    )


def choices(landlord_id: str, firm_id: str) -> dict[str, Any]:
    """What the forms of booking choose from: slots, days of the week, the firm's people."""
    today = now().astimezone(LONDON).date()
    people = workforce.workers(landlord_id, firm_id, today, today)
    return {
        "slot_codes": {row.code: row.label for row in slot_rows.shipped_rows()},
        "weekdays": list(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))[: len(WEEKDAYS)],
        "people": {name: one.name for name, one in people.items()},
        "today": today,
    }


def one_line(home: Home) -> str:
    """The address on one line."""
    lines = (home.address_line_1, home.address_line_2, home.address_line_3, home.town, home.postcode)
    return ", ".join(line for line in lines if line)
