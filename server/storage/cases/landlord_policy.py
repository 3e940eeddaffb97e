"""A landlord's own policy values and settings: dated rows, each with reason and person, laid over what is shipped."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from server.storage.database import db
from server.storage.prepared import Prepared
from server.storage.tables.decisions import PolicyOverride

OVERRIDES = cast(Table, PolicyOverride.__table__)

POLICY_VALUES = ("cap_pence_per_day", "threshold_more_than")

# Settings of the server around the rule, with the values they ship with.
AROUND_THE_RULE: dict[str, str | int] = {
    "offline_time_trust": "asserted_unless_disputed",
    "wait_for_phone_hours": 24,
    "second_person_above_pence": 20_000,
    "recharge_answer_working_days": 10,
    "goodwill_up_to_pence": 0,
    "standards_target_percent": 0,
    "requested_visit_working_days": 0,
    "urgent_visit_hours": 0,
    "locations_kept_months": 12,
}


@dataclass(frozen=True)
class LandlordPolicy:
    """What is laid over the shipped policy on a day. `values` and `settings` are as the case format writes them."""

    values: list[dict[str, Any]]
    settings: dict[str, Any]
    around: dict[str, Any]


_OF_LANDLORD = Prepared(
    select(OVERRIDES.c.name, OVERRIDES.c.value, OVERRIDES.c.starts_on)
    .where(OVERRIDES.c.landlord_id == bindparam("landlord"))
    .order_by(OVERRIDES.c.starts_on, OVERRIDES.c.override_id)
)


def policy_on(landlord_id: str, day: date) -> LandlordPolicy:
    """The values of every day, and the settings in force on this one; of two rows with one date the later stands."""
    db.session.flush()
    values: dict[tuple[str, date], Any] = {}
    settings: dict[str, Any] = {}
    for row in _OF_LANDLORD.named(db.session.connection(), {"landlord": landlord_id}):
        if row.name in POLICY_VALUES:
            values[(row.name, row.starts_on)] = row.value
        elif row.starts_on <= day:
            settings[row.name] = row.value
    around = {name: settings.pop(name, shipped) for name, shipped in AROUND_THE_RULE.items()}
    rows = [{"from": starts_on.isoformat(), name: value} for (name, starts_on), value in sorted(values.items())]
    return LandlordPolicy(rows, settings, around)
