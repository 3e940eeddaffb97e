"""The day board with 2,000 visits: the queries it takes, how long, and how many bytes an update carries."""

import gzip
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from bench.inside import opened
from server.outside.clock import SystemClock
from server.storage.database import db, transaction
from server.storage.tables.register import Appointment, Assignment, Home, Repair
from server.storage.tables.visits import Visit, VisitState
from tests import factories
from tests.factories import LANDLORD
from tests.http.console import world

VISITS = 2000
OPERATIVES = 200
_STATUSES = ("not_started", "not_started", "travelling", "at_door", "inside", "no_access", "finished", "left")


@dataclass(frozen=True)
class Board:
    """Sizes as sent, compressed in brackets of the name; times are medians of the whole request."""

    queries_of_a_page: int
    queries_of_an_update: int
    page_ms: float
    update_ms: float
    nothing_new_ms: float
    page_bytes_gzip: int
    update_bytes: int
    update_bytes_gzip: int
    nothing_new_bytes: int


def measure(database: str) -> Board:
    """A day of 2,000 visits in all stages; between two looks one of them sets off."""
    with opened(database) as app:
        _fill()
        if database == "postgresql":
            # A server does so by itself a minute after; SQLite never does, and must go without.
            db.session.execute(db.text("ANALYZE"))
            db.session.commit()
        client = app.test_client()
        factories.sign_in(client, "contract_manager")
        with counted() as page_queries:
            page = client.get("/console/board")
        has = _has(page)
        quiet = _median(client, has)
        _one_sets_off()
        with counted() as update_queries:
            update = client.get("/console/board/columns", headers=has)
        return Board(
            queries_of_a_page=len(page_queries),
            queries_of_an_update=len(update_queries),
            page_ms=_median(client, {}, "/console/board"),
            update_ms=_median(client, has),
            nothing_new_ms=quiet,
            page_bytes_gzip=len(gzip.compress(page.data, 5)),
            update_bytes=len(update.data),
            update_bytes_gzip=len(gzip.compress(update.data, 5)),
            nothing_new_bytes=len(client.get("/console/board/columns", headers=_has(update)).data),
        )


def _has(answer: Any) -> dict[str, str]:
    """What a browser sends back of an answer."""
    return {name: answer.text.split(f'"{name}": "')[1].split('"')[0] for name in ("If-None-Match", "Board-Has")}


def _median(client: FlaskClient, headers: dict[str, str], address: str = "/console/board/columns") -> float:
    took = []
    for _ in range(5):
        started = time.perf_counter()
        client.get(address, headers=headers)
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def _fill() -> None:
    now = SystemClock().now()
    for number in range(OPERATIVES):
        world.a_phone(f"op-{number}", f"firm-{number % 4}", heard_at=now)
    factories.a_person()
    rows = [_rows(number, now) for number in range(VISITS)]
    # Kind by kind, since a home must stand before what refers to it.
    for kind in zip(*rows):
        with transaction():
            db.session.add_all(kind)


def _rows(number: int, now: Any) -> list[Any]:
    job, uprn, firm, visit = f"J-{number}", f"2{number:011d}", f"firm-{number % 4}", f"00000000-{number:012d}"
    start = now + timedelta(minutes=(number % 120) - 60)
    slot = {"slot_start_at": start, "slot_end_at": None, "now_start_at": start, "now_end_at": None}
    names: dict[str, Any] = {"landlord_id": LANDLORD, "uprn": uprn}
    status = _STATUSES[number % len(_STATUSES)]
    return [
        Home(**names, property_ref=job, address_line_1=f"{number} Oak Road", postcode=f"IP{28 + number % 6} 1AA"),
        Repair(**names, job_number=job, repair_root=job, trade=("gas", "plumbing", "roofing")[number % 3]),
        Appointment(**names, appointment_id=f"A-{number}", job_number=job, firm_id=firm, **slot),
        Assignment(
            assignment_id=f"as-{number}", landlord_id=LANDLORD, appointment_id=f"A-{number}",
            operative_id=f"op-{number % OPERATIVES}", assigned_at=now,
        ),
        Visit(**names, visit_id=visit, appointment_id=f"A-{number}", firm_id=firm, made_at=now),
        _state(visit, status, now),
    ]  # fmt: skip


def _state(visit: str, status: str, now: Any) -> VisitState:
    wall = {"wall_ms": int(now.timestamp() * 1000)}
    state = {"status": status, "arrived": wall, "access": wall, "travel_started": wall, "work": {"done": True}}
    return VisitState(visit_id=visit, landlord_id=LANDLORD, status=status, state=state, event_count=1, changed_at=now)


def _one_sets_off() -> None:
    visit = db.session.scalars(db.select(VisitState).where(VisitState.status == "not_started")).first()
    if visit is None:
        raise RuntimeError("No visit is left that could set off.")
    with transaction():
        db.session.merge(_state(visit.visit_id, "travelling", SystemClock().now()))


@contextmanager
def counted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
