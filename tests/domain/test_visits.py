"""The fold, held to the same cases as the phone's."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.events import TYPES
from server.domain.visits import fold_visit

CASES = sorted((Path(__file__).parents[1] / "visit_cases").glob("*.json"))
READ = [json.loads(path.read_text()) for path in CASES]


@pytest.mark.parametrize("case", READ, ids=[case["title"] for case in READ])
def test_the_events_come_to_the_visit_of_the_case(case):
    assert fold_visit(case["events"]) == case["visit"]


@pytest.mark.parametrize("case", READ, ids=[case["title"] for case in READ])
def test_arriving_backwards_and_twice_changes_nothing(case):
    assert fold_visit(case["events"][::-1] + case["events"]) == case["visit"]


@given(st.data())
def test_no_order_and_no_number_of_copies_changes_the_visit(data):
    case = data.draw(st.sampled_from(READ))
    shuffled = data.draw(st.permutations(case["events"]))
    copies = data.draw(st.lists(st.sampled_from(case["events"]), max_size=5)) if case["events"] else []

    assert fold_visit([*copies, *shuffled]) == case["visit"]


def test_every_type_of_event_appears_in_a_case():
    seen = {event["type"] for case in READ for event in case["events"]}

    # The visit's own state takes nothing from these two: they speak of the day, and of a photo as such.
    assert set(TYPES) - seen == {"day_started", "photo_taken", "message_answered"}


def test_a_very_long_chain_of_corrections_still_folds():
    events = [
        {
            **{"id": str(n), "device_id": "d", "epoch": "e", "seq": n + 1, "type": "corrected" if n else "arrived"},
            **{"actor_id": "OP-1", "at": {"wall_ms": n}, "blobs": [], "data": {}},
            **({"corrects": str(n - 1)} if n else {}),
        }
        for n in range(3_000)
    ]

    assert fold_visit(events)["status"] == "at_door"
