"""Each reason of an occasion has its facts and its clause."""

from typing import Any

import pytest

from server.domain.attendance.occasions import appointment_occasions
from server.domain.cases.case_format import read_case
from server.domain.cases.policy_settings import settings_from
from tests.policy_cases.rows import DAYS, a_case, an_appointment, an_event, nobody_in

Json = dict[str, Any]
DAY = DAYS[2]


def reasons_of(settings: Json | None = None, **fields: Any) -> list[Json]:
    case = read_case(a_case(an_appointment(**fields)))
    (occasion,) = appointment_occasions(case.repairs[0].appointments[0], case.as_of, settings_from(settings or {}))
    return [
        {"result": occasion.result, "code": one.code, "facts": dict(one.facts), "clause": one.clause}
        for one in occasion.reasons
    ]


def came_in(at: str) -> list[Json]:
    return [an_event("arrived", at), an_event("access_given", at)]


def door(came: str, left: str, **no_access: Any) -> list[Json]:
    return [an_event("arrived", came), nobody_in(left, **no_access), an_event("left", left)]


def told(kind: str, by: str, at: str, **more: Any) -> list[Json]:
    return [{"kind": kind, "by": by, "told_at": at, "channel": "sms", **more}]


@pytest.mark.parametrize(
    ("fields", "result", "code", "facts", "clause"),
    [
        ({"events": came_in("09:03:00")}, "kept", "on_time", {"seconds": 180}, "HS004A 7.1"),
        ({"events": came_in("08:57:00")}, "kept", "on_time", {"seconds": -180}, "HS004A 7.1"),
        (
            {"events": came_in("09:30:00"), "agreed_end": f"{DAY}T12:00:00Z"},
            "kept",
            "on_time",
            {"seconds": 0},
            "HS004A 7.1",
        ),
        ({"events": came_in("08:49:00")}, "kept", "early_access_given", {"seconds": -660}, "HS004A 7.1"),
        ({"events": came_in("09:25:59")}, "not_kept", "late", {"seconds": 1559, "minutes": 25}, "HS004A 7.1"),
        (
            {"events": came_in("09:10:00.5")},
            "not_kept",
            "late",
            {"seconds": 600.5, "minutes": 10},
            "HS004A 7.1",
        ),
        (
            {"events": came_in("08:40:01"), "settings": {"early_access_given": "counts"}},
            "not_kept",
            "early",
            {"seconds": -1199, "minutes": 19},
            "HS004A 7.1",
        ),
        (
            {"events": came_in("09:20:00"), "settings": {"late_attendance": "no_show_only"}},
            "kept",
            "late_attended",
            {"seconds": 1200},
            "setting late_attendance",
        ),
        (
            {"events": [an_event("work_not_done", "09:00:00", reason="no parts")]},
            "kept",
            "work_not_done",
            {"reason": "no parts"},
            "HS004A 5",
        ),
        ({}, "not_kept", "no_show", {}, "HS004A 5"),
        (
            {"events": [an_event("arrived", "09:00:00", at_property=False)]},
            "not_kept",
            "wrong_address",
            {},
            "HS004A 5",
        ),
        (
            {"events": door("08:55:00", "08:58:00")},
            "not_kept",
            "left_before_agreed_time",
            {"left_at": f"{DAY}T08:58:00Z"},
            "HS004A 7.1",
        ),
        (
            {"events": door("09:01:00", "09:05:30")},
            "not_kept",
            "left_too_soon",
            {"waited_seconds": 270},
            "setting no_access_wait_seconds",
        ),
        ({"events": door("09:00:00", "09:01:00", reason="no_id")}, "not_kept", "no_id", {}, "HS004A 8"),
        (
            {"events": door("09:00:00", "09:06:00"), "people_required": 2},
            "not_kept",
            "too_few_people",
            {"required": 2, "came": 1},
            "HS004A 5",
        ),
        (
            {"events": door("09:00:00", "09:06:00")},
            "tenant_side",
            "nobody_in",
            {"card_left": True},
            "HS004A 5",
        ),
        (
            {"events": door("09:00:00", "09:06:00", reason="only_minors", card_left=False)},
            "tenant_side",
            "only_minors",
            {"card_left": False},
            "HS004A 5",
        ),
        (
            {"events": door("09:00:00", "09:00:30", reason="declined")},
            "tenant_side",
            "declined",
            {"card_left": True},
            "HS004A 5",
        ),
        (
            {"changes": told("cancelled", "contractor", f"{DAY}T06:30:00Z")},
            "not_kept",
            "cancelled_by_contractor",
            {"told_at": f"{DAY}T06:30:00Z", "hours_before": 2},
            "HS004A 5",
        ),
        (
            {"changes": told("cancelled", "tenant", f"{DAY}T06:30:00+01:00")},
            "tenant_side",
            "tenant_cancelled",
            {"told_at": f"{DAY}T05:30:00Z"},
            "HS004A 5",
        ),
        (
            {"changes": told("cancelled", "agreement", f"{DAY}T06:30:00Z")},
            "excused",
            "cancelled_by_agreement",
            {"told_at": f"{DAY}T06:30:00Z"},
            "HS004A 5",
        ),
        (
            {"changes": told("cancelled", "contractor", "2026-10-12T12:00:00Z")},
            "excused",
            "told_before_day",
            {"told_at": "2026-10-12T12:00:00Z"},
            "setting contractor_cancellation",
        ),
        (
            {
                "changes": told("cancelled", "contractor", "2026-10-12T12:00:00Z"),
                "settings": {"contractor_cancellation": "hours:21"},
            },
            "excused",
            "told_hours_before",
            {"told_at": "2026-10-12T12:00:00Z", "hours_before": 21},
            "setting contractor_cancellation",
        ),
        (
            {
                "changes": [{"kind": "cancelled", "by": "contractor", "reason": "severe_weather"}],
                "settings": {"severe_weather": "excused"},
            },
            "excused",
            "severe_weather",
            {},
            "setting severe_weather",
        ),
        ({"agreed_start": None}, "no_appointment", "no_time_agreed", {}, "HS004A 5"),
        ({"agreed_with_tenant": False}, "no_appointment", "not_agreed_with_tenant", {}, "HS004A 5"),
        ({"agreed_start": "2026-12-01T09:00:00Z"}, "not_due", "not_due", {}, "HS004A 7.1"),
    ],
)
def test_a_reason_carries_its_facts_and_clause(fields: Json, result: str, code: str, facts: Json, clause: str):
    (reason,) = reasons_of(**fields)

    assert reason == {"result": result, "code": code, "facts": facts, "clause": clause}


def test_a_move_to_another_day_told_on_the_day_closes_the_old_time():
    moved = told("moved", "contractor", f"{DAY}T07:30:00Z", new_start="2026-10-14T09:00:00Z")
    case = read_case(a_case(an_appointment(changes=moved)))

    closed, last = appointment_occasions(case.repairs[0].appointments[0], case.as_of, settings_from())

    assert (closed.change, closed.day.isoformat()) == (0, DAY)
    assert closed.reasons[0].code == "moved_by_contractor"
    assert closed.reasons[0].facts == {"told_at": f"{DAY}T07:30:00Z", "hours_before": 1}
    assert (last.change, last.day.isoformat()) == (None, "2026-10-14")


def test_notice_that_was_too_late_stands_beside_the_reason_of_a_miss():
    late = {
        "channel": "sms",
        "queued_at": f"{DAY}T08:50:00Z",
        "sent_at": f"{DAY}T09:20:00Z",
        "new_start": f"{DAY}T09:30:00Z",
    }

    first, second = reasons_of(notices=[late], events=came_in("09:25:00"))

    assert (first["code"], second["code"]) == ("late", "notice_too_late")
    assert second["facts"] == {"queued_at": f"{DAY}T08:50:00Z", "told_at": f"{DAY}T09:20:00Z"}
    assert second["clause"] == "HS004A 7.1"


def test_notice_that_was_too_late_is_not_held_against_a_visit_in_time():
    late = {"channel": "phone", "spoken_at": f"{DAY}T09:01:00Z", "new_start": f"{DAY}T09:30:00Z"}

    assert [one["code"] for one in reasons_of(notices=[late], events=came_in("09:05:00"))] == ["on_time"]


def test_an_uncertain_disputed_visit_has_both_codes_as_reasons():
    events = [
        an_event("arrived", "09:00:00"),
        nobody_in("09:04:00", card_left=False),
        an_event("left", "09:04:00", until="09:06:00"),
    ]

    codes = [one["code"] for one in reasons_of(events=events, tenant_disputes=True)]

    assert codes == ["uncertain_time", "no_card_disputed"]
