"""The first look at a file finds its repeats and its contested keys."""

from server.domain.imports.fates import Fates, content_of


def noted(*rows: tuple[str, str]) -> Fates:
    fates = Fates()
    for number, (key, content) in enumerate(rows, start=1):
        fates.note(number, key, content_of([key, content]))
    return fates


def test_a_row_with_every_cell_the_same_is_a_duplicate_of_the_first() -> None:
    fates = noted(("A1", "x"), ("A2", "x"), ("A1", "x"))

    assert fates.same_as(3, content_of(["A1", "x"])) == 1
    assert fates.same_as(1, content_of(["A1", "x"])) is None
    assert not fates.contested("A1")


def test_one_key_with_different_content_is_contested() -> None:
    assert noted(("A1", "x"), ("A1", "y")).contested("A1")


def test_rows_without_a_key_are_in_conflict_with_nobody() -> None:
    fates = noted(("", "x"), ("", "y"))

    assert not fates.contested("")
    assert fates.rows == 2


def test_where_a_cell_ends_makes_a_difference() -> None:
    assert content_of(["ab", "c"]) != content_of(["a", "bc"])
