"""What is asked about an appointment in whatever style it came; each style names the column to ask at.

The checks read the values under the names of the plain style.
"""

from collections.abc import Mapping

from server.domain.imports.columns import Check, Row
from server.domain.imports.known import Circumstances


def bank_holidays_asked_at(name: str) -> Check:
    def ask_about_bank_holidays(row: Row, around: Circumstances) -> None:
        start = row.moment("slot_start")
        if start and start.london_day in around.bank_holidays and row.values["kind"] != "emergency":
            row.ask(name, "bank_holiday")

    return ask_about_bank_holidays


def operatives_asked_at(names: Mapping[str, str]) -> Check:
    """`names` gives, for the operative and the second operative, the column that names them."""

    def ask_about_operatives(row: Row, around: Circumstances) -> None:
        for plain, name in names.items():
            _ask_about_operative(row, row.text(plain), name, around)

    return ask_about_operatives


def person_asked_at(name: str) -> Check:
    def ask_about_person(row: Row, around: Circumstances) -> None:
        person = around.known.people.get(row.text("person_id") or "")
        start = row.moment("slot_start")
        if person and start and person.tenure_to and person.tenure_to < start.london_day:
            row.ask(name, "person_left")

    return ask_about_person


def _ask_about_operative(row: Row, key: str | None, name: str, around: Circumstances) -> None:
    operative = around.known.operatives.get(key or "")
    start = row.moment("slot_start")
    if operative is None:
        return
    if start and operative.left_on and operative.left_on < start.london_day:
        row.ask(name, "operative_left")
    if operative.contractor_code != row.text("contractor_code"):
        row.ask(name, "operative_of_other_firm")
