"""Every projection as plain values, so that two of them can be held side by side."""

from typing import Any

from sqlalchemy import select

from server.storage import visits
from server.storage.database import db
from server.storage.phones import devices

Rows = dict[str, dict[Any, dict[str, Any]]]

# When a row was last written, and how often, is not what it says.
_PASSING = {"changed_at", "rev", "heard_at", "head_seq", "head_hash", "pending_events", "pending_blobs"}
_TABLES = {
    "visit_events": (visits.EVENTS, ("envelope_sha256",)),
    "visit_states": (visits.STATES, ("visit_id",)),
    "blob_references": (visits.REFERENCES, ("envelope_sha256", "sha256")),
    "device_heads": (devices.HEADS, ("device_id", "epoch")),
}


def projections() -> Rows:
    """Each table by its key."""
    found: Rows = {}
    for name, (table, key) in _TABLES.items():
        rows = db.session.execute(select(table)).mappings()
        found[name] = {
            tuple(row[part] for part in key): {column: row[column] for column in row if column not in _PASSING}
            for row in rows
        }
    return found
