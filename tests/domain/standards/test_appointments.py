"""How one appointment counts: by the rule's own result, and never twice."""

from datetime import date
from typing import Any

import pytest

from server.domain.standards.appointments import NoticePolicy, of_case
from server.domain.standards.promises import Beside

POLICY = NoticePolicy(lambda _day: 10, frozenset())
DAY = "2026-11-23"


def an_appointment(name: str = "A-1", **fields: Any) -> dict[str, Any]:
    row = {"id": name, "contractor": "firm-a", "kind": "routine", "agreed_start": f"{DAY}T09:00:00Z"}
    return row | {"agreed_end": f"{DAY}T12:00:00Z", **fields}


def an_event(kind: str, operative: str = "op-1", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "operative": operative, **fields}


def an_occasion(result: str, *codes: str, name: str = "A-1", **fields: Any) -> dict[str, Any]:
    reasons = [{"code": code, "facts": {}, "clause": ""} for code in codes]
    return {"appointment": name, "result": result, "reasons": reasons, **fields}


def counted(
    *occasions: dict[str, Any], rows: Any = None, beside: Beside | None = None, waiting: Any = ()
) -> dict[str, list[tuple[str, str]]]:
    """By standard, the verdicts and codes of one repair with these appointments."""
    rows = rows or [an_appointment()]
    case = {
        "as_of": "2026-12-24T00:00:00Z",
        "repairs": [{"id": "J-1", "root": "J-1", "appointments": rows}],
    }
    output = {"occasions": list(occasions), "waiting": list(waiting), "settings": {}}
    found: dict[str, list[tuple[str, str]]] = {}
    for one in of_case(case, output, {row["id"]: beside or Beside() for row in rows}, POLICY):
        found.setdefault(one.standard, []).append((one.verdict, one.code))
    return found


@pytest.mark.parametrize(
    ("result", "code", "verdict"),
    [
        ("kept", "on_time", "met"),
        ("kept", "early_access_given", "not_met"),
        ("kept", "late_attended", "not_met"),
        ("not_kept", "no_show", "not_met"),
        ("decision", "uncertain_time", "uncertain"),
        ("tenant_side", "nobody_in", "apart"),
        ("excused", "told_before_day", "apart"),
    ],
)
def test_an_agreed_time_counts_as_the_rule_decided_it(result: str, code: str, verdict: str) -> None:
    assert counted(an_occasion(result, code))["kept_in_time"] == [(verdict, code)]


def test_a_time_that_is_not_over_counts_nowhere() -> None:
    assert counted(an_occasion("not_due", "not_due")) == {}


def test_a_visit_whose_phone_is_waited_for_is_uncertain_and_no_miss() -> None:
    found = counted(waiting=[{"appointment": "A-1", "why": "phone_silent"}])

    assert found == {"kept_in_time": [("uncertain", "waiting")]}


def test_a_time_given_up_and_the_one_that_followed_count_each_on_its_own_day() -> None:
    moved = {
        "kind": "moved",
        "by": "contractor",
        "told_at": f"{DAY}T08:00:00Z",
        "new_start": "2026-11-25T09:00:00Z",
    }
    row = an_appointment(changes=[moved])
    occasions = [an_occasion("not_kept", "moved_by_contractor", change=0), an_occasion("kept", "on_time")]
    case = {"as_of": "2026-12-24T00:00:00Z", "repairs": [{"id": "J", "root": "J", "appointments": [row]}]}
    output = {"occasions": occasions, "waiting": [], "settings": {}}
    found = of_case(case, output, {"A-1": Beside()}, POLICY)

    kept = [(one.day, one.verdict) for one in found if one.standard == "kept_in_time"]
    assert kept == [(date(2026, 11, 23), "not_met"), (date(2026, 11, 25), "met")]


@pytest.mark.parametrize(
    ("told_at", "verdict", "code"),
    [
        ("2026-11-20T17:00:00Z", "met", "two_days_or_more"),
        ("2026-11-22T23:59:59Z", "met", "day_before"),
        ("2026-11-23T00:00:00Z", "not_met", "on_the_day"),
        ("2026-11-23T09:00:00Z", "not_met", "after_its_time"),
        (None, "not_met", "never_told"),
    ],
)
def test_a_cancellation_counts_by_the_notice_given(told_at: str | None, verdict: str, code: str) -> None:
    change = {"kind": "cancelled", "by": "contractor"} | ({"told_at": told_at} if told_at else {})
    found = counted(an_occasion("excused", "told_before_day"), rows=[an_appointment(changes=[change])])

    assert found["contractor_cancellations"] == [(verdict, code)]


def test_what_the_tenant_moved_is_no_cancellation_by_the_contractor() -> None:
    change = {"kind": "cancelled", "by": "tenant", "told_at": f"{DAY}T08:00:00Z"}

    found = counted(an_occasion("tenant_side", "tenant_cancelled"), rows=[an_appointment(changes=[change])])

    assert "contractor_cancellations" not in found


def test_a_new_time_on_the_day_told_before_both_times_was_told_in_advance() -> None:
    notice = {"channel": "sms", "sent_at": f"{DAY}T08:30:00Z", "new_start": f"{DAY}T13:00:00Z"}

    assert counted(an_occasion("kept", "on_time"), rows=[an_appointment(notices=[notice])])["told_in_advance"] == [
        ("met", "told_new_time")
    ]


def test_coming_late_untold_was_not_told_in_advance_and_a_late_text_says_so() -> None:
    assert counted(an_occasion("not_kept", "late"))["told_in_advance"] == [("not_met", "late")]
    assert counted(an_occasion("not_kept", "late", "notice_too_late"))["told_in_advance"] == [
        ("not_met", "notice_too_late")
    ]


def test_a_visit_on_time_had_nothing_to_announce() -> None:
    assert "told_in_advance" not in counted(an_occasion("kept", "on_time"))


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        (["arrived", "id_shown", "access_given"], ("met", "shown_before")),
        (["arrived", "access_given", "id_shown"], ("not_met", "shown_after")),
        (["arrived", "id_missing", "access_given"], ("not_met", "no_card_with_them")),
        (["arrived", "access_given"], ("uncertain", "no_record_of_card")),
    ],
)
def test_the_identity_card_counts_by_what_was_recorded_first(kinds: list[str], verdict: tuple[str, str]) -> None:
    row = an_appointment(events=[an_event(kind) for kind in kinds])

    assert counted(an_occasion("kept", "on_time"), rows=[row])["id_before_entering"] == [verdict]


def test_another_systems_visit_says_nothing_of_the_identity_card() -> None:
    row = an_appointment(events=[an_event("arrived"), an_event("access_given")])

    found = counted(an_occasion("kept", "on_time"), rows=[row], beside=Beside(imported=True))

    assert found["id_before_entering"] == [("uncertain", "other_system")]


@pytest.mark.parametrize(
    ("left", "beside", "codes", "verdict"),
    [
        (True, Beside(), ("nobody_in",), ("met", "card_left")),
        (False, Beside(), ("nobody_in",), ("not_met", "no_card_left")),
        (False, Beside(card_unknown=True), ("nobody_in",), ("uncertain", "other_system")),
        (False, Beside(), ("no_card_disputed",), ("uncertain", "no_card_disputed")),
    ],
)
def test_no_access_counts_by_the_card(
    left: bool, beside: Beside, codes: tuple[str, ...], verdict: tuple[str, str]
) -> None:
    row = an_appointment(events=[an_event("arrived"), an_event("no_access", card_left=left)])

    assert counted(an_occasion("tenant_side", *codes), rows=[row], beside=beside)["card_left"] == [verdict]


@pytest.mark.parametrize(
    ("sent_on", "leave", "verdict"),
    [
        (date(2026, 11, 6), False, ("met", "full_notice")),
        (date(2026, 11, 9), False, ("not_met", "short_notice")),
        (date(2026, 11, 9), True, ("not_met", "allowed_with_less")),
        (None, False, ("uncertain", "no_notice_known")),
    ],
)
def test_planned_works_count_by_ten_clear_working_days(
    sent_on: date | None, leave: bool, verdict: tuple[str, str]
) -> None:
    beside = Beside(notice_sent_on=sent_on, leave_given=leave)

    found = counted(an_occasion("kept", "on_time"), rows=[an_appointment(kind="planned")], beside=beside)

    assert found["planned_notice"] == [verdict]


def test_misses_of_one_repair_are_numbered_by_their_days() -> None:
    later = an_appointment("A-2", agreed_start="2026-11-24T09:00:00Z")
    occasions = [an_occasion("not_kept", "no_show", name="A-2"), an_occasion("not_kept", "late")]

    found = counted(*occasions, rows=[later, an_appointment()])

    assert sorted(found["repeat_misses"]) == [("met", "first_miss"), ("not_met", "second_miss")]


@pytest.mark.parametrize(
    ("told_in", "verdict"),
    [
        (("ur", "ur"), ("met", "own_language")),
        (("ur", "en"), ("not_met", "other_language")),
        ((), ("uncertain", "nothing_sent")),
    ],
)
def test_a_reader_of_another_language_counts_by_what_left(told_in: tuple[str, ...], verdict: tuple[str, str]) -> None:
    found = counted(an_occasion("kept", "on_time"), beside=Beside(language="ur", told_in=told_in))

    assert found["own_language"] == [verdict]
