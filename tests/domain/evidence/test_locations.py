"""What is left of a record whose location has come to its end."""

import json
from datetime import date
from typing import Any

import pytest

from server.domain.events import parse_body
from server.domain.evidence.locations import has_fix, kept_since, without_location

GEO = {"lat": 52.2463, "lon": 0.7111, "acc_m": 12, "fix_ms": 1_790_000_000_000}


def _body(**fields: Any) -> dict[str, Any]:
    at = {"wall_ms": 1_790_000_000_000, "tz": "Europe/London"}
    clock = {"v": 1, "type": "arrived", "visit_id": "v-1", "actor_id": "op-1", "at": at}
    return {**clock, "data": {"at_property": True}, "note": "kept, “as it was” \ud800", **fields}


def _left(body: dict[str, Any]) -> dict[str, Any]:
    left = without_location(json.dumps(body).encode())
    assert left is not None
    return json.loads(left)  # type: ignore[no-any-return]


def test_all_but_the_place_stays_and_how_good_the_fix_was() -> None:
    assert _left(_body(geo=GEO)) == _body(geo_erased={"acc_m": 12, "fix_ms": 1_790_000_000_000})


def _text(*members: str) -> bytes:
    at = '"at": {"wall_ms": 1790000000000, "tz": "Europe/London"}, "data": {"at_property": true}'
    head = f'{{ "v": 1,  "type": "arrived", "visit_id": "v-1", "actor_id": "op-1", {at}'
    return ", ".join([head, *members]).encode() + b" }"


GEO_TEXT = '"geo" : {"lat": 52.2463, "lon": 0.7111, "acc_m": 12.50, "fix_ms": 1790000000000}'
GEO_LEFT = '"geo_erased":{"acc_m":12.50,"fix_ms":1790000000000}'


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (["", GEO_TEXT], ["", GEO_LEFT]),
        ([GEO_TEXT, '"far": 1e400', '"long": ' + "9" * 400], [GEO_LEFT, '"far": 1e400', '"long": ' + "9" * 400]),
        (['"twice": 1', GEO_TEXT, '"twice" : 2'], ['"twice": 1', GEO_LEFT, '"twice" : 2']),
        ([GEO_TEXT, '"geo":null'], ['"geo_erased":null', '"geo":null']),
        ([GEO_TEXT, GEO_TEXT], ['"geo_erased":null', GEO_LEFT]),
        ([GEO_TEXT.replace("geo", "g\\u0065o")], [GEO_LEFT]),
        ([GEO_TEXT.replace('"lat"', '"address": "5 High St", "lat"')], [GEO_LEFT]),
        (['"geo":{"lat":1,"lon":2}'], ['"geo_erased":{}']),
        (['"geo":{"lat":1,"lon":2,"acc_m":null}'], ['"geo_erased":{}']),
        (['"a \\" {[,": "}, \\"geo\\":"', GEO_TEXT], ['"a \\" {[,": "}, \\"geo\\":"', GEO_LEFT]),
    ],
)
def test_every_other_byte_stays(given: list[str], left: list[str]) -> None:
    given, left = [one for one in given if one], [one for one in left if one]

    assert without_location(_text(*given)) == _text(*left)


def test_a_phones_own_word_for_it_is_not_written_over() -> None:
    assert without_location(_text(GEO_TEXT, '"geo_erased": 1')) is None


def test_a_fix_supports_the_record_as_before_and_none_as_little() -> None:
    assert has_fix(_body(geo=GEO))
    assert has_fix(_left(_body(geo=GEO)))
    assert not has_fix(_body())


def test_what_is_left_is_as_good_a_record_as_before_and_says_nowhere_where() -> None:
    left = without_location(json.dumps(_body(geo=GEO)).encode()) or b""

    assert parse_body(left.decode())[1] is None
    assert b"52.24" not in left


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(_body()).encode(),
        json.dumps(_body(geo=None)).encode(),
        json.dumps(_body(data={"geo": "a word in another place"})).encode(),
        b'{"geo": \xff}',
        b'["geo"]',
        b'{"geo": ',
        b'{"geo": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b"{}",
    ],
)
def test_what_does_not_say_where_or_cannot_be_read_stays_as_it_is(body: bytes) -> None:
    assert without_location(body) is None


@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        (date(2026, 11, 23), 12, date(2025, 11, 23)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2026, 12, 5), 12, date(2025, 12, 5)),
        (date(2026, 11, 23), 0, None),
        (date(2026, 11, 23), 1_000_000, None),
    ],
)
def test_the_first_day_that_is_kept_is_so_many_months_back(today: date, months: int, since: date | None) -> None:
    assert kept_since(today, months) == since
