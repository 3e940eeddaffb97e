"""The review queue with 500 items and with 50,000, half of them closed: queries and time of a page."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from bench.board import counted
from bench.inside import opened
from server.domain.review.kinds import KINDS
from server.outside.clock import SystemClock
from server.services.review.gather_queue import gather_queue
from server.storage.database import db, transaction
from server.storage.insertion import insert_many
from server.storage.review.items import ITEMS
from server.storage.tables.register import Home
from tests import factories
from tests.factories import LANDLORD

SIZES = (500, 50_000)
HOMES, FIRMS = 400, 4
_LOOKS = 15


@dataclass(frozen=True)
class Review:
    """Medians of whole requests; `page_cpu_ms` is what the page costs this process, however busy the machine is.

    `tenth` is the tenth page, `filtered` one kind that lapses this week, `gather` the worker's look at all sources.
    """

    items: int
    queries_of_a_page: int
    page_ms: float
    page_cpu_ms: float
    tenth_page_ms: float
    filtered_ms: float
    closed_ms: float
    office_ms: float
    nothing_new_ms: float
    gather_ms: float


def measure(database: str, items: int) -> Review:
    """A manager's page in its forms, what it asks every five seconds, and an office's page."""
    with opened(database) as app:
        _fill(items)
        client, office = app.test_client(), app.test_client()
        factories.sign_in(client, "contract_manager")
        factories.sign_in(office, "contractor_office", firm_id="firm-1")
        with counted() as queries:
            page = client.get("/console/queue")
        assert page.status_code == 200
        tag = client.get("/console/queue/items").headers["ETag"]
        return Review(
            items=items,
            queries_of_a_page=len(queries),
            page_ms=_median(client, "/console/queue"),
            page_cpu_ms=_median(client, "/console/queue", clock=time.process_time),
            tenth_page_ms=_median(client, "/console/queue?page=10"),
            filtered_ms=_median(client, "/console/queue?kind=damage&due=week"),
            closed_ms=_median(client, "/console/queue?state=closed"),
            office_ms=_median(office, "/console/queue"),
            nothing_new_ms=_median(client, "/console/queue/items", {"If-None-Match": tag}),
            gather_ms=_of_many(lambda: gather_queue(clock=SystemClock())),
        )


def _fill(items: int) -> None:
    for number in range(FIRMS):
        factories.a_firm(f"firm-{number}")
    homes = [f"2{number:011d}" for number in range(HOMES)]
    with transaction():
        db.session.add_all(
            Home(landlord_id=LANDLORD, uprn=uprn, property_ref=uprn, address_line_1="1 Oak Road", postcode="IP28 1AA")
            for uprn in homes
        )
    with transaction() as connection:
        insert_many(connection, ITEMS, [_row(number, homes) for number in range(items)])
    if db.engine.dialect.name == "postgresql":
        # A server does so by itself a minute after; SQLite never does, and must go without.
        db.session.execute(db.text("ANALYZE"))
        db.session.commit()


def _row(number: int, homes: list[str]) -> dict[str, Any]:
    now = SystemClock().now()
    names = tuple(KINDS)
    kind = names[number % len(names)]
    raised, due = now - timedelta(minutes=number), now + timedelta(minutes=number % 40_000 - 2000)
    is_open = number % 2 == 0
    return {
        "item_id": str(uuid7()),
        "landlord_id": LANDLORD,
        "kind": kind,
        "subject_kind": "bench",
        "subject_id": str(number),
        "reference": f"D-{number}",
        "firm_id": f"firm-{number % FIRMS}",
        "uprn": homes[number % HOMES],
        "visit_id": None,
        "rank": KINDS[kind].harm if is_open else 0,
        "raised_at": raised,
        "due_at": due,
        "order_at": due if is_open else raised,
        "state": "open" if is_open else "closed",
        # Not of the worker's sources, so that a look at these finds nothing to end.
        "waits": False,
        "assigned_to": None,
        "closed_at": None if is_open else raised,
        "closed_by": None,
        "outcome": "" if is_open else "done",
        "rev": 1,
    }


def _median(
    client: FlaskClient,
    address: str,
    headers: dict[str, str] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    return _of_many(lambda: client.get(address, headers=headers or {}), clock)


def _of_many(look: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    took = []
    for _ in range(_LOOKS):
        started = clock()
        look()
        took.append((clock() - started) * 1000)
    return statistics.median(took)
