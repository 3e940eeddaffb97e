"""The slots that may be offered, and where postcode districts lie: shipped files, a landlord's own rows over them."""

from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache
from typing import Any

import yaml
from sqlalchemy import select

from server.domain.booking.slots import SlotRow, checked_row, read_weekdays
from server.domain.booking.ways import Place
from server.storage.database import db
from server.storage.policy_files import POLICY_FOLDER
from server.storage.tables.booking import SlotOffering


@lru_cache(maxsize=1)
def shipped_rows() -> tuple[SlotRow, ...]:
    """Every dated row of `server/policies/slots.yaml`; a wrong one stops the start, not a booking."""
    slots = yaml.safe_load((POLICY_FOLDER / "slots.yaml").read_text(encoding="utf-8"))["slots"]
    return tuple(
        _shipped(code, slot["label"], day, row) for code, slot in slots.items() for day, row in slot["rows"].items()
    )


def own_rows(landlord_id: str) -> list[SlotRow]:
    """The landlord's own rows, in the order in which they were set."""
    query = select(SlotOffering).where(SlotOffering.landlord_id == landlord_id).order_by(SlotOffering.offering_id)
    labels = {row.code: row.label for row in shipped_rows()}
    return [_own(row, labels) for row in db.session.scalars(query)]


def own_offerings(landlord_id: str) -> list[SlotOffering]:
    """The landlord's own rows as they were set, the newest first, with who set them and when."""
    query = select(SlotOffering).where(SlotOffering.landlord_id == landlord_id)
    return list(db.session.scalars(query.order_by(SlotOffering.offering_id.desc())))


def add(offering: SlotOffering) -> None:
    db.session.add(offering)


@lru_cache(maxsize=1)
def districts() -> Mapping[str, Place]:
    """The middle of each known postcode district."""
    read = yaml.safe_load((POLICY_FOLDER / "districts.yaml").read_text(encoding="utf-8"))["districts"]
    return {name: (float(place[0]), float(place[1])) for name, place in read.items()}


def _shipped(code: str, label: str, day: date, row: Mapping[str, Any]) -> SlotRow:
    return checked_row(
        SlotRow(
            code=code,
            label=label,
            from_on=day,
            starts=time.fromisoformat(row["from"]),
            ends=time.fromisoformat(row["to"]),
            weekdays=read_weekdays(row["days"]),
            offered=row["offered"],
            reference=row["reference"],
        )
    )


def _own(row: SlotOffering, labels: Mapping[str, str]) -> SlotRow:
    return SlotRow(
        code=row.code,
        label=labels.get(row.code, row.code),
        from_on=row.from_on,
        starts=time.fromisoformat(row.starts),
        ends=time.fromisoformat(row.ends),
        weekdays=tuple(row.weekdays),
        offered=row.offered,
        reference=row.reference,
    )
