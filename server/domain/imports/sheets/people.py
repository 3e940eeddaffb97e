"""people.csv in Doorstep's plain style: who lives where, since when, and how to reach them."""

from server.domain.imports.cells import read_code, read_email, read_language, read_uprn, read_yes_no, word
from server.domain.imports.clock_times import read_day
from server.domain.imports.columns import Column, Row, Sheet, ask_email, ask_mobile, ask_phone, in_order, key_in
from server.domain.imports.known import Circumstances
from server.domain.imports.phones import read_phone

TENURES = ("tenant", "leaseholder", "shared_owner", "licensee", "applicant", "other")
FORMATS = ("standard", "large_print", "braille", "audio", "easy_read")
CHANNELS = ("sms", "email", "phone", "letter", "push")


def _has_a_home(row: Row, around: Circumstances) -> None:
    if row.values["uprn"] is None and not row.refused("uprn") and row.values["tenure"] != "applicant":
        row.refuse("uprn", "missing")


def _has_a_name(row: Row, around: Circumstances) -> None:
    """One name is enough: not everybody has two."""
    if row.values["first_name"] is None and row.values["last_name"] is None:
        row.refuse("last_name", "missing")


PEOPLE = Sheet(
    kind="person",
    style="doorstep",
    key=key_in("person_id"),
    columns=(
        Column("person_id", read_code, needed=True),
        Column("title"),
        Column("first_name"),
        Column("last_name"),
        Column("tenure", word(*TENURES), needed=True),
        Column("role", word("main", "joint", "acts_for"), needed=True),
        Column("tenancy_ref", read_code),
        Column("uprn", read_uprn, names="home"),
        Column("tenure_from", read_day, needed=True),
        Column("tenure_to", read_day),
        Column("language", read_language),
        Column("interpreter", read_yes_no),
        Column("format", word(*FORMATS)),
        Column("needs_what_to_do"),
        Column("preferred_channel", word(*CHANNELS)),
        Column("mobile", read_phone, ask=ask_mobile),
        Column("landline", read_phone, ask=ask_phone),
        Column("email", read_email, ask=ask_email),
        Column("acts_for", read_code, names="person"),
    ),
    checks=(_has_a_home, _has_a_name, in_order("tenure_from", "tenure_to")),
)
