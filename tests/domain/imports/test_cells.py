"""Cells are read strictly where a mistake would reach the wrong door, and leniently where nothing is lost."""

from collections.abc import Callable

import pytest

from server.domain.imports.cells import (
    read_code,
    read_email,
    read_job,
    read_language,
    read_list,
    read_postcode,
    read_uprn,
    word,
)
from server.domain.imports.problems import CellRefused


@pytest.mark.parametrize("written", ["IP33 7AB", "ip33 7ab", " IP337AB  ", "I P 3 3 7 A B"])
def test_case_and_spaces_do_not_matter_in_a_postcode(written: str) -> None:
    assert read_postcode(written) == "IP33 7AB"


@pytest.mark.parametrize(
    ("read", "written", "code"),
    [
        (read_postcode, "IP33 4", "postcode_malformed"),
        (read_postcode, "IPE0 1RQ", "postcode_malformed"),
        (read_postcode, "Bury St Edmunds", "postcode_malformed"),
        (read_uprn, "99909000000", "uprn_malformed"),
        (read_uprn, "9990900000260", "uprn_malformed"),
        (read_uprn, "999090O00008", "uprn_malformed"),
        (read_uprn, "9.9909E+11", "uprn_malformed"),
        (read_uprn, "９９９０９００００００１", "uprn_malformed"),
        (read_job, "10409A", "job_malformed"),
        (read_language, "English", "unknown_value"),
        (read_code, "x" * 41, "unknown_value"),
        (word("tenant", "other"), "Tennant", "unknown_value"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(read: Callable[[str], object], written: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read(written)

    assert refused.value.code == code


@pytest.mark.parametrize("written", ["a b@example.org", "x@@example.org", "none", "jan.kowal@example", "a@b..org"])
def test_what_is_not_one_address_is_unclear(written: str) -> None:
    assert read_email(written).address is None


def test_an_address_is_kept_with_the_space_around_it_taken_off() -> None:
    assert read_email(" ebony.hawes1@example.org ").address == "ebony.hawes1@example.org"


def test_a_list_is_joined_by_semicolons() -> None:
    assert read_list("heating; gas;") == ("heating", "gas")
