"""A phone for the tests: it enrols, chains, hashes and signs by the protocol alone, with none of our own code.

phone = Phone.enrolled(client, code)            # or Phone(client, device_id, token, operative_id)
phone.record("arrived", visit_id=visit_id)
answer = phone.sync()                           # the parsed 200, checked for its proof
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

GENESIS = "0" * 64


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hex_sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def event_hash(envelope: dict[str, Any], body: bytes | None = None) -> str:
    """As the protocol writes it."""
    content = envelope["body"].encode() if body is None else body
    parts = ("evt1", envelope["device_id"], envelope["epoch"], str(envelope["seq"]), envelope["id"], envelope["prev"])
    return hex_sha256("\n".join((*parts, hex_sha256(content))).encode())


class SigningKey:
    """A P-256 key as a browser would make it."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def jwk(self) -> dict[str, str]:
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"kty": "EC", "crv": "P-256", "x": base64url(point[1:33]), "y": base64url(point[33:])}

    def sign(self, text: str) -> str:
        r, s = decode_dss_signature(self._key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


@dataclass
class Phone:
    """One phone with one chain. `unsent` are its events in order; a test may change, drop or reorder them."""

    client: FlaskClient
    device_id: str
    token: str
    operative_id: str
    server_epoch: str | None = None
    anchor_id: str | None = None
    key: SigningKey | None = None
    seal_key_jwk: dict[str, str] | None = None
    epoch: str = field(default_factory=lambda: secrets.token_hex(8))
    seq: int = 0
    hash: str = GENESIS
    acked: tuple[int, str] = (0, GENESIS)
    cursor: str | None = None
    unsent: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    wall_ms: int = 0
    context_id: str = field(default_factory=lambda: secrets.token_hex(8))

    @classmethod
    def enrolled(
        cls, client: FlaskClient, code: str, *, key: SigningKey | None = None, token: str = "", wall_ms: int = 0
    ) -> "Phone":
        """Enrol with a code; the answer must be a 201. `wall_ms` is the phone's clock (0: the machine's)."""
        response = enrol(client, code, key=key, token=token)
        assert response.status_code == 201, response.get_data(as_text=True)
        said = response.get_json()
        return cls(
            client,
            said["device_id"],
            said["token"],
            said["operative"]["id"],
            server_epoch=said["server_epoch"],
            anchor_id=said["anchor"]["anchor_id"],
            key=key,
            seal_key_jwk=said["seal_key_jwk"],
            wall_ms=wall_ms or said["t_send"],
        )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def now_ms(self) -> int:
        return self.wall_ms or round(time.time() * 1000)

    def record(self, type: str, visit_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """Append an event; `body` members may be given as `at`, `blobs`, `corrects`, `actor_id`, `geo`, `v`."""
        own = {name: fields.pop(name) for name in ("at", "blobs", "corrects", "actor_id", "geo", "v") if name in fields}
        body = {
            "v": 1,
            "type": type,
            "visit_id": visit_id,
            "actor_id": self.operative_id,
            "at": {
                "wall_ms": self.now_ms(),
                "tz_offset_min": 0,
                "tz": "Europe/London",
                "mono_ms": self.now_ms() % 10**9,
                "context_id": self.context_id,
                "anchor_id": self.anchor_id,
            },
            "blobs": [],
            "data": fields,
            **own,
        }
        return self.append(json.dumps(body, ensure_ascii=False))

    def append(self, body: str, event_id: str | None = None) -> dict[str, Any]:
        """Chain a body, whatever it says."""
        envelope: dict[str, Any] = {
            "id": event_id or str(uuid7()),
            "device_id": self.device_id,
            "epoch": self.epoch,
            "seq": self.seq + 1,
            "prev": self.hash,
            "body": body,
        }
        envelope["hash"] = event_hash(envelope)
        self.seq, self.hash = envelope["seq"], envelope["hash"]
        self.unsent.append(envelope)
        self.kept.append(envelope)
        return envelope

    def request(self, events: list[dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
        """The sync request with these events (default none); any field may be replaced."""
        return {
            "protocol": 1,
            "app_version": "test",
            "request_id": secrets.token_hex(12),
            "device_id": self.device_id,
            "epoch": self.epoch,
            "server_epoch": self.server_epoch,
            "acked": {"seq": self.acked[0], "hash": self.acked[1]},
            "clock": {
                "wall_ms": self.now_ms(),
                "mono_ms": self.now_ms() % 10**9,
                "context_id": self.context_id,
            },
            "head": {"seq": self.seq, "hash": self.hash},
            "pending": {"events": len(self.unsent), "blobs": 0, "oldest_seq": None},
            "events": self._signed(events or []),
            "lost": [],
            "sealed": [],
            "cursor": self.cursor,
            "scope": None,
            "want": [],
            **fields,
        }

    def _signed(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if self.key is None or not events or "sig" in events[-1]:
            return events
        return [*events[:-1], {**events[-1], "sig": self.key.sign(events[-1]["hash"])}]

    def post(self, request: dict[str, Any]) -> TestResponse:
        """Send a request as it is; nothing on the phone changes."""
        return self.client.post("/api/v1/sync", json=request, headers=self.headers)

    def sync(self, events: list[dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
        """Send these events (default all unsent), check the answer and settle it. Returns the parsed answer."""
        batch = self.unsent if events is None else events
        request = self.request(list(batch), **fields)
        response = self.post(request)
        assert response.status_code == 200, response.get_data(as_text=True)
        said: dict[str, Any] = response.get_json()
        assert response.headers["Sync-Proof"] == request["request_id"] == said["request_id"]
        assert (said["device_id"], said["epoch"]) == (self.device_id, self.epoch)
        self.settle(said)
        return said

    def settle(self, said: dict[str, Any]) -> None:
        """Forget what is acknowledged by our own hash, take the cursor and the anchor."""
        own = {envelope["seq"]: envelope["hash"] for envelope in self.kept}
        if said["acked_seq"] and own.get(said["acked_seq"]) == said["acked_hash"]:
            self.acked = (said["acked_seq"], said["acked_hash"])
            self.unsent = [each for each in self.unsent if each["seq"] > said["acked_seq"]]
        self.cursor = said["cursor"]
        self.anchor_id = said["anchor"]["anchor_id"]
        self.token = said.get("token", self.token)

    def send_raw(self, envelope: dict[str, Any], body: bytes, **headers: str) -> TestResponse:
        """Send one event to /sync/raw."""
        own = {
            "Sync-Request-Id": secrets.token_hex(8),
            "Event-Device": envelope["device_id"],
            "Event-Epoch": envelope["epoch"],
            "Event-Seq": str(envelope["seq"]),
            "Event-Id": envelope["id"],
            "Event-Prev": envelope["prev"],
            "Event-Hash": envelope["hash"],
            **headers,
        }
        return self.client.post("/api/v1/sync/raw", data=body, headers={**self.headers, **own})

    def sealed(self, envelope: dict[str, Any]) -> dict[str, Any]:
        """An acknowledged event as the phone keeps it: readable by the server only."""
        assert self.seal_key_jwk is not None
        box = box_for(self.seal_key_jwk, json.dumps(envelope).encode())
        return {"seq": envelope["seq"], "hash": envelope["hash"], "box": box}


def box_for(server_key: dict[str, str], content: bytes) -> str:
    """A box that only the server opens: an ephemeral point, a nonce, AES-256-GCM."""
    point = b"\x04" + unpadded(server_key["x"]) + unpadded(server_key["y"])
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    mine = ec.generate_private_key(ec.SECP256R1())
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"doorstep seal 1").derive(mine.exchange(ec.ECDH(), theirs))
    own = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    iv = secrets.token_bytes(12)
    return base64url(own + iv + AESGCM(key).encrypt(iv, content, None))


def enrol(
    client: FlaskClient, code: str, *, key: SigningKey | None = None, token: str = "", **fields: Any
) -> TestResponse:
    """Ask to be enrolled; the answer as it came."""
    request = {
        "code": code,
        "public_key_jwk": key.jwk if key else None,
        "device": {"name": "Test phone", "platform": "test", "app_version": "1"},
        "self_test": {"storage": "ok"},
        **fields,
    }
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.post("/api/v1/enrol", json=request, headers=headers)
