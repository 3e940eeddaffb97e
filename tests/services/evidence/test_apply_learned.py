"""An older version set apart what it did not know; a newer one applies it, as if it had known it at first."""

from uuid import uuid4

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.apply_learned import apply_learned
from server.services.evidence.export_events import export_events
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.storage.database import db
from tests.evidence import journal_faults
from tests.factories import LANDLORD, a_visit, an_appointment, an_assignment, an_operative
from tests.older_version import an_older_version
from tests.phone import Phone
from tests.simulation.server_rows import projections


@pytest.fixture
def phone(app: Flask, client: FlaskClient, clock: FixedClock) -> Phone:
    an_operative("op-1")
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    return Phone.enrolled(client, code)


@pytest.fixture
def visit(phone: Phone) -> str:
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    return a_visit("A-1")


def _learn(app: Flask, clock: FixedClock) -> int:
    """What the worker of the newer version does at its start."""
    db.session.remove()
    return apply_learned(landlord_id=LANDLORD, keys=_keys(app), clock=clock)


def _keys(app: Flask) -> Keys:
    return Keys(app.extensions["doorstep_config"].secret_key)


def _standing() -> list[tuple[str, str | None]]:
    lines = [orjson.loads(line) for line in export_events(landlord_id=LANDLORD)]
    return [(line["status"], line["code"]) for line in lines]


def test_a_type_that_is_learned_counts_without_anybodys_doing(
    app: Flask, phone: Phone, visit: str, clock: FixedClock
) -> None:
    with an_older_version("id_shown"):
        for kind in ("arrived", "id_shown", "left"):
            phone.record(kind, visit)
        codes = [result.get("code") for result in phone.sync()["results"]]

    clock.move(days=3)
    learned = _learn(app, clock)

    assert (codes, learned) == ([None, "unknown_type", None], 1)
    assert _standing() == [("accepted", None)] * 3
    assert db.session.execute(text("SELECT event_count FROM visit_states")).scalar_one() == 3
    assert journal_faults() == []
    assert _learn(app, clock) == 0


def test_what_is_learned_is_as_a_rebuild_makes_it(app: Flask, phone: Phone, visit: str, clock: FixedClock) -> None:
    with an_older_version("id_shown"):
        phone.record("arrived", visit)
        phone.wall_ms += 60_000
        phone.record("id_shown", visit)
        phone.wall_ms += 60_000
        phone.context_id = "another-page"
        phone.record("left", visit)
        clock.move(minutes=5)
        phone.sync()
    _learn(app, clock)

    before = projections()
    db.session.remove()
    rebuild_projections(landlord_id=LANDLORD, keys=_keys(app), clock=clock)

    assert projections() == before


def test_a_learned_opening_lets_in_what_waited_for_its_visit(app: Flask, phone: Phone, clock: FixedClock) -> None:
    made = str(uuid4())
    with an_older_version("visit_opened"):
        phone.record("visit_opened", made, reason="in passing")
        phone.record("arrived", made)
        phone.sync()
    assert _standing() == [("quarantined", "unknown_type"), ("quarantined", "unknown_visit")]

    assert _learn(app, clock) == 2
    assert _standing() == [("accepted", None)] * 2


def test_what_is_learned_is_judged_by_everything_else(app: Flask, phone: Phone, visit: str, clock: FixedClock) -> None:
    with an_older_version("id_shown"):
        phone.record("id_shown", visit, actor_id="somebody")
        phone.sync()

    assert _learn(app, clock) == 0
    assert _standing() == [("quarantined", "not_assigned")]


def test_what_nobody_knows_yet_goes_on_waiting(app: Flask, phone: Phone, visit: str, clock: FixedClock) -> None:
    phone.record("danced", visit)
    phone.sync()

    assert _learn(app, clock) == 0
    assert _standing() == [("quarantined", "unknown_type")]
