"""Appointments in the style of Orchard: padded text, slots by name, job numbers with leading zeros."""

import re
from collections.abc import Mapping
from datetime import date, time

from server.domain.imports.cells import read_code, read_count, read_uprn
from server.domain.imports.columns import Column, Row, Sheet, absent, ask_phone
from server.domain.imports.foreign_cells import (
    moment_at,
    read_british_day,
    read_clock,
    read_padded,
    read_padded_job,
    translated,
)
from server.domain.imports.known import Circumstances
from server.domain.imports.phones import read_phone
from server.domain.imports.problems import CellRefused
from server.domain.imports.sheets.appointment_questions import bank_holidays_asked_at, operatives_asked_at

FIRMS = {"BROOKHTG": "BRK", "SAXBLDG": "SAX", "TOLLDUN": "TOL"}
STATUSES = {
    "BK": "booked",
    "CP": "attended",
    "NA": "no_access",
    "CX": "cancelled",
    "RB": "moved",
    "FA": "not_attended",
}
KINDS = {"E24": "emergency", "R28": "routine", "P90": "planned"}
TRADES = {
    "CP": "carpentry",
    "DM": "damp",
    "DR": "drainage",
    "EL": "electrical",
    "GH": "heating",
    "GS": "gas",
    "PL": "plumbing",
    "PS": "plastering",
    "RF": "roofing",
    "WD": "windows",
}
SLOTS = {"AM": (time(8), time(12)), "PM": (time(12), time(17)), "ALL DAY": (time(8), time(17))}
_WRITTEN_SLOT = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)

Slot = tuple[time, time | None]


def read_slot(text: str) -> Slot:
    """AM, PM, ALL DAY, 0800-1000 or a single 0930, in any case."""
    named = SLOTS.get(text.strip().upper())
    if named is not None:
        return named
    match = _WRITTEN_SLOT.fullmatch(text.strip())
    if match is None:
        raise CellRefused("slot_unreadable")
    return read_clock(match[1]), read_clock(match[2]) if match[2] else None


def job_and_visit(cells: Mapping[str, str]) -> str:
    """Both parts of the key; a job number is the same with and without its leading zeros."""
    job, visit = cells.get("JOBNO", "").strip(), cells.get("VISIT", "").strip()
    return "" if absent(job) or absent(visit) else f"{job.lstrip('0')}/{visit}"


def _as_plain(row: Row, around: Circumstances) -> None:
    job, values = row.text("JOBNO"), row.values
    values.update(
        appointment_id=job_and_visit(row.cells),
        job_number=job,
        repair_root=values["ORIGJOB"],
        uprn=values["UPRN"],
        person_id=None,
        contractor_code=values["CONTR"],
        operative_id=values["OPCODE"],
        second_operative_id=None,
        trade=values["TRADE"],
        sor_code=None,
        description=values["JOBDESC"],
        kind=KINDS.get(row.text("PRI") or ""),
        priority=values["PRI"],
        raised_on=values["RAISED"],
        people_required=None,
        agreed_with_tenant=None,
        agreed_on=None,
        written_notice_sent_on=None,
        status=values["STATUS"],
        notes=values["NOTES"],
        slot_start=None,
        slot_end=None,
    )
    _slot_as_moments(row)


def _slot_as_moments(row: Row) -> None:
    day, slot = row.values["APPTDATE"], row.values["APPTSLOT"]
    if not isinstance(day, date) or not isinstance(slot, tuple):
        return
    start, end = slot
    try:
        row.values["slot_start"] = moment_at(day, start)
        row.values["slot_end"] = moment_at(day, end) if end else None
    except CellRefused as refused:
        row.refuse("APPTSLOT", refused.code)
        return
    if end and end < start:
        row.refuse("APPTSLOT", "end_before_start")
    if any(moment and moment.ambiguous for moment in (row.moment("slot_start"), row.moment("slot_end"))):
        row.ask("APPTSLOT", "time_ambiguous")


ORCHARD = Sheet(
    kind="appointment",
    style="orchard",
    key=job_and_visit,
    columns=(
        Column("JOBNO", read_padded_job, needed=True),
        Column("VISIT", read_count, needed=True),
        Column("ORIGJOB", read_padded_job),
        Column("PROPADDR", read_padded),
        Column("UPRN", read_uprn, needed=True, names="home"),
        Column("TENNAME", read_padded),
        Column("TENTEL", read_phone, ask=ask_phone),
        Column("CONTR", translated(FIRMS, unknown="unknown_contractor"), needed=True, names="firm"),
        Column("OPCODE", read_code, names="operative"),
        Column("TRADE", translated(TRADES)),
        Column("PRI", translated({word: word for word in KINDS}), needed=True),
        Column("APPTDATE", read_british_day, needed=True),
        Column("APPTSLOT", read_slot, needed=True),
        Column("RAISED", read_british_day),
        Column("STATUS", translated(STATUSES), needed=True),
        Column("JOBDESC", read_padded),
        Column("NOTES", read_padded),
    ),
    checks=(_as_plain, bank_holidays_asked_at("APPTDATE"), operatives_asked_at({"operative_id": "OPCODE"})),
)
