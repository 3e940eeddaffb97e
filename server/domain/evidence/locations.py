"""Where somebody stood as they recorded: what is left of a record once that has come to its end (data.md, Retention).

Where an operative stood is kept for a time and then taken out of the record, which stays. The record's hash, and all
that rests on it, stands as before, but is no longer that of what is left: so the server signs what is left.
"""

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from server.domain.events import parse_body

_ERASED = "geo_erased"
_OF_THE_FIX = ("acc_m", "fix_ms")


class _Number(str):
    """The digits of a number: read as a float, 1e400 is none."""


_AS_WRITTEN = json.JSONDecoder(parse_int=_Number, parse_float=_Number)


def without_location(body: bytes) -> bytes | None:
    """The record without where it was made, every other byte as it was; None where there is nothing to take out.

    How exact the fix was and when stays under `geo_erased`: that there was one supports the record as before. What
    cannot be read, or has a `geo_erased` of its phone's own, stays whole.
    """
    if b"geo" not in body and b"\\u" not in body:
        return None
    try:
        text = body.decode("utf-8")
        read, code = parse_body(text)
        members = [] if read is None else _members(text)
    except (UnicodeDecodeError, RecursionError):
        return None
    given = [one for one in members if one.name == "geo" and one.value is not None]
    if not given or any(one.name == _ERASED for one in members):
        return None
    stands = next(one for one in reversed(members) if one.name == "geo")
    left = text
    for one in reversed(given):
        left = f'{left[: one.start]}"{_ERASED}":{_fix(one.value) if one is stands else "null"}{left[one.end :]}'
    return left.encode("utf-8") if parse_body(left)[1] == code else None


class _Member(NamedTuple):
    """One member of a JSON object, and where it stands in the text. Of a name given twice the last counts."""

    name: str
    value: Any
    start: int
    end: int


def _members(text: str) -> list[_Member]:
    """The members of the object that this text is; its numbers stay as they are written."""
    found = []
    at = _after_space(text, _after_space(text, 0) + 1)
    while text[at] != "}":
        name, after = _AS_WRITTEN.raw_decode(text, at)
        value, end = _AS_WRITTEN.raw_decode(text, _after_space(text, _after_space(text, after) + 1))
        found.append(_Member(name, value, at, end))
        at = _after_space(text, end)
        at = _after_space(text, at + 1) if text[at] == "," else at
    return found


def _after_space(text: str, at: int) -> int:
    while text[at] in " \t\n\r":
        at += 1
    return at


def _fix(geo: Any) -> str:
    """How exact the fix was and when, as the phone wrote it."""
    kept = {name: geo.get(name) for name in _OF_THE_FIX} if isinstance(geo, dict) else {}
    return "{" + ",".join(f'"{name}":{value}' for name, value in kept.items() if isinstance(value, _Number)) + "}"


def has_fix(body: Mapping[str, Any]) -> bool:
    """Whether a fix stands beside the record, or stood there until its end."""
    return body.get("geo") is not None or body.get(_ERASED) is not None


def words_to_sign(envelope_sha256: str, kept_sha256: str) -> str:
    """What the server signs to vouch that this is what is left of the record that it received."""
    return f"doorstep without location 1\n{envelope_sha256}\n{kept_sha256}"


def kept_since(today: date, months: int) -> date | None:
    """The first day whose locations are still kept; None where `months` is 0 and they have no end."""
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if months == 0 or years < 1:
        return None
    return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))
