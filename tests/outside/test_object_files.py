"""Arrays of objects are read one at a time, with the line on which each starts."""

import json
from pathlib import Path

import pytest

from server.outside.delimited_files import UnreadableFile
from server.outside.object_files import looks_like_objects, object_records, open_objects
from tests.exports import REAL

PATHS = ("id", "a.b[1].c", "object")


def read(folder: Path, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    path = folder / "some.json"
    path.write_text(text, encoding="utf-8")
    return [(record.row, record.line, record.cells) for record in object_records(open_objects(path, PATHS))]


def test_an_object_becomes_the_cells_at_its_paths(tmp_path: Path) -> None:
    text = '{"id":999000100023,"a":{"b":[{},{"c":"Žukauskienė"}]}}'

    assert read(tmp_path, f"[\n{text}\n]") == [(1, 2, ("999000100023", "Žukauskienė", text))]


def test_a_number_keeps_its_letters(tmp_path: Path) -> None:
    [(_, _, cells)] = read(tmp_path, '[{"id":999001000000.50}]')

    assert cells[0] == "999001000000.50"


def test_what_is_missing_or_null_is_an_empty_cell(tmp_path: Path) -> None:
    [(_, _, cells)] = read(tmp_path, '[{"id":null,"a":{"b":[{}]}}]')

    assert cells[:2] == ("", "")


def test_an_element_that_is_no_object_is_a_row_of_one_cell(tmp_path: Path) -> None:
    assert read(tmp_path, '[\n"see next page",\nnull]') == [(1, 2, ('"see next page"',)), (2, 3, ("null",))]


def test_objects_over_several_lines_are_counted_by_physical_lines(tmp_path: Path) -> None:
    found = read(tmp_path, '[\n{"id":\n"1"},\n\n{"id":"2"}\n]\n')

    assert [(row, line, cells[0]) for row, line, cells in found] == [(1, 2, "1"), (2, 5, "2")]


def test_an_array_much_longer_than_a_block_is_read_to_its_end(tmp_path: Path) -> None:
    objects = [{"id": str(number), "a": "x" * (number % 3000)} for number in range(400)]

    found = read(tmp_path, "[\n" + ",\n".join(json.dumps(one) for one in objects) + "\n]")

    assert [(row, line, cells[0]) for row, line, cells in found] == [(n + 1, n + 2, str(n)) for n in range(400)]


def test_an_empty_array_is_a_good_file_of_none(tmp_path: Path) -> None:
    assert read(tmp_path, "[]") == []


@pytest.mark.parametrize("text", ['[{"id":"1"},', '[{"id":"1"}', '[{"id":', "["])
def test_an_array_that_does_not_end_was_cut_short(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, text)

    assert refused.value.code == "cut_short"


def test_one_object_alone_is_no_array(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path, "{}")


def test_rows_of_cells_do_not_look_like_objects() -> None:
    assert looks_like_objects(REAL / "odd" / "truncated.json")
    assert not looks_like_objects(REAL / "properties.csv")
