"""A Flask route with next to nothing in it, under the very web server that the product runs under.

`python -m bench.bare PORT [PLACE]`: the route reads a row and writes a row, in memory, or in PLACE with full sync.
"""

import sqlite3
import sys
from threading import Lock
from typing import Any

import orjson
import psycopg
from flask import Flask, Response, request

from server.cli import web


def bare_app(place: str) -> Flask:
    """The route is POST /bare; `place` is an SQLite file, `:memory:` or the address of a PostgreSQL database."""
    app = Flask("bare")
    connection, alone = _opened(place), Lock()

    @app.post("/bare")
    def answer() -> Response:
        request.get_data()
        with alone:
            number = connection.execute("SELECT a, b FROM one WHERE a = 1").fetchone()[1]
            connection.execute("UPDATE one SET b = b + 1 WHERE a = 1")
            connection.commit()
        return app.response_class(orjson.dumps({"b": number}), mimetype="application/json")

    return app


def _opened(place: str) -> Any:
    """A connection of either driver; what the route asks of it is said to both in the same words."""
    connection: Any
    if place.startswith("postgresql"):
        connection = psycopg.connect(place.replace("+psycopg", ""))
    else:
        connection = sqlite3.connect(place, check_same_thread=False)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE one (a INTEGER PRIMARY KEY, b INTEGER)")
    connection.execute("INSERT INTO one VALUES (1, 1)")
    connection.commit()
    return connection


if __name__ == "__main__":
    port, place = int(sys.argv[1]), (*sys.argv[2:], ":memory:")[0]
    setattr(web, "create_app", lambda: bare_app(place))  # noqa: B010
    web.run_web(host="127.0.0.1", port=port, threads=16, processes=1)
