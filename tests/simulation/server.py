"""The real application in this process, asked over a line by the simulated phones; it can die, and be put back."""

import base64
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from server.app import create_app
from server.domain import events
from server.outside.clock import FixedClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.storage import journal, meta
from server.storage.database import db, transaction
from server.storage.files import BLOBS
from server.storage.migrating import upgrade_schema
from tests.conftest import a_config
from tests.simulation import office
from tests.simulation.chance import SeededChance
from tests.simulation.databases import PostgresqlDatabase, SqliteDatabase
from tests.simulation.judge import judge
from tests.simulation.kills import Killed, Kills
from tests.simulation.watch import Watch

START = datetime(1970, 1, 1, tzinfo=UTC)
LATELY_LEARNED = ("check_in", "witness_code", "tenant_remark", "visit_opened")


class SimulatedServer:
    """Answers the phones' lines. One application serves every run; each run begins on an empty database."""

    def __init__(self, folder: Path, database: str = "sqlite") -> None:
        self._folder = folder
        self._clock = FixedClock(START)
        self._database = SqliteDatabase(folder) if database == "sqlite" else PostgresqlDatabase("simulation")
        self.app: Flask = create_app(a_config(folder, self._database.url), clock=self._clock)
        self._chance = SeededChance(self._clock)
        self._watch = Watch()
        self._kills = Kills()
        self._all_types = events.TYPES
        with self.app.app_context():
            upgrade_schema()
            self._database.keep_template()
        self._client = self.app.test_client()

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """One line in, one line out."""
        if "at_ms" in asked:
            self._clock.at = START + timedelta(milliseconds=asked["at_ms"])
        if asked["op"] == "request":
            return self._request(asked)
        with self.app.app_context():
            return getattr(self, f"_{asked['op']}")(asked)

    def __enter__(self) -> "SimulatedServer":
        """For the length of a run, chance comes from its seed and commits may be fatal."""
        self._chance.install()
        self._kills.install()
        return self

    def __exit__(self, *_: object) -> None:
        self._older({"on": False})
        self._kills.remove()
        self._chance.remove()

    def _begin(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._older({"on": False})
        self._chance.seed(asked["seed"])
        self._database.empty()
        for name in ("blobs", "uploads"):
            for each in (self._folder / name).glob("*"):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        self._watch.begin()
        return office.open_office(asked["phones"], asked["seed"], self._clock.now())

    def _request(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._kills.arm(asked["kill"], asked["nth"])
        try:
            response = self._client.open(
                asked["path"],
                method=asked["method"],
                headers=asked["headers"],
                data=base64.b64decode(asked["body"]),
            )
            said = {
                "status": response.status_code,
                "headers": _headers(response),
                "body": response.get_data(as_text=True),
            }
        except Killed:
            said = {"status": 0, "headers": {}, "body": ""}
            with self.app.app_context():
                db.session.remove()
                db.engine.dispose()
        finally:
            self._kills.arm(None, 0)
        with self.app.app_context():
            return {**said, **self._watch.after(asked, said)}

    def _code(self, asked: dict[str, Any]) -> dict[str, Any]:
        config = self.app.extensions["doorstep_config"]
        made = make_enrolment_code(asked["operative"], made_by="simulation", config=config, clock=self._clock)
        return {"code": made.code}

    def _office(self, asked: dict[str, Any]) -> dict[str, Any]:
        office.change(asked, self._clock)
        return {}

    def _backup(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._database.back_up()
        return {}

    def _restore(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Put yesterday's database in the place of today's. The photos' store is another disk and stays."""
        restored = self._database.restore()
        if restored:
            with transaction() as connection:
                meta.renew_server_epoch(connection)
            self._watch.restored()
        return {"restored": restored}

    def _older(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A server rolled back to a version that does not know every type of event."""
        known = {name: kind for name, kind in self._all_types.items() if name not in LATELY_LEARNED}
        events.TYPES = known if asked["on"] else self._all_types
        return {}

    def _present(self, asked: dict[str, Any]) -> dict[str, Any]:
        connection = db.session.connection()
        hashes = set(connection.execute(select(journal.JOURNAL.c.hash)).scalars())
        photos = set(connection.execute(select(BLOBS.c.sha256)).scalars())
        return {"hashes": sorted(hashes & set(asked["hashes"])), "photos": sorted(photos & set(asked["photos"]))}

    def _judge(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"violations": judge(self.app, asked, self._clock)}


def _headers(response: Any) -> dict[str, str]:
    kept = ("Content-Type", "Sync-Proof", "Retry-After", "Location", "Upload-Offset", "Tus-Resumable")
    return {name: response.headers[name] for name in kept if name in response.headers}
