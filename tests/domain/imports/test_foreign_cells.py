"""How other housing systems and spreadsheets write dates, times, slots and keys."""

from collections.abc import Callable
from datetime import date, time

import pytest

from server.domain.imports.foreign_cells import (
    read_british_day,
    read_clock,
    read_padded,
    read_padded_job,
    read_spreadsheet_day,
    read_spreadsheet_time,
    translated,
)
from server.domain.imports.mapping.readers import read_order, slot_reader
from server.domain.imports.problems import CellRefused

NAMED = {"AM": (time(8), time(12)), "PM": (time(12), time(17)), "ALL DAY": (time(8), time(17))}
read_slot = slot_reader(NAMED)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("05/11/2026", (date(2026, 11, 5), None)),
        ("46023", (date(2026, 1, 1), None)),
        ("46279.5", (date(2026, 9, 14), time(12))),
        ("46279.33333", (date(2026, 9, 14), time(8))),
    ],
)
def test_a_date_may_be_a_spreadsheets_serial_number(written: str, read: tuple[date, time | None]) -> None:
    assert read_spreadsheet_day(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("08:00", time(8)), ("0.3333333333", time(8)), ("0.59375", time(14, 15)), ("0.7291666667", time(17, 30))],
)
def test_a_time_may_be_a_fraction_of_a_day(written: str, read: time) -> None:
    assert read_spreadsheet_time(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("AM", (time(8), time(12))),
        ("pm        ", (time(12), time(17))),
        ("all day", (time(8), time(17))),
        ("0930-1430", (time(9, 30), time(14, 30))),
        ("0930", (time(9, 30), None)),
    ],
)
def test_a_slot_is_named_or_written(written: str, read: tuple[time, time | None]) -> None:
    assert read_slot(written) == read


@pytest.mark.parametrize(
    ("read", "written", "code"),
    [
        (read_slot, "MORNING-ISH", "slot_unreadable"),
        (read_slot, "AMPM", "slot_unreadable"),
        (read_slot, "0860-1000", "time_impossible"),
        (read_slot, "2500", "time_impossible"),
        (read_clock, "24:30", "time_impossible"),
        (read_spreadsheet_time, "1", "time_impossible"),
        (read_british_day, "11/26/2026", "date_impossible"),
        (read_british_day, "00/01/1900", "date_impossible"),
        (read_padded_job, "1.04E+05", "job_malformed"),
        (read_padded_job, "0000000000", "job_malformed"),
        (read_order, "104092/01", "job_malformed"),
        (translated({"BK": "booked"}), "XX", "unknown_value"),
        (translated({"BRK": "BRK"}, unknown="unknown_contractor"), "OLD", "unknown_contractor"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(read: Callable[[str], object], written: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read(written)

    assert refused.value.code == code


def test_a_job_is_the_same_with_and_without_its_leading_zeros() -> None:
    assert read_padded_job("0000104092") == read_padded_job("104092") == "104092"


def test_an_order_is_a_job_and_a_visit() -> None:
    assert read_order("R104092/01") == "104092/1"


def test_only_the_spaces_that_fill_a_field_up_are_taken_off() -> None:
    assert read_padded("  Leak\nunder sink   ") == "  Leak\nunder sink"
