"""A pull with nothing new, beside a bare Flask route that reads a row, writes a row and answers: in one process."""

import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from bench import inside
from bench.bare import bare_app
from bench.peers.running import Peer, running
from bench.phones import BenchPhone, compressed, post
from bench.sync import BenchProduct, enrolled
from server.storage.database import db
from tests.databases import postgresql_address
from tests.journeys.product import ROOT, free_port

ROUNDS = 200
OVER_HTTP = (5, 100)
"""Rounds, and requests of each kind in a round."""


@dataclass
class Idle:
    """Processor milliseconds: medians. `bare_ms` writes into memory, `bare_durable_ms` to the disk, as a pull must."""

    database: str
    pull_ms: float
    bare_ms: float
    bare_durable_ms: float
    statements: int


@dataclass
class IdleOverHttp:
    """Processor milliseconds of the server for one request on a line of its own, one after the other: medians."""

    database: str
    pull_ms: float
    bare_ms: float
    bare_durable_ms: float
    ratio: float
    ratio_durable: float


def measure(database: str) -> Idle:
    """The same phone asks again and again."""
    with TemporaryDirectory() as place, inside.opened(database) as app:
        bare, durable = bare_app(":memory:"), bare_app(f"{place}/bare.sqlite3")
        phone = inside.a_phone(app, "op-1")
        db.session.remove()
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        inside.sync(app, phone, [])
        counted = [each for each in statements if not each.startswith("BEGIN")]
        pulls, floors, durable_floors = [], [], []
        for _ in range(ROUNDS):
            pulls.append(inside.sync(app, phone, []))
            floors.append(inside.call(bare, "/bare", phone.request([]), "")[0])
            durable_floors.append(inside.call(durable, "/bare", phone.request([]), "")[0])
        return Idle(database, _median_ms(pulls), _median_ms(floors), _median_ms(durable_floors), len(counted))


def _median_ms(values: list[float]) -> float:
    return statistics.median(values) * 1000


def measure_http(database: str) -> IdleOverHttp:
    """The same behind the web server, whose own part both pay; the kinds take turns."""
    with TemporaryDirectory() as place, ExitStack() as closing:
        address = postgresql_address("bench_idle", durable=True) if database == "postgresql" else ""
        product = BenchProduct(Path(place), address)
        product.prepare(product.url)
        product.start(product.url)
        closing.callback(product.stop)
        phone = enrolled(product, 1)[0]
        phone.sync(phone.connect(), [])
        kinds = [partial(_pulled, product, phone)]
        durable = postgresql_address("bench_bare", durable=True) if address else f"{place}/bare.sqlite3"
        for more in ([], [durable]):
            port = free_port()
            command = [sys.executable, "-m", "bench.bare", str(port), *more]
            kinds.append(partial(_answered, closing.enter_context(running(command, port, ROOT, Path(place))), phone))
        rounds, times = OVER_HTTP
        each = [[_ms_each(kind, times) for kind in kinds] for _ in range(rounds + 1)][1:]
        pull, bare, bare_durable = (statistics.median(column) for column in zip(*each))
        ratios = [(one[0] / one[1], one[0] / one[2]) for one in each]
        return IdleOverHttp(database, pull, bare, bare_durable, *(statistics.median(column) for column in zip(*ratios)))


def _pulled(product: BenchProduct, phone: BenchPhone, times: int) -> float:
    before_s = product.server_cpu_s()
    for _ in range(times):
        phone.sync(phone.connect(), [])
    return product.server_cpu_s() - before_s


def _answered(peer: Peer, phone: BenchPhone, times: int) -> float:
    before_s = peer.server_cpu_s()
    for _ in range(times):
        post(HTTPConnection("127.0.0.1", peer.port), "/bare", compressed(phone.request([])), {})
    return peer.server_cpu_s() - before_s


def _ms_each(kind: Callable[[int], float], times: int) -> float:
    return kind(times) * 1000 / times
