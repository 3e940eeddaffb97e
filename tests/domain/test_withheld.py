"""Which events of a visit a person may not read, by their roles."""

import pytest

from server.domain.viewing import SIGHTS, Viewer, roles_fit, who_may
from server.domain.withheld import OPENED, SHUT, withheld_event_ids

Event = tuple[str, dict[str, object]]


def viewer(*roles: str, firm_id: str | None = None) -> Viewer:
    return Viewer("u1", "A. User", "a@example.org", "havebury", firm_id, roles)


def concern(event_id: str, about: str = "property", **data: object) -> Event:
    return event_id, {"type": "concern_reported", "data": {"about": about, **data}}


def correction(event_id: str, corrects: str, **data: object) -> Event:
    return event_id, {"type": "corrected", "corrects": corrects, "data": data}


MANAGER = viewer("contract_manager")
SAFEGUARDING = viewer("safeguarding_lead")


def test_a_household_concern_is_withheld_from_all_but_safeguarding_people() -> None:
    events = [concern("e1", "person"), ("e2", {"type": "arrived", "data": {}})]

    assert withheld_event_ids(MANAGER, events) == {"e1"}
    assert withheld_event_ids(viewer("contractor_office", firm_id="f"), events) == {"e1"}
    assert withheld_event_ids(SAFEGUARDING, events) == set()


def test_a_correction_that_makes_a_concern_a_household_one_withholds_the_original_too() -> None:
    events = [concern("e1"), correction("e2", "e1", about="person"), correction("e3", "e2", seen="more")]

    assert withheld_event_ids(MANAGER, events) == {"e1", "e2", "e3"}


def test_events_that_correct_each_other_come_to_an_end() -> None:
    events = [correction("e1", "e2", about="person"), correction("e2", "e1")]

    assert withheld_event_ids(MANAGER, events) == {"e1", "e2"}


def test_damage_is_withheld_from_those_who_see_only_what_is_urgent() -> None:
    damage: Event = ("e1", {"type": "damage_reported", "data": {"item": "door"}})
    events = [damage, concern("e2"), concern("e3", danger_now=True)]

    assert withheld_event_ids(MANAGER, events) == set()
    assert withheld_event_ids(viewer("director"), events) == {"e1", "e2"}
    assert withheld_event_ids(viewer("claim_handler"), events) == {"e1", "e2", "e3"}


@pytest.mark.parametrize("body", [{}, {"type": "concern_reported"}, {"type": "concern_reported", "data": "text"}])
def test_a_body_without_its_fields_withholds_nothing_by_itself(body: dict[str, object]) -> None:
    assert withheld_event_ids(MANAGER, [("e1", body)]) == set()


def test_two_roles_see_what_either_sees() -> None:
    both = viewer("contract_manager", "safeguarding_lead")

    assert both.may("household_concerns") and both.may("every_damage_and_property_report")


def test_nobody_is_on_both_sides() -> None:
    assert not roles_fit(("contractor_office", "director"), "firm-a")
    assert not roles_fit(("contractor_office",), None)
    assert not roles_fit((), None)
    assert roles_fit(("contract_manager", "director"), None)


def test_an_administrator_has_no_sight_of_a_case() -> None:
    sights = {sight for sight, roles in SIGHTS.items() if "administrator" in roles}

    assert sights <= {"people_who_sign_in", "api_keys", "sending", "queue", "kept_records"}
    assert who_may("people_who_sign_in") == ("administrator",)


def test_on_a_page_with_an_address_a_household_concern_is_shut_for_safeguarding_people_too() -> None:
    events = [concern("e1", "person"), concern("e2"), ("e3", {"type": "arrived", "data": {}})]

    assert withheld_event_ids(viewer("safeguarding_lead", "contract_manager"), events, household=SHUT) == {"e1"}
    assert withheld_event_ids(viewer("contract_manager", "director"), events, household=OPENED) == set()
