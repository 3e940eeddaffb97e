"""When a foreign row says somebody comes: two moments, a day with a slot, or a day with one or two times."""

from datetime import date, time

from server.domain.imports.clock_times import LONDON, Moment
from server.domain.imports.columns import Row
from server.domain.imports.foreign_cells import moment_at
from server.domain.imports.mapping.reading import MappedColumn, StyleMapping
from server.domain.imports.problems import CellRefused


def put_slot(row: Row, mapping: StyleMapping) -> None:
    """Put `slot_start` and `slot_end`, or refuse the cell that does not allow it."""
    start = mapping.column_of("slot_start")
    if start is not None:
        _from_moments(row, mapping, start)
        return
    day = mapping.column_of("slot_day")
    found = row.values[day.name] if day else None
    stated, carried = found if isinstance(found, tuple) else (found, None)
    if not isinstance(stated, date):
        return
    slot = mapping.column_of("slot")
    if slot is not None:
        _from_slot(row, slot.name, stated)
    else:
        _from_times(row, mapping, stated, carried)


def _from_moments(row: Row, mapping: StyleMapping, column: MappedColumn) -> None:
    end_column = mapping.column_of("slot_end")
    start, end = row.moment(column.name), row.moment(end_column.name) if end_column else None
    row.values["slot_start"], row.values["slot_end"] = start, end if end != start else None
    if start is None or end is None or end_column is None:
        return
    if end.latest < start.earliest:
        row.refuse(end_column.name, "end_before_start")
    else:
        _ask_about_name(row, mapping, start, end)


def _ask_about_name(row: Row, mapping: StyleMapping, start: Moment, end: Moment) -> None:
    """A window's name means London's clock, whatever offset its instants were written with."""
    column = mapping.column_of("slot_name")
    name = row.text(column.name) if column else None
    if column is None or name is None:
        return
    shown = tuple(moment.earliest.astimezone(LONDON).time() for moment in (start, end))
    if mapping.slots.get(name.strip().upper()) != shown:
        row.ask(column.name, "window_name_disagrees")


def _from_slot(row: Row, name: str, day: date) -> None:
    slot = row.values[name]
    if not isinstance(slot, tuple):
        return
    start, end = slot
    try:
        row.values["slot_start"] = moment_at(day, start)
        row.values["slot_end"] = moment_at(day, end) if end else None
    except CellRefused as refused:
        row.refuse(name, refused.code)
        return
    if end and end < start:
        row.refuse(name, "end_before_start")
    if any(moment and moment.ambiguous for moment in (row.moment("slot_start"), row.moment("slot_end"))):
        row.ask(name, "time_ambiguous")


def _from_times(row: Row, mapping: StyleMapping, day: date, carried: time | None) -> None:
    """The date and the two times; a serial date may carry the first of them itself."""
    names = [column.name if column else "" for column in map(mapping.column_of, ("slot_time", "slot_time_end"))]
    start, end = row.values.get(names[0]) or carried, row.values.get(names[1])
    if start is None:
        if not row.refused(names[0]):
            row.refuse(names[0], "missing")
        return
    _put_moment(row, "slot_start", names[0], (day, start))
    _put_moment(row, "slot_end", names[1], (day, end))
    if isinstance(end, time) and isinstance(start, time) and end < start:
        row.refuse(names[1], "end_before_start")


def _put_moment(row: Row, plain: str, name: str, stated: tuple[date, object]) -> None:
    day, clock = stated
    if not isinstance(clock, time):
        return
    try:
        moment = moment_at(day, clock)
    except CellRefused as refused:
        row.refuse(name, refused.code)
        return
    row.values[plain] = moment
    if moment.ambiguous:
        row.ask(name, "time_ambiguous")
