"""lone_working_register.csv in Doorstep's plain style: what to do differently at a home, and until when."""

from datetime import date

from server.domain.imports.cells import read_code, read_uprn, word
from server.domain.imports.clock_times import read_day
from server.domain.imports.columns import Column, Row, Sheet, in_order, key_in
from server.domain.imports.known import Circumstances

KINDS = ("two_people", "no_visit_to_home", "information", "contact_first")


def read_review_day(text: str) -> date | None:
    """`indefinite` is no date, but a flag is not thrown away for it: a person is asked for one."""
    return None if text.strip().casefold() == "indefinite" else read_day(text)


def _is_about_somebody(row: Row, around: Circumstances) -> None:
    if all(row.values[name] is None and not row.refused(name) for name in ("person_id", "uprn")):
        row.refuse("person_id", "missing")


def ask_about_review(row: Row, around: Circumstances) -> None:
    if row.values["ended_on"] is not None or row.refused("review_on"):
        return
    review_on = row.day("review_on")
    if review_on is None:
        row.ask("review_on", "review_missing")
    elif review_on < around.today:
        row.ask("review_on", "review_overdue")


def ask_about_household(row: Row, around: Circumstances) -> None:
    """A flag is about people: it must not fall on those who moved in after it was set."""
    if row.values["ended_on"] is not None:
        return
    person = around.known.people.get(row.text("person_id") or "")
    if person and person.tenure_to and person.tenure_to < around.today:
        row.ask("person_id", "person_left")
    if row.text("person_id") is None and _everybody_is_new(row, around):
        row.ask("uprn", "household_changed")


def _everybody_is_new(row: Row, around: Circumstances) -> bool:
    set_on = row.day("set_on")
    household = around.known.households.get(row.text("uprn") or "", ())
    now = [one for one in household if one.tenure_to is None or one.tenure_to >= around.today]
    moved_in = [one.tenure_from for one in now if one.lives_there]
    return bool(moved_in) and all(set_on and day and day > set_on for day in moved_in)


REGISTER = Sheet(
    kind="flag",
    style="doorstep",
    key=key_in("flag_id"),
    columns=(
        Column("flag_id", read_code, needed=True),
        Column("kind", word(*KINDS), needed=True),
        Column("what_to_do", needed=True),
        Column("reason_restricted"),
        Column("person_id", read_code, names="person"),
        Column("uprn", read_uprn, names="home"),
        Column("set_by"),
        Column("set_on", read_day, needed=True),
        Column("letter_sent_on", read_day),
        Column("review_on", read_review_day),
        Column("ended_on", read_day),
    ),
    checks=(_is_about_somebody, in_order("set_on", "ended_on"), ask_about_review, ask_about_household),
)
