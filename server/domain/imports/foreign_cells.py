"""Readers of cells as other housing systems write them: padded text, British dates, spreadsheets' numbers."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from server.domain.imports.clock_times import Moment, london_moment
from server.domain.imports.problems import CellRefused

_BRITISH_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(\.\d+)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})", re.ASCII)
_FRACTION = re.compile(r"[01]?\.\d+|0|1", re.ASCII)
_PADDED_JOB = re.compile(r"\d{1,10}", re.ASCII)
# Excel counts a 29 February 1900 that never was, so its day 1 lies one day before 1 January 1900 after that.
_EXCEL_EPOCH = date(1899, 12, 30)
_DAY_MINUTES = 24 * 60


def read_padded(text: str) -> str:
    """Text filled up with spaces to the width of its field; they are the file's, not the text's."""
    return text.rstrip(" ")


def read_padded_job(text: str) -> str:
    """A job number with leading zeros, or without where it went through a spreadsheet."""
    job = text.strip()
    if _PADDED_JOB.fullmatch(job) is None or int(job) == 0:
        raise CellRefused("job_malformed")
    return job.lstrip("0")


def read_british_day(text: str) -> date:
    match = _BRITISH_DAY.fullmatch(text.strip())
    if match is None:
        raise CellRefused("date_impossible")
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as error:
        raise CellRefused("date_impossible") from error


def read_spreadsheet_day(text: str) -> tuple[date, time | None]:
    """A British date, or a spreadsheet's serial number, which may carry its time of day as well."""
    match = _SERIAL.fullmatch(text.strip())
    if match is None:
        return read_british_day(text), None
    day = _EXCEL_EPOCH + timedelta(days=int(match[1]))
    return day, read_spreadsheet_time("0" + match[2]) if match[2] else None


def read_spreadsheet_time(text: str) -> time:
    """09:30, or the fraction of a day that a spreadsheet keeps for it."""
    clock = text.strip()
    if _FRACTION.fullmatch(clock):
        minutes = round(float(clock) * _DAY_MINUTES)
        if minutes < _DAY_MINUTES:
            return time(minutes // 60, minutes % 60)
    return read_clock(clock)


def read_clock(text: str) -> time:
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise CellRefused("time_impossible")
    return time(int(match[1]), int(match[2]))


def moment_at(day: date, clock: time) -> Moment:
    """The instant, or both, of a London clock time; raises CellRefused where the clocks skip it."""
    return london_moment(datetime.combine(day, clock))


def translated(words: Mapping[str, str], *, unknown: str = "unknown_value") -> Callable[[str], str]:
    """A reader that turns another system's word into ours; a word it does not list is refused."""

    def read_word(text: str) -> str:
        found = words.get(text.strip().upper())
        if found is None:
            raise CellRefused(unknown)
        return found

    return read_word
