"""A policy file is read whole or refused: every date cites its clause."""

from datetime import date
from pathlib import Path

import pytest

from server.domain.parameters import DatedValue
from server.storage.policy_files import POLICY_FOLDER, PolicyFileIsWrong, read_parameters, read_policy

GOOD = """
name: HS004A
values:
  cap_pence_per_day:
    label: The cap
    values:
      2026-04-01: {value: 8000, reference: HS004A 5}
      2014-04-01: {value: 7000, reference: HS004A 5}
  threshold_more_than:
    label: The count
    values:
      2014-04-01: {value: 2, reference: HS004A 5}
      2027-04-01: {value: null, reference: HS004A 5}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(text)
    return path


def test_the_shipped_values_are_those_of_the_clause():
    policy = read_policy()

    assert policy.name == "HS004A"
    assert policy.cap_pence_per_day.values == (DatedValue(date(2014, 4, 1), 7000, "HS004A 5"),)
    assert policy.threshold_more_than.values == (DatedValue(date(2014, 4, 1), 2, "HS004A 5"),)


def test_every_shipped_value_has_a_reference():
    of_numbers = [path for path in POLICY_FOLDER.glob("*.yaml") if "\nvalues:\n" in path.read_text(encoding="utf-8")]

    assert len(of_numbers) >= 4
    for path in of_numbers:
        assert all(row.clause for one in read_parameters(path).values() for row in one.values)


def test_rows_are_put_in_order_of_their_dates(tmp_path: Path):
    policy = read_policy(written(tmp_path, GOOD))

    assert [row.value for row in policy.cap_pence_per_day.values] == [7000, 8000]
    assert policy.threshold_more_than.find(date(2027, 4, 1)) is None


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (", reference: HS004A 5}\n      2014", "}\n      2014", "no reference"),
        ("reference: HS004A 5}\n      2014", "reference: ' '}\n      2014", "must be text"),
        ("value: 8000, ", "", "no value"),
        ("value: 8000", "value: 80.00", "whole number"),
        ("value: 8000", "value: yes", "whole number"),
        ("value: 8000", "value: -1", "whole number"),
        ("2026-04-01", "April", "not a day"),
        ("2026-04-01", "2026-04-01 09:00:00", "not a day"),
        ("2026-04-01", "2014-04-01", "stands twice"),
        ("    label: The cap\n", "", "must be text"),
        ("  threshold_more_than:", "  threshold:", "not known here"),
        ("name: HS004A", "nam: HS004A", "not known here"),
        ("name: HS004A", "", "must be text"),
        ("values:\n  cap", "values: 7\nother:\n  cap", "not known here"),
        ("value: 2, ", "value: 2, note: x, ", "not known here"),
        ("name: HS004A", "name: [", "cannot be read"),
    ],
)
def test_a_file_that_is_not_well_founded_is_refused(tmp_path: Path, old: str, new: str, problem: str):
    assert old in GOOD

    with pytest.raises(PolicyFileIsWrong, match=problem):
        read_policy(written(tmp_path, GOOD.replace(old, new, 1)))


def test_a_missing_file_is_a_clear_error(tmp_path: Path):
    with pytest.raises(PolicyFileIsWrong, match="cannot be read"):
        read_policy(tmp_path / "none.yaml")
