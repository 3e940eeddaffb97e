"""Every decision table of this folder, each row under each profile, compared as the case format says."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.services.assessment.assess_case import assess_case

Json = dict[str, Any]
_EQUAL_WHERE_EXPECTED = ("state", "total_pence", "at_stake_pence", "recharge", "pay_now_pence")
_TABLES = sorted(Path(__file__).parent.glob("*.json"))


def _rows() -> list[Any]:
    return [
        pytest.param(row["input"], profile, expected, id=f"{row['id']} {profile}: {row['title']}")
        for table in _TABLES
        for row in json.loads(table.read_text())
        for profile, expected in row["expect"].items()
    ]


@pytest.mark.parametrize(("case", "profile", "expected"), _rows())
def test_a_row_of_a_decision_table(case: Json, profile: str, expected: Json) -> None:
    decision: Json = assess_case(case, profile=profile)

    found = {name: decision[name] for name in _EQUAL_WHERE_EXPECTED if name in expected}
    assert found == {name: expected[name] for name in _EQUAL_WHERE_EXPECTED if name in expected}
    assert [_in_short(one) for one in decision["occasions"]] == expected["occasions"]
    assert sorted({one["code"] for one in decision["decisions_needed"]}) == expected["decisions_needed"]
    assert set(expected.get("notes_include", [])) <= {note["code"] for note in decision["notes"]}


def test_no_two_rows_have_one_id() -> None:
    ids = [row["id"] for table in _TABLES for row in json.loads(table.read_text())]

    assert len(ids) == len(set(ids))


def _in_short(occasion: Json) -> Json:
    return {name: occasion[name] for name in ("appointment", "change", "result") if name in occasion}
