"""One phone's tenth event beside its ten-thousandth: no cost may hang on how much a phone has sent before."""

import statistics
from dataclasses import dataclass

from bench import inside
from server.storage.database import db

LAST = 10_000
SAMPLES = 10
BACKLOGS = (1_000, 2_000)
_BATCH = 200


@dataclass
class Backlog:
    """Processor milliseconds of the parts that a phone sends after long silence, its head announced with the first."""

    database: str
    events: int
    first_ms: float
    middle_ms: float
    last_ms: float
    all_ms: float


@dataclass
class Length:
    """Processor milliseconds of a sync that brings one event of a visit: medians of ten."""

    database: str
    tenth_ms: float
    ten_thousandth_ms: float
    same_visit_ms: float


def measure(database: str) -> Length:
    """Days' events make the chain long; the last column adds an event to a visit that holds as many as a long day."""
    with inside.opened(database) as app:
        phone = inside.a_phone(app, "op-1")
        visit = inside.a_visit("op-1")
        db.session.remove()
        tenth = [inside.sync(app, phone, phone.record(1, None)) for _ in range(SAMPLES)]
        while phone.seq < LAST - SAMPLES:
            inside.sync(app, phone, phone.record(min(_BATCH, LAST - SAMPLES - phone.seq), None))
        last = [inside.sync(app, phone, phone.record(1, None)) for _ in range(SAMPLES)]
        of_visit = [inside.sync(app, phone, phone.record(1, visit)) for _ in range(SAMPLES)]
        return Length(database, *(statistics.median(each) * 1000 for each in (tenth, last, of_visit)))


def measure_backlog(database: str, events: int) -> Backlog:
    """So many days' events at once, in parts as the app sends them."""
    with inside.opened(database) as app:
        phone = inside.a_phone(app, "op-1")
        db.session.remove()
        inside.sync(app, phone, phone.record(_BATCH, None))
        unsent = phone.record(events, None)
        took = [inside.sync(app, phone, unsent[first : first + _BATCH]) * 1000 for first in range(0, events, _BATCH)]
        return Backlog(database, events, took[0], took[len(took) // 2], took[-1], sum(took))
