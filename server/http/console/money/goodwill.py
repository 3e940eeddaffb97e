"""A goodwill payment of a claim handler: outside clause 5, beside the claim, where the director allowed it."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.cases.claim_forms import pence, seen
from server.http.console.cases.claims import after_acting
from server.http.console.pages import bp, clock
from server.http.staff.gate import current_viewer
from server.services.claims.give_goodwill import Goodwill, give_goodwill


@bp.post("/claims/<int:number>/goodwill")
@callers(*who_may("claims"))
def post_goodwill(number: int) -> ResponseReturnValue:
    """Append the payment; it stands as a line of its own in the letter and in the payments' file."""
    viewer, form = current_viewer(), request.form

    def act(case_id: str) -> None:
        sum_of = pence(form.get("goodwill_pounds", ""), "The goodwill payment")
        given = Goodwill(sum_of, form.get("goodwill_reason", ""), seen(form.get("goodwill_seen", "")))
        give_goodwill(viewer.landlord_id, case_id, given, by=viewer.user_id, clock=clock())
        flash("The goodwill payment is recorded, outside clause 5.")

    return after_acting(number, act)
