"""Keys with different contents in one file, kept side by side until a person chooses one of them, or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from server.domain.imports.fates import Place
from server.storage.database import db
from server.storage.importing.import_record import Source
from server.storage.tables.imports import ImportConflict


@dataclass(frozen=True)
class Choice:
    """One of the rows of a conflict."""

    place: Place
    digest: str
    cells: Mapping[str, str]


def queue(
    source: Source,
    found: Mapping[str, Sequence[Choice]],
    holds: Callable[[str], bool],
    *,
    as_of: datetime,
    at: datetime,
) -> None:
    """Put each conflict once: neither one that is open nor one of the same contents that a person has settled.

    An open conflict that the file no longer gives cause for, or gives another, is withdrawn.
    """
    there = {(row.key, row.digests): row for row in _of(source)}
    for key, choices in found.items():
        if (key, _digests(choices)) not in there:
            db.session.add(_row(source, key, choices, (as_of, at)))
    for (key, digests), row in there.items():
        still = key in found and _digests(found[key]) == digests
        if row.settled_at is None and holds(key) and not still:
            db.session.delete(row)


def open_ones(landlord_id: str, *, limit: int) -> list[ImportConflict]:
    query = select(ImportConflict).where(ImportConflict.landlord_id == landlord_id, ImportConflict.settled_at.is_(None))
    return list(db.session.scalars(query.order_by(ImportConflict.found_at, ImportConflict.conflict_id).limit(limit)))


def count_open(landlord_id: str) -> int:
    query = select(func.count()).select_from(ImportConflict)
    return (
        db.session.scalar(query.where(ImportConflict.landlord_id == landlord_id, ImportConflict.settled_at.is_(None)))
        or 0
    )


def find(landlord_id: str, conflict_id: str) -> ImportConflict | None:
    row = db.session.get(ImportConflict, conflict_id)
    return row if row is not None and row.landlord_id == landlord_id else None


def _of(source: Source) -> list[ImportConflict]:
    query = select(ImportConflict).where(
        ImportConflict.landlord_id == source.landlord_id,
        ImportConflict.kind == source.kind,
        ImportConflict.style == source.style,
    )
    return list(db.session.scalars(query))


def _digests(choices: Sequence[Choice]) -> str:
    return ",".join(sorted(choice.digest for choice in choices))


def _row(source: Source, key: str, choices: Sequence[Choice], when: tuple[datetime, datetime]) -> ImportConflict:
    rows: list[dict[str, object]] = [
        {"row": one.place.row, "line": one.place.line, "digest": one.digest, "cells": dict(one.cells)}
        for one in choices
    ]
    as_of, at = when
    return ImportConflict(
        conflict_id=str(uuid7()),
        landlord_id=source.landlord_id,
        import_id=source.import_id,
        kind=source.kind,
        style=source.style,
        key=key,
        digests=_digests(choices),
        rows=rows,
        as_of_at=as_of,
        found_at=at,
    )
