"""A phone for the demonstration: it enrols and sends two reports by the same calls as a real one."""

import time
from typing import Any
from uuid import uuid4

import orjson
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from server.domain.chain import GENESIS, event_hash
from server.domain.errors import DoorstepError
from server.outside.clock import Clock


class DemonstrationPhone:
    """One enrolled phone that speaks to the application without a network."""

    def __init__(self, client: FlaskClient, code: str, clock: Clock) -> None:
        device = {"name": "Demonstration phone", "platform": "none", "app_version": "demonstration"}
        body = {"code": code, "public_key_jwk": None, "device": device, "self_test": {}}
        self._client = client
        self._clock = clock
        self._enrolled = _answer(client.post("/api/v1/enrol", json=body))
        self._epoch = str(uuid4())
        self._events: list[dict[str, Any]] = []

    def record(self, kind: str, visit_id: str, data: dict[str, Any]) -> None:
        """Append an event to the chain; `send` sends it."""
        at = {
            "wall_ms": self._now_ms(),
            "tz_offset_min": 0,
            "tz": "Europe/London",
            "mono_ms": time.monotonic_ns() // 1_000_000,
            "context_id": self._epoch,
            "anchor_id": self._enrolled["anchor"]["anchor_id"],
        }
        operative_id = self._enrolled["operative"]["id"]
        body = {"v": 1, "type": kind, "visit_id": visit_id, "actor_id": operative_id, "at": at, "blobs": []}
        envelope = {
            "id": str(uuid7()),
            "device_id": self._enrolled["device_id"],
            "epoch": self._epoch,
            "seq": len(self._events) + 1,
            "prev": self._events[-1]["hash"] if self._events else GENESIS,
            "body": orjson.dumps({**body, "data": data}).decode(),
        }
        self._events.append({**envelope, "hash": event_hash(envelope)})

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)

    def send(self) -> None:
        """Send everything recorded; raises where anything was not accepted."""
        head = self._events[-1]
        request = {
            "protocol": 1,
            "app_version": "demonstration",
            "request_id": str(uuid4()),
            "device_id": head["device_id"],
            "epoch": self._epoch,
            "server_epoch": self._enrolled["server_epoch"],
            "acked": None,
            "clock": {"wall_ms": self._now_ms(), "mono_ms": 0, "context_id": self._epoch},
            "head": {"seq": head["seq"], "hash": head["hash"]},
            "pending": {"events": len(self._events), "blobs": 0, "oldest_seq": 1},
            "events": self._events,
            "lost": [],
            "cursor": None,
            "scope": None,
            "want": [],
        }
        token = {"Authorization": f"Bearer {self._enrolled['token']}"}
        results = _answer(self._client.post("/api/v1/sync", json=request, headers=token))["results"]
        refused = [result for result in results if result["status"] != "accepted"]
        if refused:
            raise DoorstepError("demonstration_faulty", f"The demonstration's reports were not accepted: {refused}")


def _answer(response: Any) -> dict[str, Any]:
    if response.status_code not in (200, 201):
        raise DoorstepError("demonstration_faulty", f"The demonstration's phone was turned away: {response.json}")
    return dict(response.json)
