"""A pull with nothing new, beside a bare Flask route that reads a row, writes a row and answers: in one process."""

import sqlite3
import statistics
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import orjson
from flask import Flask, Response, request
from sqlalchemy import event

from bench import inside
from server.storage.database import db

ROUNDS = 200


@dataclass
class Idle:
    """Processor milliseconds: medians. `bare_ms` writes into memory, `bare_durable_ms` to the disk, as a pull must."""

    database: str
    pull_ms: float
    bare_ms: float
    bare_durable_ms: float
    statements: int


def measure(database: str) -> Idle:
    """The same phone asks again and again."""
    with TemporaryDirectory() as place, inside.opened(database) as app:
        bare, durable = _bare(":memory:"), _bare(f"{place}/bare.sqlite3")
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


def _bare(path: str) -> Flask:
    app = Flask("bare")
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE one (a INTEGER, b INTEGER)"
    )
    connection.execute("INSERT INTO one VALUES (1, 1)")
    connection.commit()

    @app.post("/bare")
    def answer() -> Response:
        request.get_data()
        row = connection.execute("SELECT a, b FROM one WHERE a = ?", (1,)).fetchone()
        connection.execute("UPDATE one SET b = ? WHERE a = ?", (row[1] + 1, 1))
        connection.commit()
        return app.response_class(orjson.dumps({"b": row[1]}), mimetype="application/json")

    return app


def _median_ms(values: list[float]) -> float:
    return statistics.median(values) * 1000
