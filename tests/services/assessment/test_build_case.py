"""What was recorded, as the rule's case has it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.evidence.phone_events import case_events
from server.domain.evidence.records import Doubt, PhoneEvent
from server.services.assessment.assess_case import assess_case
from server.services.assessment.build_case import BuiltCase, build_case
from server.storage.cases.households import of_case
from server.storage.database import db, transaction
from server.storage.tables.decisions import PolicyOverride
from server.storage.tables.notices import Notice
from server.storage.tables.standings import AppointmentDispute
from tests.evidence import a_phone, an_imported_visit, recorded
from tests.factories import LANDLORD, NOW, a_person, a_visit, an_appointment, an_operative

HOUSEHOLD = of_case(LANDLORD, "T-100000000001@100000000001")
TEN = NOW + timedelta(hours=1)
LATER = NOW + timedelta(days=1)


def built() -> BuiltCase:
    case = build_case(HOUSEHOLD, as_of=LATER)
    assess_case(case.case)
    return case


def appointment(number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = built().case["repairs"][0]["appointments"][number]
    return found


@pytest.fixture
def visit(app: Flask) -> str:
    an_appointment("A-1")
    an_operative("op-1")
    return a_visit("A-1")


@pytest.fixture
def phone(visit: str) -> str:
    return a_phone("op-1")


def test_the_promise_stands_as_it_was_made(visit: str) -> None:
    row = appointment()

    assert row["agreed_start"] == "2026-11-23T10:00:00Z"
    assert row["agreed_end"] == "2026-11-23T12:00:00Z"
    assert (row["contractor"], row["people_required"], row["agreed_with_tenant"]) == ("firm-a", 1, True)


def test_only_the_people_of_the_tenancy_are_in_the_case_with_their_dates(visit: str) -> None:
    a_person("person-2", role="joint", tenure="shared_owner", tenure_to=NOW.date())
    a_person("before", tenancy_ref="T-OLD")

    people = built().case["people"]

    assert [(row["id"], row["tenure"], row.get("to")) for row in people] == [
        ("person-1", "tenant", None),
        ("person-2", "shared_owner", "2026-11-23"),
    ]


def test_an_appointment_of_the_household_before_is_not_in_the_case(visit: str) -> None:
    a_person("before", tenancy_ref="T-OLD", tenure_to=NOW.date() - timedelta(days=400))
    an_appointment("A-0", start_at=NOW - timedelta(days=500), person_id="before")

    assert [row["id"] for row in built().case["repairs"][0]["appointments"]] == ["A-1"]


def test_somebody_who_acts_for_the_tenant_stands_for_the_tenants_household(visit: str) -> None:
    a_person("helper", role="acts_for", tenure="other", tenancy_ref="", acts_for="person-1")
    an_appointment("A-2", person_id="helper", start_at=TEN + timedelta(days=1))

    assert [row["id"] for row in built().case["repairs"][0]["appointments"]] == ["A-1", "A-2"]


def test_a_phones_event_has_its_narrow_interval_where_its_clock_was_consistent(visit: str, phone: str) -> None:
    recorded(visit, "arrived", TEN, device=phone, seq=1, off_by=timedelta(seconds=2))

    [event] = appointment()["events"]

    assert (event["earliest"], event["latest"]) == ("2026-11-23T09:59:58Z", "2026-11-23T10:00:02Z")
    assert event["received_at"] == "2026-11-23T10:01:00Z"


def test_a_phones_event_has_its_hard_interval_where_its_clock_jumped(visit: str, phone: str) -> None:
    recorded(visit, "arrived", TEN, device=phone, seq=1, trusted=False)

    [event] = appointment()["events"]

    assert (event["earliest"], event["latest"]) == ("2026-11-23T09:00:00Z", "2026-11-23T10:01:00Z")


def test_a_disputed_time_has_its_hard_interval(visit: str, phone: str) -> None:
    recorded(visit, "arrived", TEN, device=phone, seq=1)
    dispute("time")

    [event] = appointment()["events"]

    assert event["earliest"] == "2026-11-23T09:00:00Z"


def test_where_only_a_witness_counts_an_event_without_one_has_its_hard_interval(visit: str, phone: str) -> None:
    recorded(visit, "arrived", TEN, device=phone, seq=1)
    override("offline_time_trust", "witness_required")

    [event] = appointment()["events"]

    assert event["earliest"] == "2026-11-23T09:00:00Z"


@pytest.mark.parametrize(
    ("fields", "weak"),
    [
        ({"signed": False, "trusted": False}, True),
        ({"signed": True, "trusted": False}, False),
        ({"signed": False, "trusted": True}, False),
        ({"signed": False, "trusted": False, "blobs": [{"sha256": "0" * 64, "role": "card"}]}, False),
    ],
)
def test_an_event_is_weak_only_with_no_signature_no_picture_and_no_trusted_clock(
    visit: str, phone: str, fields: dict[str, Any], weak: bool
) -> None:
    recorded(visit, "arrived", TEN, device=phone, seq=1, **fields)

    assert appointment()["events"][0].get("weak", False) is weak


def test_entry_without_consent_is_no_access_given(visit: str, phone: str) -> None:
    data = {"adult_present": True, "consent": False}
    recorded(visit, "access_given", TEN, device=phone, seq=1, data=data)

    assert appointment()["events"] == []


def test_whoever_arrived_elsewhere_is_elsewhere_until_they_arrive(visit: str, phone: str) -> None:
    recorded(visit, "arrived", TEN, device=phone, seq=1, data={"at_property": False})
    recorded(visit, "no_access", TEN, device=phone, seq=2, data={"reason": "nobody_in", "card_left": True})
    recorded(visit, "arrived", TEN + timedelta(minutes=9), device=phone, seq=3, data={"at_property": True})

    events = appointment()["events"]

    assert [row.get("at_property", True) for row in events] == [False, False, True]
    assert (events[1]["reason"], events[1]["card_left"]) == ("nobody_in", True)


def test_a_correction_by_the_same_person_replaces_what_it_names(visit: str, phone: str) -> None:
    data = {"reason": "nobody_in", "card_left": False}
    first = recorded(visit, "no_access", TEN, device=phone, seq=1, data=data)
    after = TEN + timedelta(minutes=2)
    recorded(visit, "corrected", after, device=phone, seq=2, data={"card_left": True}, corrects=first)

    [event] = appointment()["events"]

    assert (event["type"], event["card_left"], event["earliest"]) == ("no_access", True, "2026-11-23T10:00:00Z")


def test_a_word_of_a_new_time_by_voice_is_a_notice_with_an_interval(visit: str, phone: str) -> None:
    data = {"new_start": "2026-11-23T13:00:00Z", "channel": "phone"}
    recorded(visit, "told_new_time", TEN, device=phone, seq=1, data=data, off_by=timedelta(minutes=3))

    case = built()

    notice = {"channel": "phone", "spoken_at": "2026-11-23T10:03:00Z", "new_start": "2026-11-23T13:00:00Z"}
    assert case.case["repairs"][0]["appointments"][0]["notices"] == [notice]
    [word] = case.matters.spoken
    assert (word.earliest, word.latest) == (TEN - timedelta(minutes=3), TEN + timedelta(minutes=3))


def test_a_word_of_another_day_by_voice_is_a_move_by_the_contractor(visit: str, phone: str) -> None:
    data = {"new_start": "2026-11-25T13:00:00Z", "channel": "in_person"}
    recorded(visit, "told_new_time", TEN, device=phone, seq=1, data=data)

    row = appointment()

    assert row["notices"] == []
    assert [(one["kind"], one["by"], one["channel"]) for one in row["changes"]] == [
        ("moved", "contractor", "in_person")
    ]


def test_a_word_by_text_counts_only_from_the_outbox(visit: str, phone: str) -> None:
    data = {"new_start": "2026-11-23T13:00:00Z", "channel": "sms"}
    recorded(visit, "told_new_time", TEN, device=phone, seq=1, data=data)
    assert appointment()["notices"] == []

    a_sent_text(sent_at=TEN + timedelta(minutes=1))

    [notice] = appointment()["notices"]
    assert (notice["queued_at"], notice["sent_at"]) == ("2026-11-23T10:00:00Z", "2026-11-23T10:01:00Z")
    assert "delivered_at" not in notice


def test_a_visit_of_another_system_has_its_stated_minute_at_both_ends(app: Flask) -> None:
    an_appointment("A-1", start_at=TEN - timedelta(days=2))
    at = TEN - timedelta(days=2)
    an_imported_visit(
        "A-1", "no_access", operative_id="op-1", arrived=at, left=at + timedelta(minutes=9), card_left=True
    )

    events = appointment()["events"]

    assert [row["type"] for row in events] == ["arrived", "no_access", "left"]
    assert events[0]["earliest"] == events[0]["latest"] == "2026-11-21T10:00:00Z"
    assert (events[1]["reason"], events[1]["card_left"]) == ("nobody_in", True)
    assert "weak" not in events[0]


def test_two_who_attended_are_two_though_the_row_names_one(app: Flask) -> None:
    an_appointment("A-1", start_at=TEN - timedelta(days=2), people_required=2)
    at = TEN - timedelta(days=2)
    an_imported_visit("A-1", "completed", operative_id="op-1", arrived=at, left=at, people_attended=2)

    found = assess_case(built().case)

    assert [row["result"] for row in found["occasions"]] == ["kept"]  # type: ignore[attr-defined]


def test_a_move_without_a_new_time_closes_its_appointment(app: Flask) -> None:
    first = TEN - timedelta(days=5)
    an_appointment("A-1", start_at=first, status="moved")
    told = {"changed_by": "tenant", "told_at": first - timedelta(days=1), "told_by": "phone"}
    an_imported_visit("A-1", "moved", reason="hospital", **told)
    an_appointment("A-2", start_at=first + timedelta(days=3))

    found: Any = assess_case(built().case)

    assert [row["result"] for row in found["occasions"]] == ["tenant_side", "not_kept"]


def test_severe_weather_is_named_as_the_rule_names_it(app: Flask) -> None:
    an_appointment("A-1", start_at=TEN - timedelta(days=5))
    an_imported_visit("A-1", "cancelled", changed_by="contractor", reason="severe weather")

    assert appointment()["changes"] == [{"kind": "cancelled", "by": "contractor", "reason": "severe_weather"}]


def test_a_landlords_own_values_and_settings_are_laid_over_the_shipped_ones(visit: str) -> None:
    override("cap_pence_per_day", 8000)
    override("days_paid", "all_not_kept_days")
    override("days_paid", "from_threshold_day")
    override("second_adult", "counts", starts_on=LATER.date() + timedelta(days=1))

    case = built().case

    assert case["policy"] == [{"from": "2026-11-01", "cap_pence_per_day": 8000}]
    assert case["settings"] == {"days_paid": "from_threshold_day"}


def test_a_dispute_that_was_taken_back_stands_no_longer(visit: str) -> None:
    dispute("attendance")
    assert appointment()["tenant_disputes"] is True

    dispute("attendance", stands=False)

    assert appointment()["tenant_disputes"] is False


def dispute(about: str, *, stands: bool = True) -> None:
    told = {"channel": "phone", "text": "", "recorded_by": "office", "recorded_at": NOW}
    with transaction():
        db.session.add(
            AppointmentDispute(landlord_id=LANDLORD, appointment_id="A-1", about=about, stands=stands, **told)
        )


def override(name: str, value: object, **fields: Any) -> None:
    values = {"starts_on": NOW.date().replace(day=1), "reference": "HS004A 5", "reason": "test", **fields}
    with transaction():
        db.session.add(PolicyOverride(landlord_id=LANDLORD, name=name, value=value, by="director", at=NOW, **values))


def a_sent_text(**fields: Any) -> None:
    with transaction():
        db.session.add(
            Notice(
                notice_id="notice-1",
                landlord_id=LANDLORD,
                cause="told:1",
                template="new_time",
                channel="sms",
                recipient="+447700900123",
                text="We come at 13:00.",
                appointment_id="A-1",
                new_start_at=NOW + timedelta(hours=4),
                queued_at=TEN,
                state="sent",
                due_at=TEN,
                **fields,
            )
        )


def _an_event(number: int) -> PhoneEvent:
    kinds = ("arrived", "no_access", "left", "arrived", "access_given", "left")
    data: list[dict[str, Any]] = [{}, {"reason": "nobody_in"}, {}, {}, {"adult_present": True, "consent": True}, {}]
    at = TEN + timedelta(minutes=number)
    device, seq = f"device-{number % 2}", number // 2 + 1
    body = {"id": f"e{number}", "type": kinds[number], "actor_id": device, "visit_id": "v", "data": data[number]}
    chain = {"device_id": device, "epoch": "1", "seq": seq, "at": {"wall_ms": at.timestamp() * 1000}}
    return PhoneEvent(body | chain, (at, at), (at, at), at, signed=True, witnessed=False)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)))
def test_the_order_in_which_events_arrive_changes_no_case(order: list[int]) -> None:
    events = [_an_event(number) for number in range(6)]
    doubt = Doubt("asserted_unless_disputed", time_disputed=False)

    assert case_events([events[number] for number in order], doubt) == case_events(events, doubt)
    assert case_events([events[number] for number in order] * 2, doubt) == case_events(events, doubt)
