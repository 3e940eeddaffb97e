"""What tenants are told: every notice with when it was queued, sent and delivered, or why it failed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import PAGE_LENGTH, bp, config, page_number
from server.http.staff.gate import current_viewer
from server.storage.telling import sent_texts


@bp.get("/texts")
@callers(*who_may("texts"))
def texts() -> ResponseReturnValue:
    """The notices, newest first. Only the demonstration shows a tenant's link: it opens the tenant's own page."""
    page = page_number()
    with_links = config().mode in ("demo", "test") and config().sms_url == "local:"
    found = sent_texts.listed(
        current_viewer(), with_links=with_links, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH
    )
    return render_template(
        "console/texts.html",
        found=found[:PAGE_LENGTH],
        page=page,
        more=len(found) > PAGE_LENGTH,
        is_local=config().sms_url == "local:",
    )
