"""The form of a mapping: what it was filled with, read into what a mapping is written as, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict

from server.domain.imports.mapping.reading import MappingIsWrong, StyleMapping, as_written

Form = ImmutableMultiDict[str, str]
MOST_COLUMNS = 200


def from_form(style: str, form: Form) -> dict[str, Any]:
    """The mapping as people write it; raises MappingIsWrong for a line without an equals sign."""
    said = form.get("columns", "0")
    count = min(int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0, MOST_COLUMNS)
    return {
        "style": style,
        "title": form.get("title", "").strip() or style,
        "report": form.get("report") == "yes",
        "ends": [line.strip() for line in form.get("ends", "").splitlines() if line.strip()],
        "objects": form.get("objects") == "yes",
        "slots": _pairs("Slots", form.get("slots", "")),
        "columns": [_column(form, number) for number in range(count)],
    }


def filled(mapping: StyleMapping | None, style: str, header: Sequence[str]) -> dict[str, Any]:
    """What the form begins with: the mapping in force, over the columns of the file where there is one."""
    new: dict[str, Any] = {"style": style, "title": style, "slots": {}, "columns": []}
    written = as_written(mapping) if mapping else new
    known: dict[str, dict[str, Any]] = {one["name"]: one for one in written["columns"]}
    names = list(header) or list(known)
    empty = {"means": "nothing", "reads": "text", "needed": False, "words": {}}
    return {**written, "columns": [known.get(name, {**empty, "name": name}) for name in names if name]}


def lines(pairs: Mapping[str, str]) -> str:
    return "\n".join(f"{theirs} = {ours}" for theirs, ours in pairs.items())


def _column(form: Form, number: int) -> dict[str, Any]:
    name = form.get(f"name-{number}", "")
    return {
        "name": name,
        "means": form.get(f"means-{number}", "nothing"),
        "reads": form.get(f"reads-{number}", "text"),
        "needed": form.get(f"needed-{number}") == "yes",
        "words": _pairs(name, form.get(f"words-{number}", "")),
    }


def _pairs(where: str, text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        theirs, equals, ours = line.rpartition("=")
        if line.strip() and not equals:
            raise MappingIsWrong(where, f"write each line as THEIRS = ours; {line.strip()[:40]} has no equals sign.")
        if line.strip():
            found[theirs.strip()] = ours.strip()
    return found
