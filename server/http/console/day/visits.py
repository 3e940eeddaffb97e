"""One visit."""

from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, or_not_found
from server.http.staff.gate import current_viewer
from server.storage import visit_page


@bp.get("/visits/<visit_id>")
@callers(*who_may("visits"))
def visit(visit_id: str) -> ResponseReturnValue:
    """The visit with its evidence."""
    return or_not_found(visit_page.find(current_viewer(), visit_id)).address
