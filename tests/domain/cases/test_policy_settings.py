"""The 38 settings: what each may be, and in which order the layers win."""

import pytest

from server.domain.cases.case import Case
from server.domain.cases.policy_settings import (
    SETTINGS,
    PolicySettings,
    SettingNotAllowed,
    checked,
    checked_text,
    settings_from,
)
from server.domain.cases.profiles import PROFILES, settings_for


def test_there_are_38_settings_each_numbered_and_with_its_ground_and_reason():
    assert [setting.number for setting in SETTINGS.values()] == [f"S{n}" for n in range(1, 39)]
    assert all(setting.rests_on and setting.reason.endswith(".") for setting in SETTINGS.values())
    assert all(checked(name, setting.default) == setting.default for name, setting in SETTINGS.items())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("days_paid", "from_threshold_day"),
        ("tolerance_seconds", 0),
        ("contractor_cancellation", "hours:1"),
        ("contractor_cancellation", "hours:48"),
        ("contractor_cancellation", "never_excused"),
        ("eligible", "tenant,shared_owner,other"),
        ("claim_note_after_months", 0),
        ("far_move_note_hours", 1),
        ("repeated_moves_note", 1),
    ],
)
def test_a_value_that_the_policy_lists_is_taken(name: str, value: str | int):
    assert settings_from({name: value}).as_used()[name] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("days_payed", "from_threshold_day"),
        ("days_paid", "first_day"),
        ("days_paid", None),
        ("days_paid", ["all_not_kept_days"]),
        ("tolerance_seconds", -1),
        ("tolerance_seconds", "600"),
        ("tolerance_seconds", 600.0),
        ("tolerance_seconds", True),
        ("tolerance_seconds", 10**30),
        ("contractor_cancellation", "hours:0"),
        ("contractor_cancellation", "hours:-1"),
        ("contractor_cancellation", "hours:1.5"),
        ("contractor_cancellation", "hours:N"),
        ("contractor_cancellation", "hours:"),
        ("severe_weather", "hours:4"),
        ("eligible", ""),
        ("eligible", "tenant,,leaseholder"),
        ("eligible", "tenant,lodger"),
        ("far_move_note_hours", 0),
        ("repeated_moves_note", 0),
    ],
)
def test_what_the_policy_does_not_list_is_refused(name: str, value: object):
    with pytest.raises(SettingNotAllowed) as refusal:
        checked(name, value)

    assert refusal.value.name == name


def test_a_number_typed_on_a_command_line_is_a_number():
    assert checked_text("tolerance_seconds", "0") == 0
    with pytest.raises(SettingNotAllowed):
        checked_text("tolerance_seconds", "ten")
    with pytest.raises(SettingNotAllowed):
        checked_text("tolerance_seconds", "9" * 5000)


def test_the_later_layer_wins_default_profile_case_override():
    case = Case("a case", 0, profile="literal", settings={"second_adult": "one_only"})

    own = settings_for(case)
    overridden = settings_for(case, profile="third", overrides={"second_adult": "decision"})

    assert (own.weak_evidence, own.second_adult) == ("accept", "one_only")
    assert (overridden.weak_evidence, overridden.days_paid) == ("decision", "from_threshold_day")
    assert overridden.second_adult == "decision"


def test_a_profile_that_the_policy_does_not_list_is_refused():
    for profile in ("", "strict"):
        with pytest.raises(SettingNotAllowed, match="profile"):
            settings_for(Case("a case", 0), profile=profile)


def test_the_profiles_are_those_of_the_policy():
    assert list(PROFILES) == ["default", "third", "literal"]
    assert settings_from(PROFILES["default"]) == PolicySettings()
    assert len(PROFILES["literal"]) == 15
