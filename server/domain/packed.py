"""How rows of evidence are written into a pack: plain JSON, every time with where it comes from."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

JOURNAL_FIELDS = (
    *("landlord_id", "position", "envelope_sha256", "device_id", "epoch", "seq", "event_id", "prev", "hash", "sig"),
    *("body_sha256", "sent_by_device", "visit_id", "status", "code", "clock", "chain_hash"),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def journal_row(row: Any) -> dict[str, Any]:
    """A journal row without its content: all that the server's chain covers."""
    said = {name: getattr(row, name) for name in JOURNAL_FIELDS}
    return {**said, "received_us": (row.received_at - _EPOCH) // timedelta(microseconds=1)}


def erased_location(row: Any) -> dict[str, Any] | None:
    """That the place where it was recorded came to its end: the hash of what is left, and our signature over it."""
    if row.kept_sha256 is None:
        return None
    return {"at": written(row.erased_at), "kept_sha256": row.kept_sha256, "sig": row.kept_sig}


def written(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, always to the microsecond, so that texts sort as times do."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def event_times(row: Any, anchor_id: object) -> dict[str, Any]:
    """Both intervals of an accepted event and where each end comes from."""
    estimate = row.clock.get("estimate")
    is_received = abs(row.hard_to_at - row.received_at) <= timedelta(milliseconds=1)
    return {
        "received_at": written(row.received_at),
        "hard": {
            "from": written(row.hard_from_at),
            "to": written(row.hard_to_at),
            "from_source": "issue of our last anchor in this chain, or the phone's enrolment",
            "to_source": "receipt of the event" if is_received else "receipt of a head or an event that covers it",
        },
        "asserted": {
            "from": written(row.asserted_from_at),
            "to": written(row.asserted_to_at),
            "source": "the phone's monotonic clock between its contacts with us",
        },
        "estimate": None if estimate is None else [written(_at(ms)) for ms in estimate],
        "clock_suspect": row.clock.get("suspect"),
        "phone_clock": written(_at(row.wall_ms)),
        "time_zone": row.clock.get("tz"),
        "anchor_id": anchor_id if isinstance(anchor_id, str) else None,
        "witness": _witness(row.clock),
        "tenant_code": row.clock.get("code"),
        "signed": row.signed,
        "after_gap": row.after_gap,
    }


def _witness(clock: Mapping[str, Any]) -> dict[str, Any] | None:
    found = clock.get("witness")
    if not isinstance(found, Mapping):
        return None
    span = {"from": written(_at(found["from_ms"])), "until": written(_at(found["until_ms"]))}
    return {**span, "by": found["by"], "source": "the code of this minute on the tenant's page"}


def rulings(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """What was decided later, oldest first."""
    return [
        {"status": row.status, "code": row.code, "at": written(row.at), "by": row.by, "reason": row.reason}
        for row in rows
    ]


def _at(milliseconds: float) -> datetime | None:
    """A phone may claim any number; one that is no time is left out."""
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
