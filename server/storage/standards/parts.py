"""Each visit's part in the standards, and the counts of each day: a part goes out of its count as another comes in."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from server.domain.standards.counted import APPOINTMENT, Counted
from server.storage.insertion import insert_many
from server.storage.tables.standards import StandardCount, StandardPart

Row = dict[str, Any]
Key = tuple[str, str, str, int]
_PARTS, _COUNTS = cast(Table, StandardPart.__table__), cast(Table, StandardCount.__table__)
_KEY = ("subject_kind", "subject_id", "standard", "part")
_COUNTED_BY = ("day", "standard", "firm_id", "sort", "verdict", "code")


def hold(connection: Connection, landlord_id: str) -> None:
    """One counts at a time: two would deadlock over a day's counts. SQLite's write transaction is such a lock."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(f"standards:{landlord_id}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def as_row(landlord_id: str, one: Counted, case_id: str) -> Row:
    return {
        "landlord_id": landlord_id,
        "subject_kind": one.subject.kind,
        "subject_id": one.subject.id,
        "standard": one.standard,
        "part": one.part,
        "case_id": case_id,
        "firm_id": one.subject.firm,
        "day": one.day,
        "sort": one.subject.sort[:20],
        "verdict": one.verdict,
        "code": one.code[:40],
        "look_at": one.look_at,
    }


def of_cases(
    connection: Connection, landlord_id: str, cases: Collection[str], appointments: Collection[str]
) -> list[Row]:
    """The parts that stand of these cases, and of these appointments where they stood under another case.

    Two questions: asked as one, the database would look through all of a landlord's parts.
    """
    found = _stored(connection, landlord_id, _PARTS.c.case_id.in_(cases))
    found += of_subjects(connection, landlord_id, APPOINTMENT, appointments)
    return list({_key(row): row for row in found}.values())


def of_subjects(connection: Connection, landlord_id: str, kind: str, names: Collection[str]) -> list[Row]:
    return _stored(connection, landlord_id, (_PARTS.c.subject_kind == kind) & _PARTS.c.subject_id.in_(names))


def _stored(connection: Connection, landlord_id: str, which: Any) -> list[Row]:
    query = select(_PARTS).where(_PARTS.c.landlord_id == landlord_id, which)
    return [dict(row) for row in connection.execute(query).mappings()]


def exchange(connection: Connection, landlord_id: str, before: Sequence[Row], after: Sequence[Row]) -> int:
    """Write only what differs, parts and counts alike; returns how many parts changed."""
    old, new = {_key(row): row for row in before}, {_key(row): row for row in after}
    out = [row for key, row in old.items() if new.get(key) != row]
    into = [row for key, row in new.items() if old.get(key) != row]
    if out:
        mine = [_PARTS.c.landlord_id == landlord_id, *(_PARTS.c[name] == bindparam(f"b_{name}") for name in _KEY)]
        keys = [{f"b_{name}": row[name] for name in _KEY} for row in out]
        connection.execute(delete(_PARTS).where(*mine), keys)
    insert_many(connection, _PARTS, into)
    change = Counter(_place(row) for row in into)
    change.subtract(_place(row) for row in out)
    _move_counts(connection, landlord_id, {place: count for place, count in change.items() if count})
    return max(len(out), len(into))


def _key(row: Mapping[str, Any]) -> Key:
    return row["subject_kind"], row["subject_id"], row["standard"], row["part"]


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _COUNTED_BY)


def _move_counts(connection: Connection, landlord_id: str, change: Mapping[tuple[Any, ...], int]) -> None:
    """Add what came and take what went; a count of none is no row, so that a rebuild gives the same rows."""
    if not change:
        return
    rows = [
        {
            "landlord_id": landlord_id,
            **dict(zip(_COUNTED_BY, place, strict=True)),
            "month": month(place[0]),
            "counted": n,
        }
        for place, n in sorted(change.items())
    ]
    statement: Any = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(_COUNTS)
    keys = [column.name for column in _COUNTS.primary_key]
    more = {"counted": _COUNTS.c.counted + statement.excluded.counted}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=more), rows)
    days = {place[0] for place, n in change.items() if n < 0}
    if days:
        empty = (_COUNTS.c.landlord_id == landlord_id, _COUNTS.c.day.in_(days), _COUNTS.c.counted == 0)
        connection.execute(delete(_COUNTS).where(*empty))


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def forget(connection: Connection, landlord_id: str) -> None:
    """Parts and counts of a landlord, before they are made anew."""
    for table in (_PARTS, _COUNTS):
        connection.execute(delete(table).where(table.c.landlord_id == landlord_id))


def add(connection: Connection, rows: Iterable[Row]) -> None:
    """Parts that nobody has counted yet; `count_all` does."""
    insert_many(connection, _PARTS, list(rows))


def count_all(connection: Connection, landlord_id: str) -> None:
    """Every count from the parts; the database adds up, so that memory does not hang on how many they are."""
    names = ("landlord_id", *_COUNTED_BY)
    day = _PARTS.c.day
    if connection.dialect.name == "postgresql":
        in_month: Any = func.to_char(day, "YYYY-MM")
    else:
        in_month = func.strftime("%Y-%m", day)
    columns = [_PARTS.c[name] for name in names]
    query = select(*columns, in_month, func.count()).where(_PARTS.c.landlord_id == landlord_id).group_by(*columns)
    connection.execute(insert(_COUNTS).from_select([*names, "month", "counted"], query))


def all_counts(connection: Connection, landlord_id: str) -> Iterator[tuple[Any, ...]]:
    """Every count in one order, for comparing."""
    query = select(_COUNTS).where(_COUNTS.c.landlord_id == landlord_id).order_by(*_COUNTS.primary_key)
    for row in connection.execute(query):
        yield tuple(row)
