"""The readers a mapping may name for a column. A mapping holds no code: what it needs beyond these is added here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from server.domain.imports import cells, clock_times, foreign_cells
from server.domain.imports.phones import read_phone
from server.domain.imports.problems import CellRefused

Reader = Callable[[str], object]
Slot = tuple[time, time | None]

_ORDER = re.compile(r"[A-Z]+0*(\d{1,10})/0*(\d{1,4})", re.ASCII)
_WRITTEN_SLOT = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)


def read_order(text: str) -> str:
    """A job and its visit in one cell, such as R104092/01; the answer is written 104092/1."""
    match = _ORDER.fullmatch(text.strip())
    if match is None:
        raise CellRefused("job_malformed")
    return f"{match[1]}/{match[2]}"


def read_name(text: str) -> str:
    """SURNAME, FIRST NAME in capitals, however it is spaced."""
    return " ".join(text.upper().split())


def read_forgiving_uprn(text: str) -> str | None:
    """A spreadsheet may have put an apostrophe in front, or ruined the number: then there is none."""
    try:
        return cells.read_uprn(text.strip().removeprefix("'"))
    except CellRefused:
        return None


def read_london_day(text: str) -> date:
    """A day, or the London day of an instant."""
    return clock_times.read_moment(text).london_day if "T" in text else clock_times.read_day(text)


def slot_reader(named: Mapping[str, Slot]) -> Reader:
    """AM, PM and the like by their names in any case, 0800-1000, or a single 0930."""

    def read_slot(text: str) -> Slot:
        found = named.get(text.strip().upper())
        if found is not None:
            return found
        match = _WRITTEN_SLOT.fullmatch(text.strip())
        if match is None:
            raise CellRefused("slot_unreadable")
        return foreign_cells.read_clock(match[1]), foreign_cells.read_clock(match[2]) if match[2] else None

    return read_slot


@dataclass(frozen=True)
class NamedReader:
    """A reader and what people are told it reads."""

    read: Reader
    title: str


READERS: Mapping[str, NamedReader] = {
    "text": NamedReader(cells.read_text, "text as it stands"),
    "padded_text": NamedReader(foreign_cells.read_padded, "text filled up with spaces"),
    "code": NamedReader(cells.read_code, "a code"),
    "uprn": NamedReader(cells.read_uprn, "a UPRN of twelve digits"),
    "forgiving_uprn": NamedReader(read_forgiving_uprn, "a UPRN that a spreadsheet may have ruined"),
    "job": NamedReader(cells.read_job, "a job number"),
    "padded_job": NamedReader(foreign_cells.read_padded_job, "a job number with leading zeros"),
    "order": NamedReader(read_order, "job and visit in one, R104092/01"),
    "count": NamedReader(cells.read_count, "a small number"),
    "yes_no": NamedReader(cells.read_yes_no, "yes or no"),
    "day": NamedReader(clock_times.read_day, "a date, 2026-11-05"),
    "british_day": NamedReader(foreign_cells.read_british_day, "a date, 05/11/2026"),
    "spreadsheet_day": NamedReader(foreign_cells.read_spreadsheet_day, "05/11/2026, or a spreadsheet's number"),
    "london_day": NamedReader(read_london_day, "the London day of a date or an instant"),
    "moment": NamedReader(clock_times.read_moment, "date and time, 2026-11-05T09:00"),
    "clock": NamedReader(foreign_cells.read_clock, "a time, 09:30 or 0930"),
    "spreadsheet_time": NamedReader(foreign_cells.read_spreadsheet_time, "09:30, or a spreadsheet's fraction"),
    "name": NamedReader(read_name, "SURNAME, FIRST NAME"),
    "phone": NamedReader(read_phone, "a telephone number"),
    "words": NamedReader(cells.read_text, "one of the words listed"),
    "slot": NamedReader(cells.read_text, "a named slot, 0800-1000 or 0930"),
}
