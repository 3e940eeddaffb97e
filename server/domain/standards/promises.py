"""A household's assessed case, appointment by appointment: its occasions with their days, as the rule decided them.

Nothing is decided here: results and reasons are those of the newest assessment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.domain.evidence.records import london_day

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the case: the notice of planned works, what another system left open, notices by language.

    `language` is None where the tenant reads English or nobody knows; `told_in` names that of each notice that left.
    """

    notice_sent_on: date | None = None
    leave_given: bool = False
    imported: bool = False
    card_unknown: bool = False
    language: str | None = None
    told_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One agreed time and what became of it. `part` is 0 for the last, else the place of the change that closed it."""

    part: int
    starts_at: datetime
    result: str
    codes: tuple[str, ...]

    @property
    def day(self) -> date:
        return london_day(self.starts_at)


@dataclass(frozen=True, slots=True)
class Promised:
    """An appointment as the case has it; `waiting` is why a phone is still waited for, empty where none is."""

    row: Row
    root: str
    occasions: tuple[Occasion, ...]
    waiting: str
    beside: Beside = field(default_factory=Beside)

    @property
    def last_start_at(self) -> datetime:
        return start_before(self.row, None)


def promises(case: Row, output: Row, beside: Mapping[str, Beside]) -> Iterator[Promised]:
    """The appointments with an agreed time that `beside` names, in the case's order."""
    waiting = {row["appointment"]: str(row["why"]) for row in output["waiting"]}
    by_work_order = output["settings"].get("same_repair_scope") == "work_order"
    found: dict[str, list[Row]] = {}
    for row in output["occasions"]:
        found.setdefault(row["appointment"], []).append(row)
    for repair in case["repairs"]:
        root = repair["id"] if by_work_order else repair["root"]
        for row in repair["appointments"]:
            name = row["id"]
            if row.get("agreed_start") is not None and name in beside:
                own = tuple(_occasion(row, one) for one in found.get(name, []))
                yield Promised(row, root, own, "" if own else waiting.get(name, ""), beside[name])


def _occasion(row: Row, found: Row) -> Occasion:
    change = found.get("change")
    codes = tuple(str(reason["code"]) for reason in found["reasons"])
    return Occasion(0 if change is None else change + 1, start_before(row, change), str(found["result"]), codes)


def start_before(row: Row, change: int | None) -> datetime:
    """The agreed start in force when this change was made; without one, the start last in force."""
    changes: Sequence[Row] = row.get("changes", [])
    until = None if change is None else _told_at(changes[change])
    start = datetime.fromisoformat(row["agreed_start"])
    moves = [one for one in changes if "new_start" in one and _told_at(one) is not None]
    for move in sorted(moves, key=lambda one: str(one["told_at"])):
        told_at = _told_at(move)
        if until is None or (told_at is not None and told_at < until):
            start = datetime.fromisoformat(move["new_start"])
    return start


def _told_at(change: Row) -> datetime | None:
    text = change.get("told_at")
    return datetime.fromisoformat(text) if text is not None else None
