"""Parses the JSON of case files: what JSON readers usually let pass in silence is kept for refusal by path."""

from __future__ import annotations

import json
from collections.abc import Sequence

from server.domain.cases.fields import RepeatedNames
from server.domain.errors import DoorstepError


class CaseFileIsNotJson(DoorstepError):
    """Bytes that are not one JSON object or an array of objects."""

    def __init__(self, problem: str) -> None:
        super().__init__("case_file_is_not_json", f"{problem}.", {"problem": problem})


def read_case_json(content: bytes) -> list[object]:
    """Return the cases that a file holds, not yet checked; a lone object is a list of one."""
    found = _parsed(_decoded(content))
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        return [found]
    raise CaseFileIsNotJson("the file must be one JSON object or an array of objects")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise CaseFileIsNotJson(f"the file is not UTF-8 (byte {cause.start})") from cause


def _parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_with_repeats)
    except json.JSONDecodeError as cause:
        where = f"line {cause.lineno}, column {cause.colno}"
        raise CaseFileIsNotJson(f"the file is not JSON: {cause.msg} at {where}") from cause
    except RecursionError as cause:
        raise CaseFileIsNotJson("the file is nested too deeply") from cause
    except ValueError as cause:
        raise CaseFileIsNotJson("the file has a number with too many digits") from cause


def _with_repeats(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    repeats = RepeatedNames(found)
    repeats.repeated = next(name for name in names if names.count(name) > 1)
    return repeats
