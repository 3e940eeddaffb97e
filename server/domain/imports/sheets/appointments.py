"""appointments.csv in Doorstep's plain style: what was promised, to whom, by whom, for when."""

from server.domain.imports.cells import read_code, read_count, read_job, read_uprn, read_yes_no, word
from server.domain.imports.clock_times import read_day, read_moment
from server.domain.imports.columns import Column, Row, Sheet, ask_ambiguous, in_order
from server.domain.imports.known import Circumstances

STATUSES = ("booked", "attended", "no_access", "cancelled", "moved", "not_attended")


def ask_about_bank_holidays(row: Row, around: Circumstances) -> None:
    start = row.moment("slot_start")
    if start and start.london_day in around.bank_holidays and row.values["kind"] != "emergency":
        row.ask("slot_start", "bank_holiday")


def ask_about_operatives(row: Row, around: Circumstances) -> None:
    for name in ("operative_id", "second_operative_id"):
        _ask_about_operative(row, name, around)
    if row.values["people_required"] == 2 and row.text("operative_id") and not row.text("second_operative_id"):
        row.ask("second_operative_id", "two_people_one_operative")


def _ask_about_operative(row: Row, name: str, around: Circumstances) -> None:
    operative = around.known.operatives.get(row.text(name) or "")
    start = row.moment("slot_start")
    if operative is None:
        return
    if start and operative.left_on and operative.left_on < start.london_day:
        row.ask(name, "operative_left")
    if operative.contractor_code != row.text("contractor_code"):
        row.ask(name, "operative_of_other_firm")


def ask_about_person(row: Row, around: Circumstances) -> None:
    person = around.known.people.get(row.text("person_id") or "")
    start = row.moment("slot_start")
    if person and start and person.tenure_to and person.tenure_to < start.london_day:
        row.ask("person_id", "person_left")


APPOINTMENTS = Sheet(
    kind="appointment",
    style="doorstep",
    key="appointment_id",
    columns=(
        Column("appointment_id", read_code, needed=True),
        Column("job_number", read_job, needed=True),
        Column("repair_root", read_job),
        Column("uprn", read_uprn, needed=True, names="home"),
        Column("person_id", read_code, names="person"),
        Column("contractor_code", read_code, needed=True, names="firm"),
        Column("operative_id", read_code, names="operative"),
        Column("second_operative_id", read_code, names="operative"),
        Column("trade", read_code),
        Column("sor_code", read_code),
        Column("description"),
        Column("kind", word("routine", "planned", "emergency"), needed=True),
        Column("priority", word("R28", "P90", "E24")),
        Column("raised_on", read_day),
        Column("slot_start", read_moment, needed=True, ask=ask_ambiguous),
        Column("slot_end", read_moment, ask=ask_ambiguous),
        Column("people_required", read_count),
        Column("agreed_with_tenant", read_yes_no),
        Column("agreed_on", read_day),
        Column("written_notice_sent_on", read_day),
        Column("status", word(*STATUSES), needed=True),
        Column("notes"),
    ),
    checks=(
        in_order("slot_start", "slot_end"),
        ask_about_bank_holidays,
        ask_about_operatives,
        ask_about_person,
    ),
)
