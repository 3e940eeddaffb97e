"""A mapping as people write it, read and checked: what each column of a foreign file means, and how it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.imports.foreign_cells import read_clock
from server.domain.imports.mapping.readers import READERS, Slot
from server.domain.imports.problems import CellRefused

MEANINGS: Mapping[str, str] = {
    "appointment_id": "the appointment's own number",
    "order": "job and visit in one cell",
    "job_number": "job number",
    "visit": "number of the visit of its job",
    "repair_root": "job number of the original defect",
    "uprn": "UPRN of the home",
    "property_ref": "the landlord's reference of the home",
    "postcode": "postcode, to be looked at only",
    "person_id": "the tenant's number",
    "phone": "telephone, to be looked at only",
    "contractor_code": "contractor",
    "operative_id": "operative's number",
    "operative_name": "operative's name",
    "second_operative_id": "second operative's number",
    "trade": "trade",
    "sor_code": "schedule of rates code",
    "description": "what is to be done",
    "kind": "routine, planned or emergency",
    "priority": "priority (R28, P90, E24)",
    "raised_on": "day the job was raised",
    "slot_start": "date and time from",
    "slot_end": "date and time to",
    "slot_day": "day of the appointment",
    "slot_time": "time from",
    "slot_time_end": "time to",
    "slot": "slot in one cell (AM, 0800-1000)",
    "slot_name": "name of the slot, compared with its times",
    "people_required": "how many people must come",
    "agreed_with_tenant": "whether the tenant agreed",
    "agreed_on": "day it was agreed",
    "written_notice_sent_on": "day of the written notice",
    "status": "status",
    "notes": "notes",
    "nothing": "not read",
}
NAMES = {
    "person_id": "person",
    "contractor_code": "firm",
    "operative_id": "operative",
    "second_operative_id": "operative",
    "operative_name": "operative_name",
    "property_ref": "home_reference",
}
_UNKNOWN_WORD = {"contractor_code": "unknown_contractor"}
_OUR_WORDS: Mapping[str, Sequence[str]] = {
    "status": ("booked", "attended", "no_access", "cancelled", "moved", "not_attended"),
    "kind": ("routine", "planned", "emergency"),
    "priority": ("R28", "P90", "E24"),
}


class MappingIsWrong(DoorstepError):
    """A mapping that cannot be used; the sentence names the place and the way out."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__("mapping_is_wrong", f"{where}: {problem}", {"field": where})


@dataclass(frozen=True)
class MappedColumn:
    """One column of the file; `means` is one of MEANINGS, `reads` one of READERS."""

    name: str
    means: str = "nothing"
    reads: str = "text"
    needed: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def unknown_word(self) -> str:
        return _UNKNOWN_WORD.get(self.means, "unknown_value")


@dataclass(frozen=True)
class StyleMapping:
    """One foreign style of appointments. `ends` are words that begin a line that is no data; objects have paths."""

    style: str
    title: str
    columns: tuple[MappedColumn, ...]
    slots: Mapping[str, Slot]
    is_report: bool = False
    ends: tuple[str, ...] = ()
    is_objects: bool = False

    def column_of(self, means: str) -> MappedColumn | None:
        return next((column for column in self.columns if column.means == means), None)


def read_mapping(written: Mapping[str, Any]) -> StyleMapping:
    """The mapping, or MappingIsWrong with the first thing that does not fit."""
    style = str(written.get("style") or "").strip()
    if not style.isidentifier() or len(style) > 30:
        raise MappingIsWrong("style", "give the style a short name of letters, such as orchard.")
    columns = tuple(_column(one) for one in written.get("columns") or ())
    slots = {str(name).strip().upper(): _slot(str(name), text) for name, text in (written.get("slots") or {}).items()}
    mapping = StyleMapping(
        style=style,
        title=str(written.get("title") or style),
        columns=columns,
        slots=slots,
        is_report=bool(written.get("report")),
        ends=tuple(str(one) for one in written.get("ends") or ()),
        is_objects=bool(written.get("objects")),
    )
    _must_be_whole(mapping)
    return mapping


def as_written(mapping: StyleMapping) -> dict[str, Any]:
    """The mapping as it is kept and can be read again."""
    return {
        "style": mapping.style,
        "title": mapping.title,
        "report": mapping.is_report,
        "ends": list(mapping.ends),
        "objects": mapping.is_objects,
        "slots": {name: _slot_text(slot) for name, slot in mapping.slots.items()},
        "columns": [
            {"name": one.name, "means": one.means, "reads": one.reads, "needed": one.needed, "words": dict(one.words)}
            for one in mapping.columns
        ],
    }


def _column(written: Mapping[str, Any]) -> MappedColumn:
    name = str(written.get("name") or "")
    means, reads = str(written.get("means") or "nothing"), str(written.get("reads") or "text")
    if not name:
        raise MappingIsWrong("columns", "every column needs its name in the file.")
    if means not in MEANINGS:
        raise MappingIsWrong(name, f"{means} is nothing that a column can mean.")
    if reads not in READERS:
        raise MappingIsWrong(name, f"{reads} is no way of reading a cell.")
    words = {str(key).strip().upper(): str(value) for key, value in (written.get("words") or {}).items()}
    _words_must_be_ours(name, means, words)
    if reads == "words" and not words:
        raise MappingIsWrong(name, "list the words that may stand here, each with what it means.")
    return MappedColumn(name, means, reads, bool(written.get("needed")), words)


def _words_must_be_ours(name: str, means: str, words: Mapping[str, str]) -> None:
    allowed = _OUR_WORDS.get(means)
    wrong = [word for word in words.values() if allowed is not None and word not in allowed]
    if wrong and allowed is not None:
        raise MappingIsWrong(name, f"{wrong[0]} is not one of {', '.join(allowed)}.")


def _slot(name: str, text: object) -> Slot:
    start, _, end = str(text).partition("-")
    try:
        return read_clock(start), read_clock(end) if end else None
    except CellRefused as refused:
        raise MappingIsWrong(name, "write a slot's times as 08:00-12:00.") from refused


def _slot_text(slot: Slot) -> str:
    start, end = slot
    return f"{_clock(start)}-{_clock(end)}" if end else _clock(start)


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def _must_be_whole(mapping: StyleMapping) -> None:
    """Without these no appointment can be made: which, at which home, by whom, when, and how it stands."""
    means = [column.means for column in mapping.columns]
    names = [column.name for column in mapping.columns]
    for one in names:
        if names.count(one) > 1:
            raise MappingIsWrong(one, "stands twice among the columns.")
    for one in set(means) - {"nothing"}:
        if means.count(one) > 1:
            raise MappingIsWrong(MEANINGS[one], "only one column can mean this.")
    for title, choices in _NEEDED.items():
        if not any(set(choice) <= set(means) for choice in choices):
            raise MappingIsWrong(title, f"choose the column that holds {title}.")


_NEEDED: Mapping[str, Sequence[Sequence[str]]] = {
    "the appointment and its job": (("order",), ("job_number", "visit"), ("appointment_id", "job_number")),
    "the home": (("uprn",), ("property_ref",)),
    "the contractor": (("contractor_code",),),
    "the date and time": (("slot_start",), ("slot_day", "slot"), ("slot_day", "slot_time")),
    "routine, planned or emergency": (("kind",), ("priority",)),
    "the status": (("status",),),
}
