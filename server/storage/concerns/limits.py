"""The limits of the hazard clocks: those of `server/policies/hazards.yaml`, and the landlord's own dated ones beside.

Of all rows of a name the latest that has begun is in force: a later row of the law goes before an older one of ours.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import yaml
from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from server.domain.concerns.limits import NAMES, Limits
from server.domain.parameters import DatedValue, Parameter
from server.storage.database import db
from server.storage.policy_files import POLICY_FOLDER, PolicyFileIsWrong, read_parameters
from server.storage.tables.concerns import HazardLimit

LIMITS = cast(Table, HazardLimit.__table__)
_FILE = POLICY_FOLDER / "hazards.yaml"


@lru_cache
def shipped() -> Limits:
    """Raises PolicyFileIsWrong where a limit is missing, or one is named that nothing uses."""
    found = read_parameters(_FILE)
    if set(found) != set(NAMES):
        raise PolicyFileIsWrong(_FILE, "values", f"must be exactly: {', '.join(NAMES)}")
    return Limits(found)


@lru_cache
def labels() -> Mapping[str, str]:
    """What each limit is, in words."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["values"]
    return {name: str(read[name]["label"]) for name in NAMES}


def limits_of(connection: Connection, landlord_id: str) -> Limits:
    """The limits that hold for this landlord's homes."""
    query = (
        select(LIMITS.c.name, LIMITS.c.starts_on, LIMITS.c.value, LIMITS.c.reference)
        .where(LIMITS.c.landlord_id == landlord_id)
        .order_by(LIMITS.c.limit_id)
    )
    own: dict[str, list[DatedValue]] = {}
    for name, starts_on, value, reference in connection.execute(query):
        own.setdefault(name, []).append(DatedValue(starts_on, value, reference))
    return Limits({name: _together(one, own.get(name, [])) for name, one in shipped().parameters.items()})


def _together(shipped_one: Parameter, own: list[DatedValue]) -> Parameter:
    rows = sorted([*shipped_one.values, *own], key=lambda row: row.starts_on)
    return Parameter(shipped_one.name, tuple(rows))


def changes(landlord_id: str) -> list[HazardLimit]:
    """The landlord's own rows, newest first."""
    query = select(HazardLimit).where(HazardLimit.landlord_id == landlord_id).order_by(HazardLimit.limit_id.desc())
    return list(db.session.scalars(query))
