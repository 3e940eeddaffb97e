"""Appointments as objects with names like those of the HACT standard, told by their paths."""

from datetime import date, time

from server.domain.imports.cells import read_code, read_job, read_postcode, read_uprn
from server.domain.imports.clock_times import LONDON, Moment, read_day, read_moment
from server.domain.imports.columns import Column, Row, Sheet, absent, ask_phone, key_in
from server.domain.imports.foreign_cells import translated
from server.domain.imports.known import Circumstances
from server.domain.imports.phones import read_phone
from server.domain.imports.problems import CellRefused
from server.domain.imports.sheets.appointment_questions import (
    bank_holidays_asked_at,
    operatives_asked_at,
    person_asked_at,
)

KEY = "appointment.reference[0].id"
JOB = "workOrder.reference[0].id"
ROOT = "workOrder.relatedWorkOrder[0].id"
RAISED = "workOrder.dateRaised"
DESCRIPTION = "workOrder.descriptionOfWork"
PRIORITY = "workOrder.priority.priorityCode"
TRADE = "workOrder.workElement[0].trade[0].customName"
SOR_CODE = "workOrder.workElement[0].rateScheduleItem[0].customCode"
FIRM = "workOrder.assignedToPrimary.organization.reference[0].id"
STATUS = "workOrder.status.code"
WINDOW = "appointment.arrivalWindow.name"
START = "appointment.arrivalWindow.earliest"
END = "appointment.arrivalWindow.latest"
HOME = "site.property[0].propertyReference"
UPRN = "site.property[0].reference[0].id"
POSTCODE = "site.property[0].address.postalCode"
PERSON = "customer.person[0].reference[0].id"
PHONE = "customer.person[0].communication[0].value"
OPERATIVE = "operativesAssigned[0].identification.number"
SECOND = "operativesAssigned[1].identification.number"

KINDS = {"1": "emergency", "2": "routine", "3": "planned"}
PRIORITIES = {"emergency": "E24", "routine": "R28", "planned": "P90"}
STATUSES = {
    "30": "cancelled",
    "50": "attended",
    "70": "not_attended",
    "80": "moved",
    "90": "booked",
    "1000": "no_access",
}
WINDOWS = {
    "AM": (time(8), time(12)),
    "PM": (time(12), time(17)),
    "ALL DAY": (time(8), time(17)),
    "SCHOOL RUN": (time(9, 30), time(14, 30)),
}


def read_london_day(text: str) -> date:
    """A day, or the London day of an instant."""
    return read_moment(text).london_day if "T" in text else read_day(text)


def _as_plain(row: Row, around: Circumstances) -> None:
    values = row.values
    start, end = row.moment(START), row.moment(END)
    kind = row.text(PRIORITY)
    values.update(
        appointment_id=values[KEY],
        job_number=values[JOB],
        repair_root=values[ROOT],
        uprn=around.known.homes_by_reference.get(row.text(HOME) or ""),
        person_id=values[PERSON],
        contractor_code=values[FIRM],
        operative_id=values[OPERATIVE],
        second_operative_id=values[SECOND],
        trade=values[TRADE],
        sor_code=values[SOR_CODE],
        description=values[DESCRIPTION],
        kind=kind,
        priority=PRIORITIES.get(kind or ""),
        raised_on=values[RAISED],
        people_required=2 if values[SECOND] else None,
        agreed_with_tenant=None,
        agreed_on=None,
        written_notice_sent_on=None,
        status=values[STATUS],
        notes=None,
        slot_start=start,
        slot_end=end if end != start else None,
    )
    if start and end and end.latest < start.earliest:
        row.refuse(END, "end_before_start")
    elif start and end:
        _ask_about_window(row, start, end)


def _ask_about_window(row: Row, start: Moment, end: Moment) -> None:
    """A window's name means London's clock, whatever offset its instants were written with."""
    name = row.text(WINDOW)
    if name is None:
        return
    shown = tuple(moment.earliest.astimezone(LONDON).time() for moment in (start, end))
    if WINDOWS.get(name.strip().upper()) != shown:
        row.ask(WINDOW, "window_name_disagrees")


def _ask_about_home(row: Row, around: Circumstances) -> None:
    for name, read, code in ((UPRN, read_uprn, "uprn_malformed"), (POSTCODE, read_postcode, "postcode_malformed")):
        if absent(row.cells[name]):
            continue
        try:
            read(row.cells[name])
        except CellRefused:
            row.ask(name, code)


HACT = Sheet(
    kind="appointment",
    style="hact",
    key=key_in(KEY),
    columns=(
        Column(KEY, read_code, needed=True),
        Column(JOB, read_job, needed=True),
        Column(ROOT, read_job),
        Column(RAISED, read_london_day),
        Column(DESCRIPTION),
        Column(PRIORITY, translated(KINDS), needed=True),
        Column(TRADE, read_code),
        Column(SOR_CODE, read_code),
        Column(FIRM, read_code, needed=True, names="firm"),
        Column(STATUS, translated(STATUSES), needed=True),
        Column(WINDOW),
        Column(START, read_moment, needed=True),
        Column(END, read_moment),
        Column(HOME, read_code, needed=True, names="home_reference"),
        Column(UPRN),
        Column(POSTCODE),
        Column(PERSON, read_code, names="person"),
        Column(PHONE, read_phone, ask=ask_phone),
        Column(OPERATIVE, read_code, names="operative"),
        Column(SECOND, read_code, names="operative"),
        Column("object"),
    ),
    checks=(
        _as_plain,
        _ask_about_home,
        bank_holidays_asked_at(START),
        operatives_asked_at({"operative_id": OPERATIVE, "second_operative_id": SECOND}),
        person_asked_at(PERSON),
    ),
)
