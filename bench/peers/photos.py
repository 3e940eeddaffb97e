"""Photos in one go to the reference server of tus, turn by turn with the same to ours."""

import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bench.cut_photo import LARGE, SIZE, begin, patched
from bench.peers.running import Peer, fetched, running
from bench.sync import BenchProduct, enrolled
from tests.journeys.product import free_port

ROUNDS = 7
_TIMES = {SIZE: 20, LARGE: 3}
_TUS = {"Tus-Resumable": "1.0.0"}


@dataclass
class Beside:
    """Medians over the rounds. Ours checks the photo's hash and waits for the disk; the reference does neither."""

    bytes_each: int
    ours_megabytes_per_s: float
    peer_megabytes_per_s: float
    rate_ratio: float
    ours_cpu_ms_per_megabyte: float
    peer_cpu_ms_per_megabyte: float


@dataclass
class _Cost:
    megabytes_per_s: float
    cpu_ms: float


def measure() -> list[Beside]:
    """As large as the app makes them, and 8 MB; the rate is of the bytes alone, the processor time of all of it."""
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as ours:
        folder, port = fetched(Path(place)), free_port()
        product = BenchProduct(Path(ours), "")
        product.prepare(product.url)
        product.start(product.url)
        try:
            with running(["node", "tus.mjs", str(port), "kept"], port, folder) as peer:
                return [_beside(product, peer, size) for size in _TIMES]
        finally:
            product.stop()


def _beside(product: BenchProduct, peer: Peer, size: int) -> Beside:
    phone = enrolled(product, 1)[0]

    def to_us(photo: bytes) -> float:
        where = begin(phone, photo)
        begun = time.perf_counter()
        patched(phone, where, photo)
        return time.perf_counter() - begun

    def to_peer(photo: bytes) -> float:
        where = _asked(peer, "POST", "/files", b"", {"Upload-Length": str(size)})
        begun = time.perf_counter()
        more = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        _asked(peer, "PATCH", urlsplit(where).path, photo, more)
        return time.perf_counter() - begun

    def a_round() -> tuple[_Cost, _Cost]:
        return _cost(product.server_cpu_s, to_us, size), _cost(peer.server_cpu_s, to_peer, size)

    a_round()
    rounds = [a_round() for _ in range(ROUNDS)]
    return Beside(
        size,
        statistics.median(us.megabytes_per_s for us, _ in rounds),
        statistics.median(them.megabytes_per_s for _, them in rounds),
        statistics.median(us.megabytes_per_s / them.megabytes_per_s for us, them in rounds),
        statistics.median(us.cpu_ms for us, _ in rounds),
        statistics.median(them.cpu_ms for _, them in rounds),
    )


def _cost(server_cpu_s: Callable[[], float], send: Callable[[bytes], float], size: int) -> _Cost:
    times = _TIMES[size]
    photos, before_s = [secrets.token_bytes(size) for _ in range(times)], server_cpu_s()
    took = sum(send(photo) for photo in photos)
    megabytes = size * times / 1e6
    return _Cost(megabytes / took, (server_cpu_s() - before_s) * 1000 / megabytes)


def _asked(peer: Peer, method: str, path: str, body: bytes, more: dict[str, str]) -> str:
    with closing(HTTPConnection("127.0.0.1", peer.port)) as line:
        line.request(method, path, body, {**_TUS, **more})
        answer = line.getresponse()
        answer.read()
        if answer.status not in (201, 204):
            raise RuntimeError(f"{method} {path} was answered {answer.status}")
        return answer.headers.get("Location", "")
