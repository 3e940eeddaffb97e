"""Which home a foreign row means: by the landlord's reference where there is one, else by a UPRN that can be read."""

from collections.abc import Callable

from server.domain.imports.cells import read_postcode, read_uprn
from server.domain.imports.columns import Row, absent
from server.domain.imports.known import Circumstances
from server.domain.imports.mapping.reading import StyleMapping
from server.domain.imports.problems import CellRefused


def find_home(row: Row, around: Circumstances, mapping: StyleMapping) -> None:
    """A ruined UPRN or postcode beside a reference is only asked about."""
    reference, uprn = mapping.column_of("property_ref"), mapping.column_of("uprn")
    if reference is None:
        row.values["uprn"] = row.values[uprn.name] if uprn else None
        return
    by_reference = row.text(reference.name)
    if by_reference is not None:
        row.values["uprn"] = around.known.homes_by_reference.get(by_reference)
        if uprn is not None:
            _ask_where_unreadable(row, uprn.name, _read_written_uprn, "uprn_malformed")
    elif not reference.needed:
        _by_uprn(row, around, reference.name, uprn.name if uprn else "")
    postcode = mapping.column_of("postcode")
    if postcode is not None:
        _ask_where_unreadable(row, postcode.name, read_postcode, "postcode_malformed")


def _by_uprn(row: Row, around: Circumstances, reference: str, name: str) -> None:
    written = row.cells.get(name, "").strip().removeprefix("'")
    uprn = row.text(name)
    if absent(written):
        row.refuse(reference, "missing")
    elif uprn is None:
        row.refuse(name, "uprn_malformed")
    elif not around.known.stands("home", uprn):
        row.refuse(name, "unknown_property")
    else:
        row.values["uprn"] = uprn


def _read_written_uprn(text: str) -> str:
    return read_uprn(text.strip().removeprefix("'"))


def _ask_where_unreadable(row: Row, name: str, read: Callable[[str], str], code: str) -> None:
    written = row.cells[name]
    if absent(written.removeprefix("'")):
        return
    try:
        read(written)
    except CellRefused:
        row.ask(name, code)
