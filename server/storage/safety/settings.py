"""The settings of lone working on a day: the dated values that are shipped, and the landlord's own laid over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml
from sqlalchemy import Table, bindparam, select
from sqlalchemy.engine import Connection

from server.domain.safety.settings import NAMES, SafetySettings, put_together
from server.storage.database import db
from server.storage.policy_files import POLICY_FOLDER, PolicyFileIsWrong
from server.storage.prepared import Prepared
from server.storage.tables.safety import SafetyValue

VALUES = cast(Table, SafetyValue.__table__)
_FILE = POLICY_FOLDER / "lone_working" / "safety.yaml"


@dataclass(frozen=True)
class Shipped:
    """A value as it is shipped: from its day on, with the clause or reason it rests on."""

    starts_on: date
    value: int | str
    reference: str


@dataclass(frozen=True)
class SettingLine:
    """One setting as the console shows it."""

    name: str
    label: str
    now: int | str
    shipped: int | str
    reference: str


@lru_cache(maxsize=4)
def shipped(path: Path = _FILE) -> Mapping[str, tuple[str, tuple[Shipped, ...]]]:
    """(label, values in order of their days) by name; raises PolicyFileIsWrong where one is missing or unfounded."""
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {name: (_label(path, name, raw), _dated(path, name, raw)) for name, raw in read["values"].items()}
    if set(found) != set(NAMES):
        raise PolicyFileIsWrong(path, "values", f"must be exactly: {', '.join(NAMES)}")
    return found


def _label(path: Path, name: str, raw: Mapping[str, Any]) -> str:
    label = raw.get("label")
    if not isinstance(label, str) or not label.strip():
        raise PolicyFileIsWrong(path, name, "has no label")
    return label


def _dated(path: Path, name: str, raw: Mapping[str, Any]) -> tuple[Shipped, ...]:
    rows = []
    for day, row in raw["values"].items():
        if not isinstance(day, date) or not str(row.get("reference") or "").strip():
            raise PolicyFileIsWrong(path, f"{name}: {day}", "has no day or no reference to what it rests on")
        rows.append(Shipped(day, row["value"], row["reference"]))
    if not rows:
        raise PolicyFileIsWrong(path, name, "has no dated value")
    return tuple(sorted(rows, key=lambda one: one.starts_on))


def settings_on(connection: Connection, landlord_id: str, day: date) -> SafetySettings:
    """The settings in force; one query."""
    return put_together({name: line.now for name, line in _lines(connection, landlord_id, day).items()})


def lines_on(landlord_id: str, day: date) -> list[SettingLine]:
    """Every setting with what is in force and what is shipped."""
    return list(_lines(db.session.connection(), landlord_id, day).values())


def changes(landlord_id: str) -> list[SafetyValue]:
    """The landlord's own values, newest first."""
    query = select(SafetyValue).where(SafetyValue.landlord_id == landlord_id).order_by(SafetyValue.value_id.desc())
    return list(db.session.scalars(query))


_OWN = Prepared(
    select(VALUES.c.name, VALUES.c.value, VALUES.c.reference)
    .where(VALUES.c.landlord_id == bindparam("landlord"), VALUES.c.starts_on <= bindparam("day"))
    .order_by(VALUES.c.starts_on, VALUES.c.value_id)
)


def _lines(connection: Connection, landlord_id: str, day: date) -> dict[str, SettingLine]:
    own = {row.name: row for row in _OWN.named(connection, {"landlord": landlord_id, "day": day})}
    found = {}
    for name, (label, rows) in shipped().items():
        base = [row for row in rows if row.starts_on <= day][-1:]
        if not base:
            raise PolicyFileIsWrong(_FILE, name, f"has no value in force on {day.isoformat()}")
        mine = own.get(name)
        now, reference = (mine.value, mine.reference) if mine else (base[0].value, base[0].reference)
        found[name] = SettingLine(name, label, now, base[0].value, reference)
    return found
