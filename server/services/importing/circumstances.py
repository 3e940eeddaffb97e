"""What a row is judged against: when the extract ran, the holidays, and what stands of everything it names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from server.domain.imports.clock_times import LONDON
from server.domain.imports.columns import Sheet
from server.domain.imports.known import Circumstances, Known
from server.outside.holidays import bank_holidays
from server.storage.importing.known_keys import known_keys

Cells = Mapping[str, str]


def circumstances(
    landlord_id: str, sheet: Sheet, rows: Iterable[Cells], *, as_of: datetime, holds: Callable[[str], bool]
) -> Circumstances:
    """For these rows; `holds` tells whether a key is the file's own, before or after the row that names it."""
    today = as_of.astimezone(LONDON).date()
    return Circumstances(
        as_of=as_of,
        today=today,
        bank_holidays=bank_holidays(range(today.year - 2, today.year + 3)),
        known=_known(landlord_id, sheet, rows, holds),
    )


def _known(landlord_id: str, sheet: Sheet, rows: Iterable[Cells], holds: Callable[[str], bool]) -> Known:
    wanted: dict[str, set[str]] = {}
    for cells in rows:
        for kind, key in sheet.named(cells):
            wanted.setdefault(kind, set()).add(key)
    homes = wanted.get("home", set()) if sheet.kind == "flag" else set()
    known = known_keys(landlord_id, wanted, households=homes)
    own = {key for key in wanted.get(sheet.kind, ()) if holds(key)}
    return replace(known, standing={**known.standing, sheet.kind: known.standing.get(sheet.kind, frozenset()) | own})
