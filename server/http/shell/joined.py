"""The app's modules joined into a few files, by what is needed together. Every statement stays as it was written.

Each module becomes a function that is called once and returns what the module exports; its imports become names taken
from those results. A result is called by its module's number in the order of all: names that tell more would be half a
kilobyte that every phone fetches. What this could not promise to keep the same (a circle, a binding that changes) stops
the start.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

# Each takes all that its modules import but what one before it has. On a new phone the first screen is setting it up.
GROUPS = {
    "/app/joined/first.js": ["/app/app.js", "/app/screens/phone.js"],
    "/app/joined/work.js": ["/app/sync/work.js", "/app/sync/upload.js"],
    "/app/joined/rooms.js": [f"/app/screens/{room}.js" for room in ("visit", "door", "inside", "day")],
}

_FROM = r"""\s*from\s*['"](?P<from>[^'"]+)['"];?"""
_IMPORT = re.compile(r"^import\s*(?:\{(?P<names>[^}]*)\}|\*\s*as\s+(?P<whole>[\w$]+))" + _FROM, re.MULTILINE)
_PASSED_ON = re.compile(r"^export\s*\{(?P<names>[^}]*)\}" + _FROM, re.MULTILINE)
# A vendored module is one long line with its list of exports at the end.
_LISTED = re.compile(r"(?:^|(?<=[;}]))export\s*\{(?P<names>[^}]*)\};?", re.MULTILINE)
_DECLARED = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\b\*?|class\b|const\b)\s*(?P<name>[\w$]+))", re.MULTILINE)
_LATER = re.compile(r"\bimport\(\s*'(?P<from>\.[^']+)'\s*\)")
_LEFT_OVER = re.compile(r"^(?:import\b(?!\s*\()|export\b).*", re.MULTILINE)


class CannotJoin(Exception):
    """A module is written in a way that joining would not keep the same."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} cannot be joined with others: {why}")
        self.path = path
        self.why = why


def homes(modules: Mapping[str, str], groups: Mapping[str, Sequence[str]] = GROUPS) -> dict[str, str]:
    """The address of the joined file that each module goes out in, each module after those that it needs."""
    home: dict[str, str] = {}
    for address, entries in groups.items():
        for entry in entries:
            for path in _in_order(entry, modules):
                home.setdefault(path, address)
    return home


def joined(modules: Mapping[str, str], groups: Mapping[str, Sequence[str]] = GROUPS) -> dict[str, str]:
    """The text of each joined file by its address."""
    home = homes(modules, groups)
    needed = {path: _needs(path, modules[path]) for path in home}
    entries = {entry for group in groups.values() for entry in group}
    given = entries | {one for path in home for one in needed[path] if home[one] != home[path]}
    names = {path: f"${number:x}" for number, path in enumerate(home)}
    return {address: "".join(_lines(address, modules, _Plan(home, names, given))) for address in groups}


@dataclass(frozen=True)
class _Plan:
    """In which file each module goes out, what it is called there, and which are given to other files."""

    home: Mapping[str, str]
    names: Mapping[str, str]
    given: set[str]

    def called(self, paths: Iterable[str]) -> str:
        return ", ".join(self.names[path] for path in paths)


def _lines(address: str, modules: Mapping[str, str], plan: _Plan) -> Iterator[str]:
    home = plan.home
    inside = [path for path in home if home[path] == address]
    taken = {one for path in inside for one in _needs(path, modules[path]) if home[one] != address}
    for other in sorted({home[path] for path in taken}):
        yield f"import {{ {plan.called(path for path in sorted(taken) if home[path] == other)} }} from '{other}';\n"
    for path in inside:
        yield _as_function(path, modules[path], plan)
    yield f"export {{ {plan.called(path for path in inside if path in plan.given)} }};\n"


def _in_order(path: str, modules: Mapping[str, str], above: tuple[str, ...] = ()) -> Iterator[str]:
    """The module and all that it imports, each after what it needs; one that is needed twice comes twice."""
    if path in above:
        raise CannotJoin(path, "it imports itself in a circle")
    for needed in _needs(path, modules[path]):
        yield from _in_order(needed, modules, (*above, path))
    yield path


@lru_cache(maxsize=1024)
def _needs(path: str, text: str) -> tuple[str, ...]:
    """Asked of the same modules again and again, on the way to each that imports them."""
    found = [*_IMPORT.finditer(text), *_PASSED_ON.finditer(text)]
    return tuple(_resolved(path, match["from"]) for match in sorted(found, key=re.Match.start))


def _resolved(path: str, target: str) -> str:
    parts = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return str(PurePosixPath(*parts))


def _as_function(path: str, text: str, plan: _Plan) -> str:
    exports = [
        *(
            f"{there}: {_source(path, one, plan)}.{here}"
            for one in _PASSED_ON.finditer(text)
            for here, there in _pairs(one)
        ),
        *(f"{there}: {here}" for one in _LISTED.finditer(_PASSED_ON.sub("", text)) for here, there in _pairs(one)),
        *(one["name"] for one in _DECLARED.finditer(text)),
    ]
    body = _DECLARED.sub("", _LISTED.sub("", _PASSED_ON.sub("", text)))
    body = _IMPORT.sub(lambda one: f"const {one['whole'] or _taken(one)} = {_source(path, one, plan)};", body)
    if left_over := _LEFT_OVER.search(body):
        raise CannotJoin(path, f"“{left_over[0]}”")
    body = _LATER.sub(lambda one: _asked_for_later(_resolved(path, one["from"]), plan), body)
    return f"const {plan.names[path]} = (() => {{\n{body.strip()}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


def _asked_for_later(path: str, plan: _Plan) -> str:
    if path not in plan.home:
        return f"import('{path}')"
    return f"import('{plan.home[path]}').then((joined) => joined.{plan.names[path]})"


def _source(path: str, found: re.Match[str], plan: _Plan) -> str:
    return plan.names[_resolved(path, found["from"])]


def _pairs(found: re.Match[str]) -> list[tuple[str, str]]:
    """What a list of imports or exports takes, and what it is called after."""
    pairs = [one.split(" as ") for one in found["names"].split(",") if one.strip()]
    return [(pair[0].strip(), pair[-1].strip()) for pair in pairs]


def _taken(found: re.Match[str]) -> str:
    return "{ " + ", ".join(here if here == there else f"{here}: {there}" for here, there in _pairs(found)) + " }"
