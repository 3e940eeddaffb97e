"""Files that spreadsheets open: CSV and XLSX, written row by row, in which no cell is a formula or a link."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

LONDON = ZoneInfo("Europe/London")
_SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
}
_LONGEST_CELL = 32_767


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The file as bytes, with the mark by which spreadsheets know UTF-8. Cells must be safe already."""
    yield b"\xef\xbb\xbf"
    yield _line(header)
    for row in rows:
        yield _line(row)


def write_xlsx(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One sheet; text stands as text, numbers and times as such. Memory does not grow with the rows."""
    book = xlsxwriter.Workbook(str(path), {**_SAFE, "tmpdir": str(path.parent)})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    formats = {
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, 18)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, (number, column), value, formats)
    book.close()


def _write(sheet: object, place: tuple[int, int], value: object, formats: dict[str, object]) -> None:
    target: xlsxwriter.worksheet.Worksheet = sheet
    if value is None or value == "":
        return
    if isinstance(value, bool):
        target.write_string(*place, "yes" if value else "no")
    elif isinstance(value, int):
        target.write_number(*place, value)
    elif isinstance(value, datetime):
        target.write_datetime(*place, value.astimezone(LONDON).replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        target.write_datetime(*place, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
    else:
        target.write_string(*place, str(value)[:_LONGEST_CELL])


def _line(row: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().encode()
