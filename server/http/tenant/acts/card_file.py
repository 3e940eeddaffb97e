"""The card that says that we called, as a PDF to print or to keep."""

from flask import g
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.tenant.acts.keeping import as_file
from server.http.tenant.acts.known import known
from server.http.tenant.pages import bp, clock, config, speaker
from server.services.tenants.make_card import make_card


@bp.get("/<token>/card.pdf")
@callers("tenant")
@known
def card(token: str) -> ResponseReturnValue:
    """The card that says we called, in the reader's language with English."""
    made = make_card(g.tenant_link, speaker(), address=f"{config().public_url}/t/{token}", clock=clock())
    if made is None:
        raise DoorstepError("not_found", "There is no card for this appointment.")
    return as_file(made, "application/pdf", "card.pdf")
