"""A sheet is a table of columns and checks; reading a row by it gives values, or problems, and questions.

A new kind of file is a new table here, not new code.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from server.domain.imports.cells import Email, read_text
from server.domain.imports.clock_times import Moment
from server.domain.imports.known import Circumstances
from server.domain.imports.phones import Phone
from server.domain.imports.problems import CellRefused, Problem, Question

UNKNOWN = {
    "home": "unknown_property",
    "home_reference": "unknown_property",
    "person": "unknown_person",
    "operative": "unknown_operative",
    "operative_name": "unknown_operative",
    "firm": "unknown_contractor",
    "appointment": "unknown_appointment",
}


@dataclass(frozen=True)
class Column:
    """One column: how its cell is read, whether it must be filled, and what kind of thing it names.

    What it `looks_up` need not stand for the row to be good; a check decides.
    """

    name: str
    read: Callable[[str], object] = read_text
    needed: bool = False
    names: str | None = None
    looks_up: str | None = None
    ask: Callable[[object], str | None] = lambda value: None


@dataclass
class Row:
    """A data row on its way: the cells as they came, the values read from them, and what was found."""

    cells: Mapping[str, str]
    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def refuse(self, name: str, code: str) -> None:
        self.problems.append(Problem(name, code, self.cells.get(name, "")))

    def ask(self, name: str, code: str) -> None:
        self.questions.append(Question(name, code, self.cells.get(name, "")))

    def refused(self, name: str) -> bool:
        return any(problem.field == name for problem in self.problems)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def moment(self, name: str) -> Moment | None:
        value = self.values.get(name)
        return value if isinstance(value, Moment) else None


Check = Callable[[Row, Circumstances], None]


@dataclass(frozen=True)
class Sheet:
    """One kind of file in one style: how its key is made, its columns in order, its checks across cells.

    A check may also put values under the names of the plain style beside those of its own columns.
    `furniture` tells lines that are no data: a header again, a total, an end. `names_people` is false where a style
    does not say whose an appointment is. `gives` are the plain names it says anything about; None: all of them.
    """

    kind: str
    style: str
    key: Callable[[Mapping[str, str]], str]
    columns: Sequence[Column]
    checks: Sequence[Check] = ()
    furniture: Callable[[Sequence[str]], bool] = lambda cells: False
    is_objects: bool = False
    names_people: bool = True
    gives: frozenset[str] | None = None

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def references(self) -> Iterable[tuple[str, str]]:
        """(column, kind of thing it names) for every column that names something."""
        return [(column.name, column.names) for column in self.columns if column.names]

    def named(self, cells: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        """(kind of thing, key) for everything that a row names and that can be read."""
        for column in self.columns:
            kind = column.names or column.looks_up
            if kind and not absent(cells[column.name]):
                key = _key_or_none(column, cells[column.name])
                if key is not None:
                    yield kind, key


def read_row(sheet: Sheet, cells: Mapping[str, str], around: Circumstances) -> Row:
    """Read and check one row whole, so that its sender hears everything that is wrong with it at once."""
    row = Row(cells)
    for column in sheet.columns:
        _read_cell(row, column)
    for check in sheet.checks:
        check(row, around)
    for name, kind in sheet.references():
        key = row.text(name)
        if key is not None and not row.refused(name) and not around.known.stands(kind, key):
            row.refuse(name, UNKNOWN[kind])
    return row


def _key_or_none(column: Column, cell: str) -> str | None:
    try:
        key = column.read(cell)
    except CellRefused:
        return None
    return key if isinstance(key, str) else None


def key_in(name: str) -> Callable[[Mapping[str, str]], str]:
    """The key stands in one column; a row cut short before it has none."""

    def read_key(cells: Mapping[str, str]) -> str:
        cell = cells.get(name, "")
        return "" if absent(cell) else cell.strip()

    return read_key


def absent(cell: str) -> bool:
    """Empty, or the word for "not known yet"."""
    return cell.strip() == "" or cell.strip().upper() == "TBC"


def _read_cell(row: Row, column: Column) -> None:
    cell = row.cells[column.name]
    row.values[column.name] = None
    if column.needed and absent(cell):
        row.refuse(column.name, "missing")
    elif cell == "" or (column.read is not read_text and absent(cell)):
        return
    else:
        _parse(row, column, cell)


def _parse(row: Row, column: Column, cell: str) -> None:
    try:
        value = column.read(cell)
    except CellRefused as refused:
        row.refuse(column.name, refused.code)
        return
    row.values[column.name] = value
    code = column.ask(value)
    if code is not None:
        row.ask(column.name, code)


def ask_ambiguous(value: object) -> str | None:
    return "time_ambiguous" if isinstance(value, Moment) and value.ambiguous else None


def ask_phone(value: object) -> str | None:
    return "phone_unclear" if isinstance(value, Phone) and value.number is None else None


def ask_mobile(value: object) -> str | None:
    if isinstance(value, Phone) and value.number is not None and not value.mobile:
        return "not_a_mobile"
    return ask_phone(value)


def ask_email(value: object) -> str | None:
    return "email_unclear" if isinstance(value, Email) and value.address is None else None


def in_order(start: str, end: str) -> Check:
    """The second day or moment may not lie before the first."""

    def check_order(row: Row, around: Circumstances) -> None:
        first, last = row.values.get(start), row.values.get(end)
        if isinstance(first, Moment) and isinstance(last, Moment):
            if last.latest < first.earliest:
                row.refuse(end, "end_before_start")
        elif isinstance(first, date) and isinstance(last, date) and last < first:
            row.refuse(end, "end_before_start")

    return check_order
