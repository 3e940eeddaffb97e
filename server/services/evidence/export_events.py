"""Read the journal back, byte for byte: one JSON line a row."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from server.storage import journal
from server.storage.database import db

_PAGE = 500


def export_events(*, landlord_id: str, device_id: str | None = None) -> Iterator[bytes]:
    """Every row, or one phone's, in the order of the journal. `status` and `code` are those in force now."""
    connection = db.session.connection()
    position = 0
    while rows := journal.rows_after(connection, landlord_id, position, _PAGE):
        position = rows[-1].position
        wanted = [row for row in rows if device_id in (None, row.device_id)]
        ruled = journal.latest_rulings(connection, [row.envelope_sha256 for row in wanted])
        for row in wanted:
            yield orjson.dumps(_line(row, ruled.get(row.envelope_sha256)))


def _line(row: Any, ruling: journal.Ruling | None) -> dict[str, Any]:
    return {
        "device_id": row.device_id,
        "epoch": row.epoch,
        "seq": row.seq,
        "id": row.event_id,
        "prev": row.prev,
        "hash": row.hash,
        "status": ruling.status if ruling else row.status,
        "code": ruling.code if ruling else row.code,
        "received_at": _written(row.received_at),
        **_body(row),
        "erased_at": None if row.erased_at is None else _written(row.erased_at),
        "kept_sha256": row.kept_sha256,
        "kept_sig": row.kept_sig,
        "sig": row.sig,
        "first_status": row.status,
        "first_code": row.code,
        "position": row.position,
        "sent_by_device": row.sent_by_device,
    }


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _body(row: Any) -> dict[str, Any]:
    """`body` where it is UTF-8, else `body_base64`; null where it was erased, and what is left where a part was."""
    if row.body is None:
        return {"body": None}
    content = bytes(row.body)
    try:
        return {"body": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(content).decode()}
