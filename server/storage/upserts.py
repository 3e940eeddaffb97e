"""Rows put into a table by their key: added where new, changed where different, untouched where the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import RowMapping, Table, select, update

from server.storage.database import Tables, db


@dataclass(frozen=True)
class Change:
    """One changed row: only the columns that differ, before and after."""

    key: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass
class Upserted:
    added: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)


def upsert(
    entity: type[Tables], landlord_id: str, key: str, rows: Sequence[Mapping[str, Any]], *, keep: Iterable[str] = ()
) -> Upserted:
    """Put rows with different keys inside the caller's transaction; `keep` names columns never changed."""
    table = cast(Table, entity.__table__)
    before = _standing(table, landlord_id, key, [row[key] for row in rows])
    result = Upserted()
    fresh = []
    for row in rows:
        old = before.get(row[key])
        if old is None:
            fresh.append({"landlord_id": landlord_id, **row})
            result.added.append(row[key])
        elif change := _difference(row[key], old, row, frozenset(keep)):
            _apply(table, landlord_id, key, change)
            result.changed.append(change)
    if fresh:
        db.session.connection().execute(table.insert(), fresh)
    return result


def _standing(table: Table, landlord_id: str, key: str, keys: Sequence[str]) -> dict[str, RowMapping]:
    query = select(table).where(table.c.landlord_id == landlord_id, table.c[key].in_(keys))
    return {row[key]: row for row in db.session.connection().execute(query).mappings()}


def _difference(key: str, old: RowMapping, new: Mapping[str, Any], keep: frozenset[str]) -> Change | None:
    names = [name for name in new if name not in keep and old[name] != new[name]]
    if not names:
        return None
    return Change(key, {name: old[name] for name in names}, {name: new[name] for name in names})


def _apply(table: Table, landlord_id: str, key: str, change: Change) -> None:
    statement = update(table).where(table.c.landlord_id == landlord_id, table.c[key] == change.key)
    db.session.connection().execute(statement.values(**change.after))
