"""appointments.csv in Doorstep's plain style: what was promised, to whom, by whom, for when."""

from server.domain.imports.cells import read_code, read_count, read_job, read_uprn, read_yes_no, word
from server.domain.imports.clock_times import read_day, read_moment
from server.domain.imports.columns import Column, Row, Sheet, ask_ambiguous, in_order, key_in
from server.domain.imports.known import Circumstances
from server.domain.imports.sheets.appointment_questions import (
    bank_holidays_asked_at,
    operatives_asked_at,
    person_asked_at,
)

STATUSES = ("booked", "attended", "no_access", "cancelled", "moved", "not_attended")


def ask_about_a_second_operative(row: Row, around: Circumstances) -> None:
    """Past appointments are asked about too: who was to come decides money later."""
    if row.values["people_required"] == 2 and row.text("operative_id") and not row.text("second_operative_id"):
        row.ask("second_operative_id", "two_people_one_operative")


APPOINTMENTS = Sheet(
    kind="appointment",
    style="doorstep",
    key=key_in("appointment_id"),
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
        bank_holidays_asked_at("slot_start"),
        operatives_asked_at({"operative_id": "operative_id", "second_operative_id": "second_operative_id"}),
        ask_about_a_second_operative,
        person_asked_at("person_id"),
    ),
)
