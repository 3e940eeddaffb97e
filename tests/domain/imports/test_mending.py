"""What is written for a person to mend is safe in a spreadsheet and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.imports.mending import REASON, as_written, own_header, safe_cell, unsafe_cell


@given(st.text())
def test_a_cell_made_safe_comes_back_letter_for_letter(cell: str) -> None:
    assert unsafe_cell(safe_cell(cell)) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+44 7700 900123", "-2 steps", "@SUM(A1:A9)", "\t=1", "＝1+1"])
def test_a_cell_that_could_be_a_formula_starts_with_an_apostrophe(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_ordinary_cells_are_not_touched() -> None:
    assert safe_cell("14 Oak Road") == "14 Oak Road"


def test_a_mended_row_is_read_without_its_reason() -> None:
    assert own_header((REASON, "uprn", "town")) == ("uprn", "town")
    assert as_written((REASON, "uprn", "town"), ("uprn is wrong.", "'=1", "Bury")) == ("=1", "Bury")


def test_a_row_of_the_housing_system_keeps_its_apostrophes() -> None:
    assert as_written(("uprn", "town"), ("'1", "Bury")) == ("'1", "Bury")
