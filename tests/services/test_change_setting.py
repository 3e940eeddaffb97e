"""A setting is tried over a year before it is saved, holds from its day on, and has every case assessed again."""

from datetime import date, timedelta

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.assessment.change_setting import SettingChange, draft_setting, go_on_with_trial, save_setting
from server.services.assessment.sweep_appointments import sweep_appointments
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from server.storage.people import audit
from server.storage.tables.decisions import SettingDraft
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_home, an_appointment

TODAY = NOW.date()


def a_household(uprn: str, *, days: tuple[int, ...], clock: FixedClock) -> str:
    """Missed on each of these days before today, with 90 pounds lost on the first and proof of it."""
    a_home(uprn)
    for ago in days:
        name = f"A-{uprn[-2:]}-{ago}"
        an_appointment(
            name, uprn=uprn, person_id=f"p-{uprn}", job_number=f"J-{uprn}", status="not_attended",
            start_at=NOW - timedelta(days=ago),
        )  # fmt: skip
        an_imported_visit(name, "not_attended", reason="over-ran")
    case_id = f"T-{uprn}@{uprn}"
    assess_household(LANDLORD, case_id, cause="test", clock=clock)
    lost = LostDay(f"p-{uprn}", (NOW - timedelta(days=days[0])).date(), 9000, "employer")
    record_loss(LANDLORD, case_id, lost, by="office", clock=clock)
    return case_id


@pytest.fixture
def household(app: Flask, clock: FixedClock) -> str:
    a_household("100000000002", days=(800, 790, 780), clock=clock)
    return a_household("100000000001", days=(20, 13, 6), clock=clock)


def drafted(name: str, value: str, clock: FixedClock, starts_on: date = TODAY) -> str:
    change = SettingChange(name, value, starts_on, "not Havebury's", "The board wants it.")
    return draft_setting(LANDLORD, change, by="director", clock=clock)


def tried(name: str, value: str, clock: FixedClock, starts_on: date = TODAY) -> SettingDraft:
    return go_on_with_trial(LANDLORD, drafted(name, value, clock, starts_on), clock=clock)


def total(case_id: str) -> int:
    found = cases.latest_assessment(LANDLORD, case_id)
    assert found is not None
    return found.total_pence


def test_the_trial_says_what_would_change_in_the_last_twelve_months_only(household: str, clock: FixedClock) -> None:
    draft = tried("cap_pence_per_day", "8000", clock)

    assert draft.done_at is not None
    assert (draft.found["seen"], draft.found["looked_at"], draft.found["changed"]) == (2, 1, 1)
    assert (draft.found["before_pence"], draft.found["after_pence"]) == (7000, 8000)
    assert total(household) == 7000


def test_a_setting_that_moves_nothing_says_so(household: str, clock: FixedClock) -> None:
    assert tried("far_move_note_hours", "5", clock).found["changed"] == 0
    assert tried("days_paid", "from_threshold_day", clock).found["changed"] == 1


def test_the_trial_goes_on_step_by_step(household: str, clock: FixedClock) -> None:
    draft_id = drafted("cap_pence_per_day", "8000", clock)
    seen = [go_on_with_trial(LANDLORD, draft_id, clock=clock, most=1).found["seen"] for _ in range(3)]

    assert seen == [1, 2, 2]
    with pytest.raises(DoorstepError, match="Let the trial end"):
        save_setting(LANDLORD, drafted("cap_pence_per_day", "9000", clock), by="director", clock=clock)


def test_a_saved_setting_is_in_force_after_the_next_sweep(household: str, clock: FixedClock) -> None:
    draft = tried("days_paid", "from_threshold_day", clock)
    clock.move(minutes=1)
    save_setting(LANDLORD, draft.draft_id, by="director", clock=clock)
    sweep_appointments(clock=clock)

    assert total(household) == 0
    [entry] = audit.trail(LANDLORD, audit.Subject("setting", "days_paid"))
    assert (entry.by, entry.reason) == ("director", "The board wants it.")


def test_a_dated_setting_waits_for_its_day(household: str, clock: FixedClock) -> None:
    draft = tried("days_paid", "from_threshold_day", clock, TODAY + timedelta(days=2))
    save_setting(LANDLORD, draft.draft_id, by="director", clock=clock)
    sweep_appointments(clock=clock)
    assert total(household) == 7000
    clock.move(days=2)
    sweep_appointments(clock=clock)

    assert total(household) == 0


def test_the_second_of_two_directors_tries_again(household: str, clock: FixedClock) -> None:
    first, second = tried("cap_pence_per_day", "8000", clock), tried("cap_pence_per_day", "9000", clock)
    clock.move(minutes=1)
    save_setting(LANDLORD, first.draft_id, by="director", clock=clock)

    for late in (first, second):
        with pytest.raises(DoorstepError) as told:
            save_setting(LANDLORD, late.draft_id, by="director", clock=clock)
        assert told.value.code == "stale_edit"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cap_pence_per_day", "-1"),
        ("cap_pence_per_day", "70.00"),
        ("days_paid", "none"),
        ("tolerance_seconds", "ten"),
        ("wait_for_phone_hours", "none"),
        ("offline_time_trust", "always"),
        ("unheard_of", "1"),
    ],
)
def test_what_the_policy_does_not_list_is_refused(app: Flask, clock: FixedClock, name: str, value: str) -> None:
    with pytest.raises(DoorstepError) as told:
        drafted(name, value, clock)

    assert told.value.code == "setting_not_allowed"
