"""Phones for measuring: they build real chains and send real requests, and do nothing else."""

import gzip
import json
import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

from uuid_utils.compat import uuid7

from server.domain.chain import GENESIS, event_hash


@dataclass
class Sent:
    """One request as the network saw it: bytes of both bodies, seconds until the answer was read."""

    status: int
    bytes_out: int
    bytes_in: int
    seconds: float
    answer: dict[str, Any]


@dataclass
class BenchPhone:
    """One enrolled phone, on one kept-alive connection."""

    port: int
    device_id: str
    token: str
    actor_id: str
    server_epoch: str
    anchor_id: str
    epoch: str = field(default_factory=lambda: str(uuid.uuid4()))
    seq: int = 0
    head: str = GENESIS
    cursor: str | None = None

    @classmethod
    def enrol(cls, port: int, code: str) -> "BenchPhone":
        """Use an enrolment code."""
        device = {"name": "bench", "platform": "bench", "app_version": "0"}
        body = {"code": code, "public_key_jwk": None, "device": device, "self_test": {}}
        sent = post(HTTPConnection("127.0.0.1", port), "/api/v1/enrol", compressed(body), {})
        if sent.status != 201:
            raise RuntimeError(f"enrolment ended {sent.status}: {sent.answer}")
        answer = sent.answer
        return cls(
            port,
            answer["device_id"],
            answer["token"],
            answer["operative"]["id"],
            answer["server_epoch"],
            answer["anchor"]["anchor_id"],
        )

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=120)

    def record(self, count: int, visit_id: str | None) -> list[dict[str, Any]]:
        """Append `count` events of about 370 bytes to the chain."""
        return [self._event(visit_id) for _ in range(count)]

    def sync(self, connection: HTTPConnection, events: list[dict[str, Any]]) -> Sent:
        """One ordinary sync: the batch, its head and the pull in one round trip."""
        return self.sync_prepared(connection, compressed(self.request(events)))

    def sync_prepared(self, connection: HTTPConnection, content: bytes) -> Sent:
        """The same with a request made and compressed before: a phone has a processor of its own for that."""
        sent = post(connection, "/api/v1/sync", content, {"Authorization": f"Bearer {self.token}"})
        if sent.status == 200:
            self.cursor = sent.answer["cursor"] or self.cursor
        return sent

    def _event(self, visit_id: str | None) -> dict[str, Any]:
        self.seq += 1
        body: dict[str, Any] = {
            "v": 1,
            "type": "customer_told" if visit_id else "day_started",
            "visit_id": visit_id,
            "actor_id": self.actor_id,
            "at": {
                "wall_ms": time.time_ns() // 1_000_000,
                "tz_offset_min": 0,
                "tz": "Europe/London",
                "mono_ms": time.monotonic_ns() // 1_000_000,
                "context_id": "bench",
                "anchor_id": self.anchor_id,
            },
            "blobs": [],
            "data": {"about": "water off " + secrets.token_hex(12)} if visit_id else {"uniform": True, "badge": True},
        }
        envelope = {
            "id": str(uuid7()),
            "device_id": self.device_id,
            "epoch": self.epoch,
            "seq": self.seq,
            "prev": self.head,
            "body": json.dumps(body, separators=(",", ":")),
        }
        self.head = envelope["hash"] = event_hash(envelope)
        return envelope

    def request(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "protocol": 1,
            "app_version": "bench",
            "request_id": str(uuid.uuid4()),
            "device_id": self.device_id,
            "epoch": self.epoch,
            "server_epoch": self.server_epoch,
            "acked": None,
            "clock": {"wall_ms": time.time_ns() // 1_000_000, "mono_ms": 1, "context_id": "bench"},
            "head": {"seq": self.seq, "hash": self.head},
            "pending": {"events": len(events), "blobs": 0, "oldest_seq": events[0]["seq"] if events else None},
            "events": events,
            "lost": [],
            "cursor": self.cursor,
            "scope": None,
            "want": [],
        }


def compressed(body: dict[str, Any]) -> bytes:
    """JSON as a phone sends it."""
    return gzip.compress(json.dumps(body, separators=(",", ":")).encode(), 6)


def post(connection: HTTPConnection, path: str, content: bytes, headers: dict[str, str]) -> Sent:
    """POST compressed JSON and read the whole answer."""
    all_headers = {
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Accept-Encoding": "gzip",
        **headers,
    }
    begun = time.perf_counter()
    connection.request("POST", path, content, all_headers)
    response = connection.getresponse()
    received = response.read()
    took = time.perf_counter() - begun
    plain = gzip.decompress(received) if response.getheader("Content-Encoding") == "gzip" else received
    return Sent(response.status, len(content), len(received), took, json.loads(plain or b"{}"))


def at_once(work: list[Any], most: int) -> float:
    """Call every item of `work` with at most `most` running at once; returns the seconds it took in all."""
    waiting = iter(work)
    lock = threading.Lock()

    def run() -> None:
        while True:
            with lock:
                call = next(waiting, None)
            if call is None:
                return
            call()

    threads = [threading.Thread(target=run) for _ in range(most)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun
