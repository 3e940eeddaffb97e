"""contractors.csv and operatives.csv in Doorstep's plain style: the firms and their people."""

from server.domain.imports.cells import read_code, read_email, read_list
from server.domain.imports.clock_times import read_day
from server.domain.imports.columns import Column, Sheet, ask_email, ask_mobile, ask_phone, in_order, key_in
from server.domain.imports.phones import read_phone

FIRMS = Sheet(
    kind="firm",
    style="doorstep",
    key=key_in("contractor_code"),
    columns=(
        Column("contractor_code", read_code, needed=True),
        Column("name", needed=True),
        Column("phone", read_phone, ask=ask_phone),
        Column("out_of_hours_phone", read_phone, ask=ask_phone),
        Column("email", read_email, ask=ask_email),
        Column("address"),
    ),
)

OPERATIVES = Sheet(
    kind="operative",
    style="doorstep",
    key=key_in("operative_id"),
    columns=(
        Column("operative_id", read_code, needed=True),
        Column("full_name", needed=True),
        Column("contractor_code", read_code, needed=True, names="firm"),
        Column("trades", read_list),
        Column("mobile", read_phone, ask=ask_mobile),
        Column("email", read_email, ask=ask_email),
        Column("badge_number", read_code),
        Column("badge_expires_on", read_day),
        Column("started_on", read_day),
        Column("left_on", read_day),
    ),
    checks=(in_order("started_on", "left_on"),),
)
