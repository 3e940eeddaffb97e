"""Instants are exact, days are London's."""

from datetime import date
from fractions import Fraction

import pytest

from server.domain.cases.instants import cut, instant_text, london_day, middle, number, parse_instant


def test_a_fraction_of_a_second_is_never_rounded():
    just_over = parse_instant("2026-10-05T09:10:00.0000000000000000001Z")

    assert just_over > parse_instant("2026-10-05T09:10:00Z")
    assert instant_text(just_over) == "2026-10-05T09:10:00.0000000000000000001Z"


def test_an_offset_and_z_can_name_one_instant():
    assert parse_instant("2026-10-05T10:00:00+01:00") == parse_instant("2026-10-05t09:00:00.000z")


def test_an_offset_can_change_the_utc_day():
    assert parse_instant("2026-01-01T00:30:00+14:00") == parse_instant("2025-12-31T10:30:00Z")


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-05T09:00:00",
        "2026-10-05 09:00:00Z",
        "2026-10-05T09:00Z",
        "2026-10-05",
        "2026-02-29T09:00:00Z",
        "2026-10-05T24:00:00Z",
        "2026-10-05T09:60:00Z",
        "2016-12-31T23:59:60Z",
        "2026-10-05T09:00:00+24:00",
        "2026-10-05T09:00:00+0100",
        "2026-10-05T09:00:00.Z",
        "2026-10-05T09:00:00,5Z",
        "0000-10-05T09:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:00:00-12:00",
        "٢٠٢٦-10-05T09:00:00Z",
        "2026-10-05T09:00:00Z\n",
        "2026-10-05T09:00:00." + "1" * 1001 + "Z",
        "",
    ],
)
def test_what_is_not_an_instant_is_refused(text: str):
    with pytest.raises(ValueError, match=r"^(must|is|has) "):
        parse_instant(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-12T22:59:59.999Z", date(2026, 10, 12)),
        ("2026-10-12T23:00:00Z", date(2026, 10, 13)),
        ("2026-10-25T00:30:00Z", date(2026, 10, 25)),
        ("2026-12-31T23:59:59Z", date(2026, 12, 31)),
    ],
)
def test_a_day_is_the_london_date(text: str, day: date):
    assert london_day(parse_instant(text)) == day


def test_the_middle_of_an_odd_span_is_exact():
    assert middle(10, 13) == Fraction(23, 2)
    assert middle(10, 14) == 12


def test_spans_are_cut_towards_zero_and_shown_whole_where_they_are():
    assert (cut(-90, 60), cut(119, 60)) == (-1, 1)
    assert (number(Fraction(600)), number(Fraction(1201, 2))) == (600, 600.5)
