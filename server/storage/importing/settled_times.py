"""Puts a clock time that comes twice to the one of its two instants that a person says is meant."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from server.domain.imports.clock_times import LONDON, london_moment
from server.storage.database import Tables, db
from server.storage.importing.import_record import standings
from server.storage.importing.mappings import in_force
from server.storage.tables.imports import ImportedRow
from server.storage.tables.register import Appointment, VisitHistory

_APPOINTMENT = {
    "slot_start": ("slot_start_at",),
    "slot_time": ("slot_start_at",),
    "slot_end": ("slot_end_at",),
    "slot_time_end": ("slot_end_at",),
    "slot": ("slot_start_at", "slot_end_at"),
}
_NOW = {"slot_start_at": "now_start_at", "slot_end_at": "now_end_at"}
_HISTORY = {
    "agreed_start": ("agreed_start_at",),
    "agreed_end": ("agreed_end_at",),
    "arrived_at": ("arrived_from_at", "arrived_to_at"),
    "left_at": ("left_from_at", "left_to_at"),
    "notice_sent_at": ("notice_sent_at",),
    "notice_new_time": ("notice_new_at",),
    "told_at": ("told_at",),
    "recorded_at": ("recorded_at",),
}


@dataclass(frozen=True)
class Pin:
    """Which cell of which imported row, and whether the later of its two instants is meant."""

    landlord_id: str
    kind: str
    key: str
    field: str
    later: bool


@dataclass(frozen=True)
class Settled:
    """What a settled time has changed, and the appointment it concerns."""

    appointment_id: str
    before: dict[str, object]
    after: dict[str, object]


def pin_time(pin: Pin) -> Settled | None:
    """Change the row inside the caller's transaction; None where there is nothing to change."""
    row: Tables | None
    if pin.kind == "history":
        row, names = db.session.get(VisitHistory, (pin.landlord_id, pin.key)), _HISTORY.get(pin.field, ())
        return _pin(row, names, pin.later) if row is not None else None
    said = standings(pin.landlord_id, pin.kind, [pin.key]).get(pin.key)
    appointment_id = (said.stands_for if said else "") or pin.key
    row = db.session.get(Appointment, (pin.landlord_id, appointment_id))
    if row is None:
        return None
    changed = _pin(row, _APPOINTMENT.get(_meaning(pin), ()), pin.later)
    if changed is not None:
        row.rev += 1
    return changed


def _meaning(pin: Pin) -> str:
    """What the column means in the style of its file; in the plain style its name says it."""
    style = db.session.scalar(
        select(ImportedRow.style).where(
            ImportedRow.landlord_id == pin.landlord_id, ImportedRow.kind == pin.kind, ImportedRow.key == pin.key
        )
    )
    for mapping in in_force(pin.landlord_id, date.max):
        if mapping.style == style:
            return next((column.means for column in mapping.columns if column.name == pin.field), pin.field)
    return pin.field


def _pin(row: Any, names: tuple[str, ...], later: bool) -> Settled | None:
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for name in names:
        stands = getattr(row, name)
        meant = _meant(stands, later) if stands is not None else None
        follows = _NOW.get(name)
        if follows and getattr(row, follows) == stands and meant is not None:
            setattr(row, follows, meant)
        if meant is not None and meant != stands:
            before[name], after[name] = str(stands), str(meant)
            setattr(row, name, meant)
    return Settled(row.appointment_id, before, after) if after else None


def _meant(stands: datetime, later: bool) -> datetime | None:
    """None where London's clocks showed this time only once."""
    both = london_moment(stands.astimezone(LONDON).replace(tzinfo=None, fold=0))
    return (both.latest if later else both.earliest) if both.ambiguous else None
