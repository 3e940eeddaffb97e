"""A push service of the tests' own: browsers subscribe here, and read what was sent to them as a browser would."""

import base64
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


@dataclass
class Taken:
    """One push as its browser reads it, and what the service was told about it."""

    shown: dict[str, Any]
    headers: dict[str, str]
    claims: dict[str, Any]


@dataclass
class Subscriber:
    """A browser with its own keys; `status` is what the service answers for it."""

    endpoint: str
    status: int = 201
    private_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = b"sixteen secrets!"
    taken: list[Taken] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives."""
        point = self.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "keys": {"p256dh": text_of(point), "auth": text_of(self.auth)}}


class PushService(ThreadingHTTPServer):
    """Listens on a free port of this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.subscribers: dict[str, Subscriber] = {}
        self.refused: list[str] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def browser(self) -> Subscriber:
        path = f"/push/{len(self.subscribers)}"
        self.subscribers[path] = Subscriber(f"{self.origin}{path}")
        return self.subscribers[path]

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        subscriber = self.server.subscribers[self.path]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if 200 <= subscriber.status < 300:
            claims = read_vapid(headers["authorization"])
            plain = http_ece.decrypt(body, private_key=subscriber.private_key, auth_secret=subscriber.auth)
            subscriber.taken.append(Taken(json.loads(plain), headers, claims))
        self.send_response(subscriber.status)
        if subscriber.status == 302:
            self.send_header("Location", f"{self.server.origin}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.refused.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


def read_vapid(authorization: str) -> dict[str, Any]:
    """The claims of a VAPID header (RFC 8292) with its key's name among them; raises where the signature is wrong."""
    kind, _, rest = authorization.partition(" ")
    assert kind == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    raw = bytes_of(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes_of(parts["k"]))
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    return {**json.loads(bytes_of(claims)), "key": parts["k"]}


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
