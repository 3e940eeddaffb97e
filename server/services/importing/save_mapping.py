"""Keeps a landlord's own mapping from a day on; nothing that was imported before changes by it."""

from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.imports.mapping.reading import StyleMapping, as_written
from server.domain.imports.sheets.known_sheets import SHEETS
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.importing import mappings
from server.storage.people import audit


@dataclass(frozen=True)
class WantedMapping:
    """A mapping that was read and checked, the day from which it holds, and why."""

    mapping: StyleMapping
    starts_on: date
    reason: str


def save_mapping(landlord_id: str, wanted: WantedMapping, *, by: str, clock: Clock) -> None:
    """Raises DoorstepError where there is no reason, or the columns are those of a file in the plain style."""
    if not wanted.reason:
        raise DoorstepError("reason_missing", "Say why the mapping is changed.")
    names = sorted(column.name for column in wanted.mapping.columns)
    if any(names == sorted(sheet.header) for sheet in SHEETS):
        raise DoorstepError("mapping_is_wrong", "These are the columns of Doorstep's plain style; it needs no mapping.")
    written = as_written(wanted.mapping)
    new = mappings.NewMapping(
        mapping_id=str(uuid7()),
        landlord_id=landlord_id,
        starts_on=wanted.starts_on,
        reason=wanted.reason,
        by=by,
        at=clock.now(),
        written=written,
    )
    with transaction():
        mappings.add(new)
        subject = audit.Subject("import_mapping", wanted.mapping.style)
        after: dict[str, object] = {"starts_on": wanted.starts_on.isoformat(), "mapping": written}
        audit.record(landlord_id, subject, "mapping_saved", by=by, at=clock.now(), after=after, reason=wanted.reason)
