"""Files are read as they come, or refused whole with one sentence."""

from pathlib import Path

import pytest

from server.outside.delimited_files import UnreadableFile, open_delimited, records, write_delimited
from tests.exports import REAL


def a_text(folder: Path, content: bytes) -> Path:
    path = folder / "some.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.csv", "empty"),
        ("bom-only.csv", "empty"),
        ("binary.csv", "not_text"),
        ("mixed-encoding.csv", "mixed_encoding"),
        ("truncated.csv", "cut_short"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(name: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        list(records(open_delimited(REAL / "odd" / name)))

    assert refused.value.code == code
    assert name in refused.value.message


def test_a_header_without_rows_is_a_good_file_of_none() -> None:
    assert list(records(open_delimited(REAL / "odd" / "header-only.csv"))) == []


def test_unicode_text_with_tabs_as_spreadsheets_save_it_is_read() -> None:
    file = open_delimited(REAL / "odd" / "spreadsheet-unicode.txt")

    assert (file.encoding, file.separator, file.header[0]) == ("utf-16", "\t", "appointment_id")
    assert len(list(records(file))) == 12


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffa,b\n".encode(), "utf-8-sig"),
        ("a,b\nŁódź,1\n".encode(), "utf-8"),
        (b"a,b\nCaf\xe9,1\n", "windows-1252"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, content: bytes, encoding: str) -> None:
    assert open_delimited(a_text(tmp_path, content)).encoding == encoding


def test_lines_are_physical_and_rows_are_not(tmp_path: Path) -> None:
    path = a_text(tmp_path, b'a,b\r\n1,"two\r\nlines\nand three"\n\n2,x\r\n3,"say ""hi"", twice"\n')

    found = [(record.row, record.line, record.cells) for record in records(open_delimited(path))]

    assert found == [
        (1, 2, ("1", "two\r\nlines\nand three")),
        (2, 6, ("2", "x")),
        (3, 7, ("3", 'say "hi", twice')),
    ]


@pytest.mark.parametrize(
    "content",
    [b'a,b\n1,"open\n', b'a,b\n1,"open', b"a,b\n1,2\n3", b'a,b\n1,"' + b"x" * 200_000],
)
def test_a_file_that_ends_inside_a_row_was_cut_short(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        list(records(open_delimited(a_text(tmp_path, content))))

    assert refused.value.code == "cut_short"


@pytest.mark.parametrize("content", [b"a,b\n1,2", b'a,b\n1,6" pipe\n', b"a,b\n1\n2,3\n"])
def test_a_row_with_too_few_cells_or_a_stray_quote_does_not_end_the_file(tmp_path: Path, content: bytes) -> None:
    assert list(records(open_delimited(a_text(tmp_path, content))))


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    rows = [("1", "Zoë, née Țurcanu\nline two"), ("2", "ليلى")]

    write_delimited(tmp_path / "out.csv", ("id", "name"), rows)

    file = open_delimited(tmp_path / "out.csv")
    assert [record.cells for record in records(file)] == rows
