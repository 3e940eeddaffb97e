"""A sheet made from a mapping: its columns with their readers, and one check that ends in the plain style."""

from collections.abc import Callable, Mapping, Sequence

from server.domain.imports.columns import Check, Column, Row, Sheet, absent, ask_ambiguous, ask_phone
from server.domain.imports.foreign_cells import translated
from server.domain.imports.known import Circumstances
from server.domain.imports.mapping.homes import find_home
from server.domain.imports.mapping.readers import READERS, Reader, slot_reader
from server.domain.imports.mapping.reading import NAMES, MappedColumn, StyleMapping
from server.domain.imports.mapping.slots import put_slot
from server.domain.imports.problems import CellRefused
from server.domain.imports.sheets.appointment_questions import (
    bank_holidays_asked_at,
    operatives_asked_at,
    person_asked_at,
)

KINDS = {"R28": "routine", "P90": "planned", "E24": "emergency"}
PRIORITIES = {kind: priority for priority, kind in KINDS.items()}
_SAME = (
    *("job_number", "repair_root", "person_id", "contractor_code", "operative_id", "second_operative_id", "trade"),
    *("sor_code", "description", "kind", "priority", "raised_on", "people_required", "agreed_with_tenant"),
    *("agreed_on", "written_notice_sent_on", "status", "notes"),
)


def sheet_of(mapping: StyleMapping) -> Sheet:
    key = _key(mapping)
    return Sheet(
        kind="appointment",
        style=mapping.style,
        key=key,
        columns=[_column(mapping, column) for column in mapping.columns],
        checks=(_as_plain(mapping, key), *_questions(mapping)),
        furniture=_furniture(mapping) if mapping.is_report else lambda cells: False,
        is_objects=mapping.is_objects,
        names_people=mapping.column_of("person_id") is not None,
        gives=frozenset(_given(mapping)),
    )


def _given(mapping: StyleMapping) -> list[str]:
    """The plain names that this style says anything about; of the others a file of it is silent."""
    means = {column.means for column in mapping.columns}
    found = [name for name in _SAME if name in means]
    if means & {"operative_name"}:
        found.append("operative_id")
    return [*found, "kind", "priority"] if means & {"kind", "priority"} else found


def _column(mapping: StyleMapping, column: MappedColumn) -> Column:
    ask = {"phone": ask_phone, "slot_start": ask_ambiguous, "slot_end": ask_ambiguous}.get(column.means)
    names = NAMES.get(column.means)
    finds_home = column.means == "uprn" and mapping.column_of("property_ref") is None
    return Column(
        column.name,
        _reader(mapping, column),
        needed=column.needed,
        names="home" if finds_home else names,
        looks_up="home" if column.means == "uprn" and not finds_home else None,
        ask=ask or (lambda value: None),
    )


def _reader(mapping: StyleMapping, column: MappedColumn) -> Reader:
    if column.reads == "words":
        return translated(column.words, unknown=column.unknown_word)
    if column.reads == "slot":
        return slot_reader(mapping.slots)
    return READERS[column.reads].read


def _key(mapping: StyleMapping) -> Callable[[Mapping[str, str]], str]:
    """The appointment's own number, or job and visit; a part that cannot be read stands as it was written."""
    order = mapping.column_of("appointment_id") or mapping.column_of("order")
    parts = [order] if order else [mapping.column_of("job_number"), mapping.column_of("visit")]
    readers = [(part.name, READERS[part.reads].read) for part in parts if part is not None]

    def read_key(cells: Mapping[str, str]) -> str:
        written = [cells.get(name, "").strip() for name, _ in readers]
        if any(absent(one) for one in written):
            return ""
        return "/".join(_read_or_written(read, one) for (_, read), one in zip(readers, written, strict=True))

    return read_key


def _read_or_written(read: Reader, written: str) -> str:
    try:
        return str(read(written))
    except CellRefused:
        return written


def _furniture(mapping: StyleMapping) -> Callable[[Sequence[str]], bool]:
    """An empty line, the header again, a total or the last line of a printed report."""
    first_name = mapping.columns[0].name

    def furniture(cells: Sequence[str]) -> bool:
        first = cells[0].strip()
        is_end = any(first.startswith(end) for end in mapping.ends)
        return not any(cell.strip() for cell in cells) or first == first_name or is_end

    return furniture


def _as_plain(mapping: StyleMapping, key: Callable[[Mapping[str, str]], str]) -> Check:
    """Put the values under the names of the plain style; nothing after this knows the style."""
    direct = [(means, column.name) for means in _SAME if (column := mapping.column_of(means))]

    def as_plain(row: Row, around: Circumstances) -> None:
        found = {means: row.values[name] for means, name in direct}
        row.values.update(dict.fromkeys((*_SAME, "uprn", "slot_start", "slot_end")))
        row.values.update(found)
        row.values["appointment_id"] = key(row.cells)
        _put_job(row, mapping)
        _put_kind(row)
        find_home(row, around, mapping)
        _find_operative(row, around, mapping)
        put_slot(row, mapping)

    return as_plain


def _put_job(row: Row, mapping: StyleMapping) -> None:
    order = mapping.column_of("order")
    if order is not None:
        row.values["job_number"] = (row.text(order.name) or "").partition("/")[0]
    if row.values["second_operative_id"] and row.values["people_required"] is None:
        row.values["people_required"] = 2


def _put_kind(row: Row) -> None:
    kind, priority = row.text("kind"), row.text("priority")
    row.values["kind"] = kind or KINDS.get(priority or "")
    row.values["priority"] = priority or PRIORITIES.get(kind or "")


def _find_operative(row: Row, around: Circumstances, mapping: StyleMapping) -> None:
    """Two people may share a name: the one of the appointment's firm is meant, if there is just one."""
    column = mapping.column_of("operative_name")
    name = row.text(column.name) if column else None
    if column is None or name is None:
        return
    found = around.known.operatives_by_name.get(name, ())
    own = [key for key in found if around.known.operatives[key].contractor_code == row.values["contractor_code"]]
    if len(own) == 1 or (not own and len(found) == 1):
        row.values["operative_id"] = (own or list(found))[0]
    elif found:
        row.refuse(column.name, "unknown_operative")


def _questions(mapping: StyleMapping) -> list[Check]:
    """What is asked about an appointment, at the columns of this style."""
    when = mapping.column_of("slot_day") or mapping.column_of("slot_start")
    who = mapping.column_of("operative_id") or mapping.column_of("operative_name")
    second, person = mapping.column_of("second_operative_id"), mapping.column_of("person_id")
    operatives = {"operative_id": who, "second_operative_id": second}
    checks = [bank_holidays_asked_at(when.name)] if when else []
    checks.append(operatives_asked_at({plain: column.name for plain, column in operatives.items() if column}))
    return [*checks, person_asked_at(person.name)] if person else checks
