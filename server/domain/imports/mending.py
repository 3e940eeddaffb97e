"""Rows that were kept out, written so that a person can mend them in a spreadsheet and feed them in again.

A cell that a spreadsheet could take for a formula gets an apostrophe in front, and loses it when it is read back.
"""

from collections.abc import Sequence

REASON = "not_loaded_because"

# OWASP's list of characters that start a formula, with their full-width forms; and the apostrophe itself, so
# that taking one off again always gives the cell as it was.
_RISKY = tuple("=+-@\t\r\n'＝＋－＠")


def safe_cell(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def unsafe_cell(cell: str) -> str:
    """The cell as it was before `safe_cell`."""
    return cell[1:] if cell.startswith("'") else cell


def mended_header(header: Sequence[str]) -> bool:
    """Whether a file is one of ours, written to be mended."""
    return header[0] == REASON


def as_written(header: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    """The file's own cells: of a mended file, without the reason and without the apostrophes."""
    if not mended_header(header):
        return tuple(cells)
    return tuple(unsafe_cell(cell) for cell in cells[1:])


def own_header(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(header[1:]) if mended_header(header) else tuple(header)
