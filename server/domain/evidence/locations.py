"""Where somebody stood as they recorded: what is left of a record once that has come to its end (data.md, Retention).

Where an operative stood is kept for a time and then taken out of the record, which stays. The record's hash, and all
that rests on it, stands as before, but is no longer that of what is left: so the server signs what is left.
"""

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from server.domain.events import parse_body

_WHERE = ("lat", "lon")


def without_location(body: bytes) -> bytes | None:
    """The record without where it was made, as JSON; None where it does not say where, or cannot be read.

    How exact the fix was and when stays under `geo_erased`: that there was one supports the record as before.
    """
    if b'"geo"' not in body:
        return None
    try:
        read, _ = parse_body(body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if read is None or not isinstance(read.get("geo"), dict):
        return None
    fix = {name: value for name, value in read["geo"].items() if name not in _WHERE}
    left = {name: value for name, value in read.items() if name != "geo"} | {"geo_erased": fix}
    return json.dumps(left, separators=(",", ":")).encode("ascii")


def has_fix(body: Mapping[str, Any]) -> bool:
    """Whether a fix stands beside the record, or stood there until its end."""
    return body.get("geo") is not None or body.get("geo_erased") is not None


def words_to_sign(envelope_sha256: str, kept_sha256: str) -> str:
    """What the server signs to vouch that this is what is left of the record that it received."""
    return f"doorstep without location 1\n{envelope_sha256}\n{kept_sha256}"


def kept_since(today: date, months: int) -> date | None:
    """The first day whose locations are still kept; None where `months` is 0 and they have no end."""
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if months == 0 or years < 1:
        return None
    return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))
