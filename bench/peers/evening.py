"""An evening's records into PouchDB Server, turn by turn with the same into ours: two requests beside one sync."""

import json
import secrets
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.peers.running import Peer, fetched, running
from bench.phones import at_once, compressed
from bench.sync import AT_ONCE, EVENTS, BenchProduct, enrolled, send
from tests.databases import postgresql_address
from tests.journeys.product import free_port

PHONES = 60
"""As many as the peers were first measured with."""

ROUNDS = 5
_BODY = 372
"""Bytes of an event; an id and a revision come to it at the peer, the chain's links at ours."""


@dataclass
class Cost:
    """Of one evening: events a second, and the server's processor milliseconds for an event, and for one sent again."""

    events_per_s: float
    cpu_ms: float
    repeat_cpu_ms: float


@dataclass
class Beside:
    """Medians over the rounds: ours, the peer's, and ours over the peer's of the same round."""

    ours: str
    ours_events_per_s: float
    peer_events_per_s: float
    events_ratio: float
    ours_cpu_ms: float
    peer_cpu_ms: float
    cpu_ratio: float
    ours_repeat_cpu_ms: float
    peer_repeat_cpu_ms: float
    repeat_ratio: float


def measure() -> list[Beside]:
    """One process and two on SQLite, two on PostgreSQL; every round runs the peer and all of ours within seconds."""
    with tempfile.TemporaryDirectory() as place, _pouchdb(Path(place)) as peer, _ours() as products:
        _of_peer(peer)
        for product in products.values():
            _of_ours(product)
        rounds = [(_of_peer(peer), {name: _of_ours(each) for name, each in products.items()}) for _ in range(ROUNDS)]
    return [_beside(name, [(ours[name], theirs) for theirs, ours in rounds]) for name in products]


def _beside(name: str, rounds: list[tuple[Cost, Cost]]) -> Beside:
    def of(figure: Callable[[Cost], float]) -> tuple[float, float, float]:
        ours, theirs = [figure(our) for our, _ in rounds], [figure(their) for _, their in rounds]
        ratios = [our / their for our, their in zip(ours, theirs)]
        return statistics.median(ours), statistics.median(theirs), statistics.median(ratios)

    return Beside(
        name, *of(lambda cost: cost.events_per_s), *of(lambda cost: cost.cpu_ms), *of(lambda cost: cost.repeat_cpu_ms)
    )


@contextmanager
def _pouchdb(folder: Path) -> Iterator[Peer]:
    fetched(folder)
    (folder / "data").mkdir()
    port = free_port()
    command = ["node", "node_modules/.bin/pouchdb-server", "--port", str(port), "--dir", "data", "-n"]
    with running(command, port, folder) as peer, closing(HTTPConnection("127.0.0.1", port)) as line:
        _asked(line, "PUT", "/journal", None)
        yield peer


@contextmanager
def _ours() -> Iterator[dict[str, BenchProduct]]:
    with tempfile.TemporaryDirectory() as place:
        kinds = {
            "SQLite, 1": ("", 1),
            "SQLite, 2": ("", 2),
            "PostgreSQL, 2": (postgresql_address("peers", durable=True), 2),
        }
        products = {}
        for number, (name, (address, processes)) in enumerate(kinds.items()):
            folder = Path(place) / str(number)
            folder.mkdir()
            products[name] = product = BenchProduct(folder, address, processes)
            product.prepare(product.url)
            product.start(product.url)
        try:
            yield products
        finally:
            for product in products.values():
                product.stop()


def _of_ours(product: BenchProduct) -> Cost:
    phones = enrolled(product, PHONES)
    for phone in phones:
        send(phone, compressed(phone.request([])))
    ready = [(phone, compressed(phone.request(phone.record(EVENTS, None)))) for phone in phones]
    return _cost(product.server_cpu_s, [partial(send, phone, content) for phone, content in ready])


def _of_peer(peer: Peer) -> Cost:
    ready = [json.dumps({"docs": [_document() for _ in range(EVENTS)], "new_edits": False}) for _ in range(PHONES)]
    return _cost(peer.server_cpu_s, [partial(_replicated, peer.port, content) for content in ready])


def _cost(server_cpu_s: Callable[[], float], work: list[partial[Any]]) -> Cost:
    begun_s, events = server_cpu_s(), PHONES * EVENTS
    took = at_once(work, AT_ONCE)
    first_s = server_cpu_s()
    at_once(work, AT_ONCE)
    return Cost(events / took, (first_s - begun_s) * 1000 / events, (server_cpu_s() - first_s) * 1000 / events)


def _document() -> dict[str, str]:
    """An event under an id and a revision of its own, as a replicating client sends it."""
    return {"_id": secrets.token_hex(16), "_rev": f"1-{secrets.token_hex(16)}", "body": secrets.token_hex(_BODY // 2)}


def _replicated(port: int, content: str) -> None:
    """The two requests without which a client knows neither that its records are there nor what is new."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line:
        _asked(line, "POST", "/journal/_bulk_docs", content)
        _asked(line, "GET", "/journal/_changes?since=now", None)


def _asked(line: HTTPConnection, method: str, path: str, content: str | None) -> None:
    line.request(method, path, content, {"Content-Type": "application/json"})
    answer = line.getresponse()
    said = answer.read()
    if answer.status not in (200, 201):
        raise RuntimeError(f"{method} {path} was answered {answer.status}: {said[:200]!r}")
