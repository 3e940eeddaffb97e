"""The letter that answers a claim, to print and post."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, or_not_found
from server.http.staff.gate import current_viewer
from server.services.claims.write_decision_letter import write_decision_letter
from server.storage.claiming import claim_pages, claims


@bp.post("/claims/<int:number>/letter")
@callers(*who_may("claims"))
def post_letter(number: int) -> ResponseReturnValue:
    """The PDF for one claimant, built from the newest decision."""
    viewer, claim_id = current_viewer(), request.form.get("claim_id", "")
    case_id = or_not_found(claim_pages.case_of(viewer.landlord_id, number))
    or_not_found(claim_id in {one.claim_id for one in claims.claims_of(viewer.landlord_id, case_id)} or None)
    content = write_decision_letter(viewer.landlord_id, claim_id, by=viewer.user_id, clock=clock())
    headers = {"Content-Disposition": 'attachment; filename="letter.pdf"', "Cache-Control": "no-store"}
    return Response(content, content_type="application/pdf", headers=headers)
