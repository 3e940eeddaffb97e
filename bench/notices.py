"""How fast texts leave through a gateway that takes 50 ms, and that 10,000 reminders leave once and within the cap."""

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from sqlalchemy import insert

from server.app import create_app
from server.domain.notices.pace import Pace
from server.outside.clock import SystemClock
from server.outside.keys import Keys
from server.outside.sms.choosing import open_sender
from server.services.notices.post import HANDS, SMS, Post
from server.services.notices.queue_daily_notices import queue_reminders
from server.services.notices.send_notices import send_notices
from server.storage.database import db, transaction
from server.storage.migrating import upgrade_schema
from server.storage.tables.register import Appointment, Person
from server.storage.telling.notices import NOTICES
from tests import factories
from tests.conftest import a_config
from tests.databases import postgresql_address
from tests.outbox import queued_notices

GATEWAY_SECONDS = 0.05
A_RATE = 1_000
REMINDERS = 10_000
ROUND = 300
PER_MINUTE = 6_000


@dataclass(frozen=True)
class Sending:
    """What left, how fast, and what the gateway saw."""

    texts: int
    seconds: float
    per_second: float
    doubles: int
    lost: int
    most_in_any_minute: int
    queued_per_second: float


class Gateway(ThreadingHTTPServer):
    """Takes every text in 50 ms and remembers when."""

    request_queue_size = 100

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: list[tuple[float, str]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        number = parse_qs(urlsplit(self.path).query)["to"][0]
        self.server.taken.append((time.monotonic(), number))
        time.sleep(GATEWAY_SECONDS)
        self.send_response(202)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def measure_rate(database: str) -> Sending:
    """As fast as the worker's hands can: no cap."""
    with an_office(database) as (_, gateway, post):
        queued_notices(A_RATE, datetime.now(UTC))
        return _sent(gateway, post, A_RATE, 0.0)


def measure_reminders(database: str) -> Sending:
    """10,000 sent within the cap: a few hundred queued by the daily round, which is timed, the rest put in."""
    with an_office(database) as (_, gateway, post):
        tomorrow = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
        _book(tomorrow)
        begun = time.monotonic()
        while queue_reminders(clock=_AtNoon()):
            pass
        queued = ROUND / (time.monotonic() - begun)
        queued_notices(REMINDERS - ROUND, datetime.now(UTC))
        capped = replace(post, paces={SMS: Pace(PER_MINUTE)})
        return _sent(gateway, capped, REMINDERS, queued)


class _AtNoon:
    """The hour at which reminders leave, whenever this is run."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


def _sent(gateway: Gateway, post: Post, count: int, queued_per_second: float) -> Sending:
    begun, clock = time.monotonic(), SystemClock()
    with transaction() as connection:
        connection.execute(NOTICES.update().values(due_at=clock.now()))
    while _waiting():
        if not send_notices(clock=clock, post=post):
            time.sleep(0.05)
    seconds = time.monotonic() - begun
    numbers = Counter(number for _, number in gateway.taken)
    times = sorted(at for at, _ in gateway.taken)
    return Sending(
        texts=count,
        seconds=seconds,
        per_second=count / seconds,
        doubles=sum(numbers.values()) - len(numbers),
        lost=count - len(numbers),
        most_in_any_minute=_most_in_any_minute(times),
        queued_per_second=queued_per_second,
    )


def _most_in_any_minute(times: list[float]) -> int:
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= 60:
            first += 1
        most = max(most, last - first + 1)
    return most


def _waiting() -> bool:
    query = NOTICES.select().with_only_columns(NOTICES.c.notice_id).where(NOTICES.c.state.in_(("queued", "sending")))
    with db.engine.connect() as connection:
        return connection.execute(query.limit(1)).first() is not None


def _book(tomorrow: datetime) -> None:
    """As many tenants as the round is timed with, each with a number of their own and an appointment."""
    factories.a_person("person-1", mobile="+447711000000")
    factories.an_appointment(start_at=tomorrow)
    whose = {"landlord_id": factories.LANDLORD, "uprn": "100000000001"}
    people = [
        {**whose, "person_id": f"p-{n}", "first_name": "A", "last_name": "B", "tenure": "tenant", "role": "joint",
         "mobile": f"+4477{n:08d}"}
        for n in range(1, ROUND)
    ]  # fmt: skip
    times = {"slot_start_at": tomorrow, "now_start_at": tomorrow, "slot_end_at": tomorrow, "now_end_at": tomorrow}
    booked = [
        {**whose, **times, "appointment_id": f"R-{n}", "job_number": "J-1", "person_id": f"p-{n}", "firm_id": "firm-a"}
        for n in range(1, ROUND)
    ]
    with transaction() as connection:
        connection.execute(insert(Person), people)
        connection.execute(insert(Appointment), booked)


@contextmanager
def an_office(database: str) -> Iterator[tuple[Flask, Gateway, Post]]:
    """An empty, migrated database of this kind, a gateway, and what sends."""
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/d.sqlite3" if database == "sqlite" else postgresql_address("bench", durable=True)
        app, gateway = create_app(a_config(Path(place), url)), Gateway()
        with app.app_context():
            upgrade_schema()
            sender = open_sender(f"kannel+http://u:p@127.0.0.1:{gateway.server_port}/x", lambda *_: None)
            keys = Keys("a secret of measurements, 0123456789")
            yield app, gateway, Post(sender, "https://doorstep.example.org", keys, hands=HANDS)
            db.session.remove()
            db.engine.dispose()
        gateway.shutdown()
