"""The facts a phone may record: their types, fields and versions.

A body is checked by hand, because this stands on the path of every event. Fields nobody knows are kept, never
refused; a field of the wrong kind quarantines its own event and no other.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN_TYPE = "unknown_type"
BAD_SCHEMA = "bad_schema"

NO_ACCESS_REASONS = frozenset({"nobody_in", "only_minors", "declined", "no_id"})
CHANNELS = frozenset({"phone", "in_person", "sms", "push"})
SPOKEN_CHANNELS = frozenset({"phone", "in_person"})
CONCERN_SUBJECTS = frozenset({"property", "person"})

LATEST_WALL_MS = 253_402_300_799_999
"""The last millisecond of year 9999: beyond it no calendar of ours can show a time."""

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class EventType:
    """`required` must be there and fit; `optional` may be missing or null. `day`: may lack a visit."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    day: bool = False
    version: int = 1


def check_body(body: Any) -> str | None:
    """None where the body may be applied, else the code of its quarantine."""
    if not isinstance(body, Mapping) or not isinstance(body.get("type"), str):
        return BAD_SCHEMA
    kind = TYPES.get(body["type"])
    version = body.get("v")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return BAD_SCHEMA
    if kind is None or version > kind.version:
        return UNKNOWN_TYPE
    if _frame_fits(body) and _visit_fits(body, kind) and _fields_fit(body["data"], kind):
        return None
    return BAD_SCHEMA


def parse_body(text: str) -> tuple[dict[str, Any] | None, str | None]:
    """The body of an exact JSON text and its quarantine code; no body where the text is no JSON object."""
    try:
        body = json.loads(text, parse_constant=_refuse_constant, parse_int=_whole_number)
    except (ValueError, RecursionError):
        return None, BAD_SCHEMA
    if not isinstance(body, dict):
        return None, BAD_SCHEMA
    return body, check_body(body)


def readable(value: Any) -> Any:
    """The same value fit for any database: NUL and half surrogates become U+FFFD. Not for the journal."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [readable(item) for item in value]
    if isinstance(value, dict):
        return {readable(key): readable(item) for key, item in value.items()}
    return value


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _whole_number(digits: str) -> int | float:
    """Beyond 64 bits as near as a float comes: no column and no other reader holds more. The journal has the digits."""
    number = int(digits)
    return number if -(2**63) <= number < 2**63 else float(digits)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_filled(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    if type(value) is int:
        return -(2**63) < value < 2**63
    return type(value) is float and math.isfinite(value)


def _is_minutes(value: Any) -> bool:
    return _is_number(value) and bool(0 < value <= 24 * 60)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_instant(value: Any) -> bool:
    """RFC 3339 text or milliseconds since 1970: clients of both kinds have shipped."""
    return _is_filled(value) or _is_wall(value)


def _is_wall(value: Any) -> bool:
    return _is_number(value) and bool(0 <= value <= LATEST_WALL_MS)


def _one_of(allowed: frozenset[str]) -> Check:
    return lambda value: isinstance(value, str) and value in allowed


def _frame_fits(body: Mapping[str, Any]) -> bool:
    return (
        _is_filled(body.get("actor_id"))
        and _clock_fits(body.get("at"))
        and _geo_fits(body.get("geo"))
        and _blobs_fit(body.get("blobs"))
        and (body.get("corrects") is None or _is_filled(body["corrects"]))
        and isinstance(body.get("data"), Mapping)
    )


def _visit_fits(body: Mapping[str, Any], kind: EventType) -> bool:
    visit_id = body.get("visit_id")
    if body["type"] == "corrected" and not body.get("corrects"):
        return False
    return kind.day if visit_id is None else _is_filled(visit_id)


def _fields_fit(fields: Mapping[str, Any], kind: EventType) -> bool:
    for name, check in kind.required.items():
        if not check(fields.get(name)):
            return False
    return _fit_where_given(fields, kind.optional)


def _fit_where_given(fields: Mapping[str, Any], checks: Mapping[str, Check]) -> bool:
    for name, check in checks.items():
        value = fields.get(name)
        if value is not None and not check(value):
            return False
    return True


_CLOCK: Mapping[str, Check] = {
    "tz_offset_min": _is_number,
    "tz": _is_text,
    "mono_ms": _is_number,
    "context_id": _is_text,
    "anchor_id": _is_text,
}


def _clock_fits(at: Any) -> bool:
    return isinstance(at, Mapping) and _is_wall(at.get("wall_ms")) and _fit_where_given(at, _CLOCK)


def _geo_fits(geo: Any) -> bool:
    if geo is None:
        return True
    if not isinstance(geo, Mapping) or not _is_number(geo.get("lat")) or not _is_number(geo.get("lon")):
        return False
    in_range = abs(geo["lat"]) <= 90 and abs(geo["lon"]) <= 180
    return in_range and all(geo.get(name) is None or _is_number(geo[name]) for name in ("acc_m", "fix_ms"))


def _blobs_fit(blobs: Any) -> bool:
    return blobs is None or (isinstance(blobs, list) and all(_blob_fits(blob) for blob in blobs))


def _blob_fits(blob: Any) -> bool:
    return (
        isinstance(blob, Mapping)
        and isinstance(blob.get("sha256"), str)
        and _SHA256.fullmatch(blob["sha256"]) is not None
        and _is_int(blob.get("size"))
        and 0 <= blob["size"] < 2**53
        and all(blob.get(name) is None or _is_text(blob[name]) for name in ("mime", "role"))
    )


def _type(required: Mapping[str, Check] | None = None, *, day: bool = False, **optional: Check) -> EventType:
    return EventType(required or {}, optional, day)


# The fields a decision rests on are required. The rest may be missing: the fold then says that nothing was
# recorded, which is better than setting a true record aside over an unanswered question.
TYPES: Mapping[str, EventType] = {
    "day_started": _type(uniform=_is_flag, badge=_is_flag, day=True),
    "visit_opened": _type({"reason": _is_text}, uprn=_is_text, appointment_id=_is_text),
    "flag_acknowledged": _type({"flag_id": _is_filled, "version": _is_int, "can_follow": _is_flag}),
    "travel_started": _type(eta=_is_instant),
    "told_new_time": _type({"new_start": _is_instant, "channel": _one_of(CHANNELS)}, new_end=_is_instant),
    "cannot_attend": _type({"reason": _is_text}, day=True),
    "arrived": _type(at_property=_is_flag),
    "id_shown": _type(),
    "id_missing": _type(),
    "witness_code": _type({"code": _is_text}),
    "access_given": _type({"adult_present": _is_flag, "consent": _is_flag}, emergency=_is_object),
    "no_access": _type({"reason": _one_of(NO_ACCESS_REASONS)}, card_left=_is_flag, card_number=_is_text),
    "too_few_people": _type(),
    "timer_started": _type({"minutes": _is_minutes}, day=True),
    "timer_extended": _type({"minutes": _is_minutes}, day=True),
    "check_in": _type(day=True),
    "alarm_raised": _type({"kind": _is_text}, day=True),
    "alarm_stood_down": _type(day=True),
    "customer_told": _type({"about": _is_text}),
    "damage_reported": _type(
        item=_is_text, room=_is_text, made_good=_is_flag, customer_told=_is_flag, remedy=_is_text, tenant_view=_is_text
    ),
    "concern_reported": _type(
        {"about": _one_of(CONCERN_SUBJECTS)},
        category=_is_text,
        seen=_is_text,
        danger_now=_is_flag,
        rang=_is_text,
        day=True,
    ),
    "photo_taken": _type(role=_is_text, day=True),
    "key_signed_out": _type({"key": _is_text}, day=True),
    "key_signed_in": _type({"key": _is_text}, day=True),
    "work_done": _type(),
    "work_not_done": _type({"reason": _is_text}),
    "follow_on_needed": _type(trade=_is_text, notes=_is_text),
    "summary_agreed": _type(),
    "tenant_remark": _type({"text": _is_text}),
    "message_answered": _type({"message_id": _is_filled, "text": _is_filled}),
    "left": _type(cleaned_up=_is_flag),
    "back_safe": _type(day=True),
    "corrected": _type(day=True),
}
