"""A person chooses which of several contradicting rows is right, or that none is; the chosen one is loaded at once."""

from typing import Any

from server.domain.errors import DoorstepError
from server.domain.imports.clock_times import LONDON
from server.domain.imports.columns import Row, Sheet, read_row
from server.domain.imports.fates import Place
from server.domain.imports.report import AskedRow
from server.outside.clock import Clock
from server.services.importing.circumstances import circumstances
from server.services.importing.import_file import ImportRun
from server.services.importing.load_rows import GoodRow, Loading, changes_for_phones, load_rows, to_assess_again
from server.storage import feed
from server.storage.cases import cases
from server.storage.database import transaction
from server.storage.importing import import_conflicts, import_record
from server.storage.importing.mappings import sheets_in_force
from server.storage.people import audit
from server.storage.tables.imports import ImportConflict


def settle_conflict(
    landlord_id: str, conflict_id: str, chosen: str, *, by: str, reason: str, clock: Clock
) -> ImportConflict:
    """`chosen` is the digest of the right row, or empty where none of them is. Raises DoorstepError."""
    with transaction():
        conflict = import_conflicts.find(landlord_id, conflict_id)
        if conflict is None:
            raise DoorstepError("not_found", "There is no such conflict; the file may have been sent again, clear.")
        if conflict.settled_at is not None:
            raise DoorstepError("already_settled", "Somebody has settled this conflict already. Nothing was changed.")
        run = ImportRun(landlord_id, conflict.as_of_at, by)
        if chosen:
            _load(conflict, _chosen_row(conflict, chosen), run, clock)
        _close(conflict, chosen, by=by, reason=reason, clock=clock)
        return conflict


def _chosen_row(conflict: ImportConflict, digest: str) -> dict[str, Any]:
    found = next((row for row in conflict.rows if row["digest"] == digest), None)
    if found is None:
        raise DoorstepError("nothing_chosen", "Choose one of the rows, or that none of them is right.")
    return found


def _load(conflict: ImportConflict, chosen: dict[str, Any], run: ImportRun, clock: Clock) -> None:
    sheet = _sheet(conflict, run)
    row = _read(conflict, sheet, chosen["cells"], run)
    loading = Loading(run.landlord_id, sheet, conflict.import_id, run.by, clock.now(), run.london_midnight)
    place = Place(chosen["row"], chosen["line"])
    load_rows(loading, [GoodRow(place, conflict.key, chosen["digest"], row.values)])
    asked = [AskedRow(place, conflict.key, question) for question in row.questions]
    import_record.ask(run.landlord_id, sheet.kind, conflict.import_id, asked)
    cases.mark_stale(run.landlord_id, to_assess_again(loading))
    feed.append(run.landlord_id, changes_for_phones(loading), at=loading.at)


def _sheet(conflict: ImportConflict, run: ImportRun) -> Sheet:
    on = run.as_of.astimezone(LONDON).date()
    for sheet in sheets_in_force(run.landlord_id, on):
        if (sheet.kind, sheet.style) == (conflict.kind, conflict.style):
            return sheet
    raise DoorstepError("mapping_gone", f"The mapping {conflict.style} is no longer there. Send the file again.")


def _read(conflict: ImportConflict, sheet: Sheet, cells: dict[str, str], run: ImportRun) -> Row:
    """Judged again: what it names may have gone since, and a mapping may have changed."""
    whole = {name: cells.get(name, "") for name in sheet.header}
    around = circumstances(run.landlord_id, sheet, [whole], as_of=run.as_of, holds=lambda key: key == conflict.key)
    row = read_row(sheet, whole, around)
    if row.problems:
        problems = " ".join(problem.message for problem in row.problems)
        raise DoorstepError("row_no_longer_fits", f"This row cannot be loaded any more. {problems}")
    return row


def _close(conflict: ImportConflict, chosen: str, *, by: str, reason: str, clock: Clock) -> None:
    """The rows' cells go: what was chosen stands in its table, and the rest is nobody's business any more."""
    lines = [row["line"] for row in conflict.rows if row["digest"] == chosen]
    conflict.settled_at, conflict.settled_by = clock.now(), by
    conflict.chosen, conflict.reason = chosen, reason
    conflict.rows = [row | {"cells": {}} for row in conflict.rows]
    audit.record(
        conflict.landlord_id,
        audit.Subject(conflict.kind, conflict.key),
        "import_conflict_settled",
        by=by,
        at=clock.now(),
        after={"line": lines[0] if lines else None, "import_id": conflict.import_id},
        reason=reason,
    )
