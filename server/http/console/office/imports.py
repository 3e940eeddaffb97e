"""What imports did: each file, the rows that were refused or conflict, and what a person should look at."""

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import PAGE_LENGTH, bp, or_not_found, page_number
from server.http.staff.gate import current_viewer
from server.storage.importing import imports as stored

MOST_ROWS = 500
PARTS = ("refused", "conflicts", "questions", "exact_duplicates")
# A row of the Lone Working Register may hold a flag's reason in any of its fields, so none is repeated here.
RESTRICTED_KIND = "flag"


@bp.get("/imports")
@callers(*who_may("imports"))
def import_list() -> ResponseReturnValue:
    """The files, newest first."""
    page = page_number()
    found = stored.listed(current_viewer().landlord_id, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH)
    return render_template("console/imports.html", found=found[:PAGE_LENGTH], page=page, more=len(found) > PAGE_LENGTH)


@bp.get("/imports/<import_id>")
@callers(*who_may("imports"))
def import_report(import_id: str) -> ResponseReturnValue:
    """One file's report."""
    found = or_not_found(stored.find(current_viewer().landlord_id, import_id))
    parts = {name: stored.part(found.report, name) for name in PARTS}
    columns = [("line", "Line"), ("field", "Field"), ("code", "Why")]
    if found.kind != RESTRICTED_KIND:
        columns += [("value", "Value"), ("message", "What to do")]
    return render_template("console/import.html", found=found, parts=parts, most=MOST_ROWS, columns=columns)
