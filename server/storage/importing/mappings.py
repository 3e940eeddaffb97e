"""The styles a landlord's files may have: those we bring, in `server/imports`, and the landlord's own, dated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from server.domain.imports.columns import Sheet
from server.domain.imports.mapping.reading import StyleMapping, read_mapping
from server.domain.imports.mapping.sheets import sheet_of
from server.domain.imports.sheets.known_sheets import SHEETS
from server.storage.database import db
from server.storage.tables.imports import ImportMapping

FOLDER = Path(__file__).resolve().parent.parent.parent / "imports"


@dataclass(frozen=True)
class NewMapping:
    """A mapping as a person saves it; it holds from `starts_on` for files whose extract ran on that day or later."""

    mapping_id: str
    landlord_id: str
    starts_on: date
    reason: str
    by: str
    at: datetime
    written: Mapping[str, Any]


def sheets_in_force(landlord_id: str, on: date) -> tuple[Sheet, ...]:
    """The plain sheets, then the landlord's own styles, then those we bring; the first that fits a header is it."""
    return (*SHEETS, *(sheet_of(mapping) for mapping in in_force(landlord_id, on)))


def in_force(landlord_id: str, on: date) -> list[StyleMapping]:
    """The newest of each style of the landlord's own, then ours, which an own one of that name takes the place of."""
    own = {row.style: read_mapping(row.content) for row in _of(landlord_id) if row.starts_on <= on}
    return [*own.values(), *(mapping for style, mapping in shipped().items() if style not in own)]


def find(landlord_id: str, style: str, on: date) -> StyleMapping | None:
    return next((one for one in in_force(landlord_id, on) if one.style == style), None)


def history(landlord_id: str) -> list[ImportMapping]:
    """Every mapping that was ever saved, the newest first."""
    return _of(landlord_id)[::-1]


def add(new: NewMapping) -> None:
    """Keep a mapping for ever; a later one of its style takes its place from its day on."""
    db.session.add(
        ImportMapping(
            mapping_id=new.mapping_id,
            landlord_id=new.landlord_id,
            style=str(new.written["style"]),
            starts_on=new.starts_on,
            content=dict(new.written),
            reason=new.reason,
            made_by=new.by,
            made_at=new.at,
        )
    )


@lru_cache(maxsize=1)
def shipped() -> dict[str, StyleMapping]:
    """The styles that come with the product, one file each."""
    found = [read_mapping(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.yaml"))]
    return {mapping.style: mapping for mapping in found}


def _of(landlord_id: str) -> list[ImportMapping]:
    query = select(ImportMapping).where(ImportMapping.landlord_id == landlord_id)
    return list(db.session.scalars(query.order_by(ImportMapping.starts_on, ImportMapping.made_at)))
