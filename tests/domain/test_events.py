"""Which bodies may be applied, and under which code the others are set aside."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.events import BAD_SCHEMA, TYPES, UNKNOWN_TYPE, check_body, parse_body, readable


def a_body(**changes):
    body = {
        "v": 1,
        "type": "arrived",
        "visit_id": "01936f4e-0000-7000-8000-000000000001",
        "actor_id": "OP-1",
        "at": {
            "wall_ms": 1795341600000,
            "tz_offset_min": 0,
            "tz": "Europe/London",
            "mono_ms": 12.5,
            "context_id": "c",
            "anchor_id": None,
        },
        "blobs": [],
        "data": {"at_property": True},
    }
    return {**body, **changes}


COMPLETE = {
    "day_started": {"uniform": True, "badge": True},
    "visit_opened": {"reason": "neighbour asked"},
    "flag_acknowledged": {"flag_id": "LW00500", "version": 1, "can_follow": True},
    "told_new_time": {"new_start": "2026-11-22T10:30:00Z", "channel": "phone"},
    "cannot_attend": {"reason": "ill"},
    "witness_code": {"code": "123456"},
    "access_given": {"adult_present": True, "consent": True},
    "no_access": {"reason": "nobody_in", "card_left": True, "card_number": "C-1"},
    "timer_started": {"minutes": 60},
    "timer_extended": {"minutes": 15},
    "alarm_raised": {"kind": "unsafe"},
    "customer_told": {"about": "water off"},
    "message_answered": {"message_id": "01a2", "text": "Yes, behind the boiler."},
    "concern_reported": {"about": "person", "category": "child", "seen": "...", "danger_now": False},
    "key_signed_out": {"key": "K-1"},
    "key_signed_in": {"key": "K-1"},
    "work_not_done": {"reason": "part missing"},
    "tenant_remark": {"text": "Thank you"},
}


@pytest.mark.parametrize("name", TYPES)
def test_every_type_is_applied_when_it_says_what_it_must(name):
    corrects = {"corrects": "e1"} if name == "corrected" else {}

    assert check_body(a_body(type=name, data=COMPLETE.get(name, {}), **corrects)) is None


@pytest.mark.parametrize("name", [name for name, kind in TYPES.items() if kind.required])
def test_a_type_without_what_a_decision_rests_on_is_set_aside(name):
    assert check_body(a_body(type=name, data={})) == BAD_SCHEMA


def test_fields_that_nobody_knows_are_kept_and_refused_nowhere():
    data = {"at_property": True, "weather": "rain"}

    assert check_body(a_body(data=data, colour="blue")) is None


@pytest.mark.parametrize(
    "changes", [{"type": "drone_landed"}, {"type": "arrived", "v": 2}, {"type": "drone_landed", "at": None}]
)
def test_a_type_or_version_from_a_newer_app_waits_for_us_to_learn_it(changes):
    assert check_body(a_body(**changes)) == UNKNOWN_TYPE


BROKEN = {
    "no type": {"type": None},
    "a type that is a list": {"type": ["arrived"]},
    "version nought": {"v": 0},
    "a version in words": {"v": "1"},
    "true for a version": {"v": True},
    "no clocks": {"at": None},
    "clocks as text": {"at": "10:05"},
    "no wall clock": {"at": {"wall_ms": None}},
    "a wall clock beyond every calendar": {"at": {"wall_ms": 10**18}},
    "a wall clock before 1970": {"at": {"wall_ms": -1}},
    "a wall clock without end": {"at": {"wall_ms": float("inf")}},
    "a zone that is a number": {"at": {"wall_ms": 1, "tz": 3}},
    "nobody who did it": {"actor_id": ""},
    "no visit where there must be one": {"visit_id": None},
    "a visit that is a number": {"visit_id": 7},
    "fields as a list": {"data": []},
    "no fields": {"data": None},
    "at_property in words": {"data": {"at_property": "yes"}},
    "a photo without a name": {"blobs": [{"size": 1}]},
    "a photo with a name in capitals": {"blobs": [{"sha256": "A" * 64, "size": 1}]},
    "a photo of less than nothing": {"blobs": [{"sha256": "a" * 64, "size": -1}]},
    "photos as an object": {"blobs": {}},
    "a fix beyond the pole": {"geo": {"lat": 91, "lon": 0}},
    "a fix as text": {"geo": "here"},
    "a correction of a number": {"corrects": 5},
    "a correction of nothing": {"type": "corrected", "data": {}},
    "an unknown reason for no access": {"type": "no_access", "data": {"reason": "asleep"}},
    "a timer of a week": {"type": "timer_started", "data": {"minutes": 10_080}},
    "a timer of no time": {"type": "timer_started", "data": {"minutes": 0}},
    "a channel nobody has": {"type": "told_new_time", "data": {"new_start": "x", "channel": "pigeon"}},
    "a concern about a thing": {"type": "concern_reported", "data": {"about": "dog"}},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN)
def test_a_body_that_cannot_be_applied_is_set_aside(changes):
    assert check_body(a_body(**changes)) == BAD_SCHEMA


@pytest.mark.parametrize("name", ["day_started", "check_in", "key_signed_out", "alarm_raised", "cannot_attend"])
def test_events_of_the_day_need_no_visit(name):
    assert check_body(a_body(type=name, visit_id=None, data=COMPLETE.get(name, {}))) is None


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"v": NaN}', "[" * 100_000, '{"v":' + "9" * 5000 + "}"])
def test_text_that_is_no_body_is_set_aside_and_breaks_nothing(text):
    assert parse_body(text) == (None, BAD_SCHEMA)


def test_a_text_gives_its_body_and_no_code_where_it_may_be_applied():
    body, code = parse_body(json.dumps(a_body()))

    assert (body, code) == (a_body(), None)


def test_what_no_database_stores_is_made_readable_and_the_rest_is_left_alone():
    assert readable({"a\x00": ["x\ud83d", "😀", 1, None]}) == {"a\ufffd": ["x\ufffd", "😀", 1, None]}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([*a_body(), "corrects", "geo"]), anything, st.sampled_from(sorted(TYPES)))
def test_no_value_anywhere_raises(name, value, kind):
    assert check_body({**a_body(type=kind), name: value}) in (None, BAD_SCHEMA, UNKNOWN_TYPE)


@given(anything)
def test_nothing_at_all_raises(value):
    assert check_body(value) in (None, BAD_SCHEMA, UNKNOWN_TYPE)
