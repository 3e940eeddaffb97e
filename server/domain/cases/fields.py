"""Strict reading of one JSON object: every refusal names the path of the wrong field.

Nothing is converted and nothing is guessed: true is not 1, 600.0 is not 600, and null is a value only
where the format says that a date or an instant may be null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import TypeVar

from server.domain.cases.instants import Instant, parse_day, parse_instant
from server.domain.errors import DoorstepError

Parsed = TypeVar("Parsed")
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LARGEST = 10**1000


class CaseDoesNotFit(DoorstepError):
    """A case that is not in the case format; `path` is the wrong field's, such as `people[0].tenure`."""

    def __init__(self, path: str, problem: str) -> None:
        where = path or "the case"
        super().__init__("case_does_not_fit", f"{where}: {problem}.", {"path": path, "problem": problem})
        self.path = path
        self.problem = problem


class RepeatedNames(dict[str, object]):
    """A JSON object in which a name stood twice; made by whoever parses JSON, refused here with its path."""

    repeated: str = ""


class Fields:
    """One object of the case, with the names it may have."""

    def __init__(self, raw: object, path: str, names: Collection[str]) -> None:
        if not isinstance(raw, dict):
            raise CaseDoesNotFit(path, "must be an object")
        self._raw = raw
        self._path = path
        if isinstance(raw, RepeatedNames):
            raise CaseDoesNotFit(self.path(raw.repeated), "stands twice in one object")
        for name in raw:
            if name not in names:
                raise CaseDoesNotFit(self.path(name), "is not a field of the case format")

    def path(self, name: str) -> str:
        shown = name if isinstance(name, str) and _PLAIN_NAME.fullmatch(name) else json.dumps(str(name))
        return f"{self._path}.{shown}" if self._path else shown

    def wrong(self, name: str, problem: str) -> CaseDoesNotFit:
        return CaseDoesNotFit(self.path(name), problem)

    def has(self, name: str) -> bool:
        return name in self._raw

    def text(self, name: str) -> str:
        value = self._needed(name)
        if not isinstance(value, str):
            raise self.wrong(name, "must be text")
        return value

    def text_if_given(self, name: str) -> str | None:
        return self.text(name) if self.has(name) else None

    def word(self, name: str, words: Collection[str]) -> str:
        value = self._needed(name)
        if not isinstance(value, str) or value not in words:
            raise self.wrong(name, f"must be one of: {', '.join(words)}")
        return value

    def flag(self, name: str, default: bool | None = None) -> bool:
        value = self._needed(name) if default is None else self._raw.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, "must be true or false")
        return value

    def whole(self, name: str, default: int | None = None, at_least: int = 0) -> int:
        value = self._needed(name) if default is None else self._raw.get(name, default)
        if type(value) is not int or not at_least <= value < _LARGEST:
            raise self.wrong(name, f"must be a whole number, {at_least} or more")
        return value

    def instant(self, name: str) -> Instant:
        return self._parsed(name, self._needed(name), parse_instant)

    def instant_if_given(self, name: str) -> Instant | None:
        value = self._raw.get(name)
        return None if value is None else self._parsed(name, value, parse_instant)

    def day(self, name: str) -> date:
        return self._parsed(name, self._needed(name), parse_day)

    def day_if_given(self, name: str) -> date | None:
        value = self._raw.get(name)
        return None if value is None else self._parsed(name, value, parse_day)

    def rows(self, name: str, *, optional: bool = False) -> Iterator[tuple[object, str]]:
        """Yield each element of an array with its path."""
        value = self._raw.get(name, []) if optional else self._needed(name)
        if not isinstance(value, list):
            raise self.wrong(name, "must be an array")
        for index, row in enumerate(value):
            yield row, f"{self.path(name)}[{index}]"

    def _needed(self, name: str) -> object:
        if name not in self._raw:
            raise self.wrong(name, "is missing")
        return self._raw[name]

    def raw(self, name: str) -> object:
        return self._raw[name]

    def _parsed(self, name: str, value: object, parse: Callable[[str], Parsed]) -> Parsed:
        if not isinstance(value, str):
            raise self.wrong(name, "must be text in the form of a day or an instant")
        try:
            return parse(value)
        except ValueError as problem:
            raise self.wrong(name, str(problem)) from None


def refuse_repeats(ids: Collection[tuple[str, str]], what: str) -> None:
    """Refuse the second of two (id, path) pairs with one id."""
    seen: set[str] = set()
    for one, path in ids:
        if one in seen:
            raise CaseDoesNotFit(path, f"is the id of another {what} too")
        seen.add(one)
