"""The output has every field of the case format."""

from server.services.assessment.assess_case import assess_case
from tests.policy_cases.rows import an_appointment, missed_three_times, missed_twice_and


def test_the_output_has_the_fields_of_the_case_format_in_their_order():
    assert list(assess_case(missed_three_times())) == [
        *("case", "state", "total_pence", "at_stake_pence", "paid_before_pence", "pay_now_pence"),
        *("occasions", "roots", "days", "recharge", "decisions_needed", "notes"),
        *("policy", "settings", "explanation"),
    ]


def test_the_policy_shows_the_dated_values_with_the_case_s_rows_laid_over():
    rows = [{"from": "2014-04-01", "cap_pence_per_day": 6000}, {"from": "2027-04-01", "cap_pence_per_day": None}]

    assert assess_case(missed_three_times(policy=rows))["policy"] == {
        "name": "HS004A",
        "values": {
            "cap_pence_per_day": [
                {"from": "2014-04-01", "value": 6000, "clause": "HS004A 5"},
                {"from": "2027-04-01", "value": None, "clause": "HS004A 5"},
            ],
            "threshold_more_than": [{"from": "2014-04-01", "value": 2, "clause": "HS004A 5"}],
        },
    }


def test_every_setting_is_shown_as_used_and_can_be_given_back():
    used = assess_case(missed_three_times(settings={"tolerance_seconds": 0}), profile="literal")["settings"]

    assert len(used) == 38
    assert (used["tolerance_seconds"], used["weak_evidence"]) == (0, "accept")
    assert assess_case(missed_three_times(settings=used))["settings"] == used


def test_a_change_that_is_an_occasion_carries_its_index():
    moved = {
        "kind": "moved",
        "by": "contractor",
        "told_at": "2026-10-12T12:00:00Z",
        "channel": "letter",
        "new_start": "2026-10-20T09:00:00Z",
    }

    occasions = assess_case(missed_twice_and(an_appointment(changes=[moved])))["occasions"]

    assert [(one["appointment"], one.get("change")) for one in occasions][2:] == [("A3", 0), ("A3", None)]
    assert "change" not in occasions[3]


def test_roots_count_what_was_not_kept():
    assert assess_case(missed_three_times())["roots"] == [{"root": "R1", "not_kept": 3, "threshold_passed": True}]
