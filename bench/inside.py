"""The server called inside this process: what a request costs in processor time, without sockets."""

import gzip
import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from flask import Flask

from bench.phones import BenchPhone
from server.app import create_app
from server.config import read_config
from server.outside.clock import SystemClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.storage.database import db
from server.storage.migrating import upgrade_schema
from tests import factories
from tests.databases import postgresql_address


@contextmanager
def opened(database: str) -> Iterator[Flask]:
    """The product on a fresh database, inside its context."""
    with TemporaryDirectory() as place:
        app = create_app(_config(Path(place), database), clock=SystemClock())
        with app.app_context():
            upgrade_schema()
            yield app
            db.session.remove()
            db.engine.dispose()


def _config(folder: Path, database: str) -> Any:
    url = (
        f"sqlite:///{folder}/doorstep.sqlite3"
        if database == "sqlite"
        else postgresql_address("bench_inside", durable=True)
    )
    return read_config(
        {
            "DOORSTEP_MODE": "production",
            "DOORSTEP_DATA_DIR": str(folder),
            "DOORSTEP_DATABASE_URL": url,
            "DOORSTEP_SECRET_KEY": "a bench secret of no other use, 0123456789",
            "DOORSTEP_PUBLIC_URL": "http://localhost",
            "DOORSTEP_SMS_URL": "kannel+http://user:pass@localhost:1/send",
        }
    )


def a_phone(app: Flask, operative_id: str) -> BenchPhone:
    """An operative with a phone that has made its first sync, and a visit of today."""
    factories.an_operative(operative_id)
    made = make_enrolment_code(
        operative_id, made_by="bench", config=app.extensions["doorstep_config"], clock=SystemClock()
    )
    device = {"name": "bench", "platform": "bench", "app_version": "0"}
    body = {"code": made.code, "public_key_jwk": None, "device": device, "self_test": {}}
    _, answer = call(app, "/api/v1/enrol", body, "")
    phone = BenchPhone(
        0,
        answer["device_id"],
        answer["token"],
        answer["operative"]["id"],
        answer["server_epoch"],
        answer["anchor"]["anchor_id"],
    )
    sync(app, phone, [])
    return phone


def a_visit(operative_id: str) -> str:
    """A visit of today for this operative."""
    name = f"A-{operative_id}"
    factories.an_appointment(name, start_at=SystemClock().now(), job_number=f"J-{operative_id}")
    factories.an_assignment(name, operative_id)
    return factories.a_visit(name)


def sync(app: Flask, phone: BenchPhone, events: list[dict[str, Any]]) -> float:
    """One sync; the processor seconds of this thread that it took."""
    took, answer = call(app, "/api/v1/sync", phone.request(events), phone.token)
    bad = [one for one in answer["results"] if one["status"] not in ("accepted", "duplicate")]
    if bad:
        raise RuntimeError(f"the server answered {bad[:2]}")
    phone.cursor = answer["cursor"] or phone.cursor
    return took


def call(app: Flask, path: str, body: dict[str, Any], token: str) -> tuple[float, dict[str, Any]]:
    """Call the application as its server would; processor seconds, and what it said."""
    took, answer = sent(app, path, body, token)
    return took, orjson.loads(gzip.decompress(answer) if answer[:2] == b"\x1f\x8b" else answer)


def sent(app: Flask, path: str, body: dict[str, Any], token: str) -> tuple[float, bytes]:
    """As `call`, with the answer as the line carries it."""
    content = gzip.compress(json.dumps(body, separators=(",", ":")).encode(), 6)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(content),
        "wsgi.errors": io.StringIO(),
        "CONTENT_LENGTH": str(len(content)),
        "CONTENT_TYPE": "application/json",
        "HTTP_CONTENT_ENCODING": "gzip",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
    }
    status: list[str] = []

    def begin(said: str, *_: object) -> Callable[[bytes], object]:
        status.append(said)
        return lambda _piece: None

    def serve() -> bytes:
        return b"".join(app(environ, begin))

    # A request begins with nothing: ours would else find the measuring program's own context, and its session.
    begun = time.thread_time()
    answer = Context().run(serve)
    took = time.thread_time() - begun
    if not status[0].startswith("2"):
        raise RuntimeError(f"the server answered {status[0]}")
    return took, answer
