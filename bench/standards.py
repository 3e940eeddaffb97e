"""The standards over a million visits: the page, a list, one household's update; and the rebuild of fifty thousand.

Households are copies of one whose case was assessed by the product itself, under names, days and firms of their own;
beyond fifty thousand visits only their parts are copied, by SQL, so that every index holds what it would hold.
"""

from __future__ import annotations

import re
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, cast

import orjson
from sqlalchemy import Table, column, insert, table, text

from bench import inside
from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.standards.count_standards import count_standards
from server.services.standards.read_standards import read_standards
from server.services.standards.rebuild_standards import rebuild_standards
from server.storage.database import Instant, Tables, db, transaction
from server.storage.standards import line, parts
from server.storage.standards.counts import BY_FIRM, Period
from server.storage.standards.listing import Wanted, behind
from server.storage.tables.decisions import CaseStanding
from server.storage.tables.register import Appointment
from server.storage.tables.standards import StandardPart
from server.storage.tables.standings import AppointmentStanding
from tests import factories
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW

SIZES = (5_000, 50_000)
COPIES = 20
_A_CASE = 4
_FIRMS, _DAYS = 10, 1_000
_AT_ONCE = 5_000
_REPEATS = 5
_FIRST_KEY = 1_000_000
_MANAGER = Viewer("bench", "Bench", "bench@example.org", LANDLORD, None, ("contract_manager",))
_TABLES = ("standard_parts", "standard_counts")
_SWAP = text("UPDATE assessments SET output = replace(output, :old, :new) WHERE assessment_id = :key")

# What the product wrote is copied as text: reading and writing it anew would take most of the filling.
_TYPES = {"made_at": Instant}
_COLUMNS = ("assessment_id", "landlord_id", "case_id", "made_at", "cause", "state", "total_pence", "at_stake_pence")
_ASSESSMENTS = table("assessments", *(column(name, _TYPES.get(name)) for name in (*_COLUMNS, "input", "output")))


@dataclass(frozen=True)
class Cost:
    """The page is half a year of all firms, the list one of its numbers; an update is of a household of four visits.

    The last size has no rebuild of its own: `made_seconds` is the copying and the counting of all parts. A peak is the
    most memory that the process ever had, after what its name says.
    """

    visits: int
    parts: int
    counts: int
    page_ms: float
    page_again_ms: float
    list_ms: float
    update_ms: float
    made_seconds: float
    filled_peak_mb: float
    made_peak_mb: float
    read_peak_mb: float
    numbers_are_the_same: bool


def measure(database: str = "sqlite") -> list[Cost]:
    """One database, filled further between the two sizes."""
    with inside.opened(database):
        if database == "postgresql":
            _empty()
        case = _assessed_case()
        costs, held = [], 0
        for size in SIZES:
            _fill(case, held // _A_CASE, size // _A_CASE)
            held, filled = size, _peak()
            rebuilt = _timed(lambda: rebuild_standards(landlord_id=LANDLORD, clock=FixedClock(NOW)))
            costs.append(_cost(size, rebuilt, filled))
        filled, copied = _peak(), _timed(_copy_parts)
        return [*costs, _cost(held * COPIES, copied, filled)]


def _copy_parts() -> None:
    """The parts again under other names, and every count from all parts, as a rebuild makes them."""
    columns = [
        each.name for each in cast(Table, StandardPart.__table__).columns if each.name not in ("subject_id", "case_id")
    ]
    names = ", ".join(columns)
    with transaction() as connection:
        for number in range(1, COPIES):
            own = f"'{number}:' || subject_id"
            source = (
                f"SELECT {names}, {own}, '{number}:' || case_id FROM standard_parts WHERE subject_id NOT LIKE '%:%'"
            )
            connection.execute(text(f"INSERT INTO standard_parts ({names}, subject_id, case_id) {source}"))
        connection.execute(text("DELETE FROM standard_counts"))
        parts.count_all(connection, LANDLORD)
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _assessed_case() -> tuple[str, str]:
    """Input and output of a household with four visits of another system, as the product assessed them."""
    clock = FixedClock(NOW)
    outcomes = ("completed", "not_attended", "no_access", "completed")
    for number, outcome in enumerate(outcomes[:_A_CASE]):
        start = NOW - timedelta(days=40 + number)
        came = {} if outcome == "not_attended" else {"arrived": start, "left": start + timedelta(hours=1)}
        factories.an_appointment(f"A-{number}", start_at=start)
        an_imported_visit(f"A-{number}", outcome, **came)
    assessed = assess_household(LANDLORD, "T-100000000001@100000000001", cause="bench", clock=clock).assessment
    for number in range(_FIRMS):
        factories.a_firm(f"firm-{number}")
    return orjson.dumps(assessed.input).decode(), orjson.dumps(assessed.output).decode()


def _fill(case: tuple[str, str], begin: int, end: int) -> None:
    """Households `begin` to `end`, each with its own names, firm and days."""
    for first in range(begin, end, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, end))
        with transaction() as connection:
            for place, rows in _rows(case, numbers).items():
                connection.execute(insert(place), rows)
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _rows(case: tuple[str, str], numbers: range) -> dict[Any, list[dict[str, Any]]]:
    assessments, cases, standings, appointments = [], [], [], []
    for number in numbers:
        read, found = (_own(part, number) for part in case)
        name, key = f"T-{number}@1", _FIRST_KEY + number
        sums = {"state": "nothing_due", "total_pence": 0, "at_stake_pence": 0}
        own = {"landlord_id": LANDLORD, "case_id": name, "assessment_id": key}
        assessments.append({**own, **sums, "input": read, "output": found, "made_at": NOW, "cause": "bench"})
        cases.append({**own, **sums, "tenancy_ref": f"T-{number}", "uprn": "1", "most_not_kept": 1})
        for visit in range(_A_CASE):
            whose = {"landlord_id": LANDLORD, "appointment_id": f"A-{visit}-{number}"}
            standings.append({**whose, "case_id": name, "assessment_id": key, "result": "kept", "code": "on_time"})
            slot = {"slot_start_at": NOW, "now_start_at": NOW, "firm_id": f"firm-{number % _FIRMS}"}
            appointments.append({**whose, **slot, "job_number": "J-1", "uprn": "100000000001"})
    tables = (_ASSESSMENTS, *(cast(Table, each.__table__) for each in (CaseStanding, AppointmentStanding, Appointment)))
    return dict(zip(tables, (assessments, cases, standings, appointments), strict=True))


def _own(written: str, number: int) -> str:
    """The case under names, a firm and days of its own."""
    days = {_day(40 + visit): _day((number * 7 + visit * 13) % _DAYS) for visit in range(_A_CASE)}
    moved = re.sub("|".join(days), lambda found: days[found[0]], written)
    named = re.sub(r'"A-([0-9])"', rf'"A-\1-{number}"', moved)
    return named.replace('"firm-a"', f'"firm-{number % _FIRMS}"')


def _day(ago: int) -> str:
    return f"{NOW - timedelta(days=ago):%Y-%m-%d}"


def _cost(size: int, rebuilt: float, filled: float) -> Cost:
    clock, after_rebuild, counted = FixedClock(NOW), _peak(), _counts()
    last = SIZES[0] // _A_CASE - 1
    updates = [_timed(partial(_update, last - number, clock)) / 2 for number in range(_REPEATS)]
    period, wanted = Period(NOW.date() - timedelta(days=180), NOW.date()), Wanted("kept_in_time", "not_met")
    pages = [_timed(lambda: read_standards(_MANAGER, period, BY_FIRM)) for _ in range(_REPEATS)]
    lists = [_timed(lambda: behind(_MANAGER, wanted, period, limit=51, offset=0)) for _ in range(_REPEATS)]
    return Cost(
        size,
        *_sizes(),
        page_ms=pages[0] * 1000,
        page_again_ms=statistics.median(pages[1:]) * 1000,
        list_ms=statistics.median(lists) * 1000,
        update_ms=statistics.median(updates) * 1000,
        made_seconds=rebuilt,
        filled_peak_mb=filled,
        made_peak_mb=after_rebuild,
        read_peak_mb=_peak(),
        numbers_are_the_same=_counts() == counted,
    )


def _update(number: int, clock: FixedClock) -> None:
    """Kept becomes excused and is counted, then kept again: afterwards every number must be what it was."""
    for old, new in (('"kept"', '"excused"'), ('"excused"', '"kept"')):
        with transaction() as connection:
            connection.execute(_SWAP, {"key": _FIRST_KEY + number, "old": old, "new": new})
            line.touch(connection, LANDLORD, line.CASE, [f"T-{number}@1"], at=NOW)
        db.session.remove()
        count_standards(clock=clock)


def _sizes() -> tuple[int, int]:
    with db.engine.connect() as connection:
        held = [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in _TABLES]
    return held[0], held[1]


def _counts() -> int:
    """Of all counts one number; the rows themselves would be most of the memory."""
    with db.engine.connect() as connection:
        return hash(tuple(hash(row) for row in parts.all_counts(connection, LANDLORD)))


def _timed(work: Callable[[], object]) -> float:
    db.session.remove()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _empty() -> None:
    names = ", ".join(f'"{table.name}"' for table in Tables.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
