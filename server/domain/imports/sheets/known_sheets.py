"""Every sheet of Doorstep's plain style, in the order in which they refer to one another."""

from collections.abc import Iterable, Sequence

from server.domain.imports.columns import Sheet
from server.domain.imports.sheets.appointments import APPOINTMENTS
from server.domain.imports.sheets.history import HISTORY
from server.domain.imports.sheets.homes import HOMES
from server.domain.imports.sheets.people import PEOPLE
from server.domain.imports.sheets.register import REGISTER
from server.domain.imports.sheets.workforce import FIRMS, OPERATIVES

SHEETS = (FIRMS, HOMES, PEOPLE, OPERATIVES, REGISTER, APPOINTMENTS, HISTORY)


def sheet_for(header: Sequence[str], sheets: Iterable[Sheet] = SHEETS) -> Sheet | None:
    """The sheet whose columns these are, in whatever order they stand."""
    return next((sheet for sheet in sheets if sorted(sheet.header) == sorted(header)), None)


def place(sheet: Sheet | None) -> int:
    """Where a file of this sheet comes in a folder; one of a foreign style comes with the appointments."""
    return SHEETS.index(sheet) if sheet in SHEETS else SHEETS.index(APPOINTMENTS)
