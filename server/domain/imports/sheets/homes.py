"""properties.csv in Doorstep's plain style."""

from server.domain.imports.cells import read_code, read_count, read_postcode, read_uprn, word
from server.domain.imports.clock_times import read_day
from server.domain.imports.columns import Column, Sheet, in_order, key_in

HOMES = Sheet(
    kind="home",
    style="doorstep",
    key=key_in("uprn"),
    columns=(
        Column("uprn", read_uprn, needed=True),
        Column("property_ref", read_code),
        Column("address_line_1", needed=True),
        Column("address_line_2"),
        Column("address_line_3"),
        Column("town"),
        Column("postcode", read_postcode, needed=True),
        Column("property_type", word("house", "flat", "bungalow", "maisonette")),
        Column("bedrooms", read_count),
        Column("heating", word("gas", "electric", "oil", "heat_pump")),
        Column("managed_from", read_day),
        Column("managed_to", read_day),
        Column("access_note"),
    ),
    checks=(in_order("managed_from", "managed_to"),),
)
