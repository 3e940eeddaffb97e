"""Appointments in the style of Civica: a printed report saved from a spreadsheet, in capitals.

The property reference finds the home; a ruined UPRN or postcode beside it is then only asked about.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time

from server.domain.imports.cells import read_code, read_postcode, read_uprn
from server.domain.imports.columns import Column, Row, Sheet, absent, ask_phone
from server.domain.imports.foreign_cells import (
    moment_at,
    read_spreadsheet_day,
    read_spreadsheet_time,
    translated,
)
from server.domain.imports.known import Circumstances
from server.domain.imports.phones import read_phone
from server.domain.imports.problems import CellRefused
from server.domain.imports.sheets.appointment_questions import bank_holidays_asked_at, operatives_asked_at

FIRMS = {
    "BROOK HEATING": "BRK",
    "BROOK HEATING LTD": "BRK",
    "SAXLINGFEN BLDG SVCS": "SAX",
    "SAXLINGFEN BUILDING SERVICES": "SAX",
    "TOLLGATE & DUNNOCK LTD": "TOL",
    "TOLLGATE AND DUNNOCK LTD": "TOL",
}
STATUSES = {
    "BOOKED": "booked",
    "CANCELLED": "cancelled",
    "COMPLETE": "attended",
    "FAILED": "not_attended",
    "NO ACCESS": "no_access",
    "REBOOKED": "moved",
}
PRIORITIES = {"ROUTINE 28 DAY": "R28", "PLANNED": "P90", "EMERGENCY 24HR": "E24"}
KINDS = {"R28": "routine", "P90": "planned", "E24": "emergency"}

_ORDER = re.compile(r"R0*(\d{1,10})/0*(\d{1,4})", re.ASCII)


def read_order(text: str) -> str:
    """R104092/01: the job and the visit; the answer is written 104092/1."""
    match = _ORDER.fullmatch(text.strip())
    if match is None:
        raise CellRefused("job_malformed")
    return f"{match[1]}/{match[2]}"


def order_key(cells: Mapping[str, str]) -> str:
    order = cells.get("ORDER NO", "").strip()
    try:
        return "" if absent(order) else read_order(order)
    except CellRefused:
        return order


def furniture(cells: Sequence[str]) -> bool:
    """An empty line, the header again, the total or the last line of the report."""
    first = cells[0].strip()
    return not any(cell.strip() for cell in cells) or first in ("ORDER NO", "TOTAL ORDERS") or first.startswith("***")


def _find_home(row: Row, around: Circumstances) -> None:
    """By the reference where there is one, else by a UPRN that can be read."""
    reference, uprn = row.text("PROP REF"), row.cells["UPRN"].strip().removeprefix("'")
    _ask_where_unreadable(row, "POSTCODE", row.cells["POSTCODE"], "postcode_malformed")
    if reference is not None:
        row.values["uprn"] = around.known.homes_by_reference.get(reference)
        _ask_where_unreadable(row, "UPRN", uprn, "uprn_malformed")
    elif absent(uprn):
        row.refuse("PROP REF", "missing")
    else:
        row.values["uprn"] = row.values["UPRN"]


def _ask_where_unreadable(row: Row, name: str, written: str, code: str) -> None:
    reader = read_postcode if name == "POSTCODE" else read_uprn
    if absent(written):
        return
    try:
        reader(written)
    except CellRefused:
        row.ask(name, code)


def _find_operative(row: Row, around: Circumstances) -> None:
    """Two people may share a name: the one of the appointment's firm is meant, if there is just one."""
    name = row.text("OPERATIVE")
    if name is None:
        return
    found = around.known.operatives_by_name.get(name, ())
    own = [key for key in found if around.known.operatives[key].contractor_code == row.values["CONTRACTOR"]]
    if len(own) == 1 or (not own and len(found) == 1):
        row.values["operative_id"] = (own or list(found))[0]
    elif found:
        row.refuse("OPERATIVE", "unknown_operative")


def _as_plain(row: Row, around: Circumstances) -> None:
    values, order = row.values, row.text("ORDER NO") or ""
    values.update(
        appointment_id=order,
        job_number=order.partition("/")[0],
        repair_root=None,
        uprn=None,
        person_id=None,
        contractor_code=values["CONTRACTOR"],
        operative_id=None,
        second_operative_id=None,
        trade=None,
        sor_code=None,
        description=values["ORDER DESCRIPTION"],
        kind=KINDS.get(row.text("PRIORITY") or ""),
        priority=values["PRIORITY"],
        raised_on=None,
        people_required=None,
        agreed_with_tenant=None,
        agreed_on=None,
        written_notice_sent_on=None,
        status=values["STATUS"],
        notes=None,
        slot_start=None,
        slot_end=None,
    )
    _find_home(row, around)
    _find_operative(row, around)
    _times_as_moments(row)


def _times_as_moments(row: Row) -> None:
    """The date and the two times; a serial date may carry the first of them itself."""
    found = row.values["APPT DATE"]
    if not isinstance(found, tuple):
        return
    day, carried = found
    start = row.values["FROM"] or carried
    if start is None:
        if not row.refused("FROM"):
            row.refuse("FROM", "missing")
        return
    end = row.values["TO"]
    _put_moment(row, "slot_start", "FROM", (day, start))
    _put_moment(row, "slot_end", "TO", (day, end))
    if isinstance(end, time) and isinstance(start, time) and end < start:
        row.refuse("TO", "end_before_start")


def _put_moment(row: Row, plain: str, name: str, stated: tuple[date, object]) -> None:
    day, clock = stated
    if not isinstance(clock, time):
        return
    try:
        moment = moment_at(day, clock)
    except CellRefused as refused:
        row.refuse(name, refused.code)
        return
    row.values[plain] = moment
    if moment.ambiguous:
        row.ask(name, "time_ambiguous")


def _forgiving_uprn(text: str) -> str | None:
    """A spreadsheet may have put an apostrophe in front, or ruined the number: the reference finds the home."""
    uprn = text.strip().removeprefix("'")
    try:
        return read_uprn(uprn)
    except CellRefused:
        return None


def read_name(text: str) -> str:
    """SURNAME, FIRST NAME in capitals, however it is spaced."""
    return " ".join(text.upper().split())


CIVICA = Sheet(
    kind="appointment",
    style="civica",
    key=order_key,
    furniture=furniture,
    columns=(
        Column("ORDER NO", read_order, needed=True),
        Column("PROP REF", read_code, names="home_reference"),
        Column("UPRN", _forgiving_uprn),
        Column("ADDRESS"),
        Column("TOWN"),
        Column("POSTCODE"),
        Column("CUSTOMER"),
        Column("TEL", read_phone, ask=ask_phone),
        Column("CONTRACTOR", translated(FIRMS, unknown="unknown_contractor"), needed=True, names="firm"),
        Column("OPERATIVE", read_name, names="operative_name"),
        Column("APPT DATE", read_spreadsheet_day, needed=True),
        Column("FROM", read_spreadsheet_time),
        Column("TO", read_spreadsheet_time),
        Column("PRIORITY", translated(PRIORITIES), needed=True),
        Column("ORDER DESCRIPTION"),
        Column("EST VALUE"),
        Column("STATUS", translated(STATUSES), needed=True),
    ),
    checks=(_as_plain, bank_holidays_asked_at("APPT DATE"), operatives_asked_at({"operative_id": "OPERATIVE"})),
)
