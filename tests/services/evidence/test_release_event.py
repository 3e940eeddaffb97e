"""A person lets in the record with which a phone opened a visit of its own: the visit is there, and what waited."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.evidence.release_event import CannotBeApplied, release_event
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.services.phones.revoke_device import revoke_device
from server.storage.database import db
from server.storage.safety import watches
from tests.factories import LANDLORD, an_operative
from tests.phone import Phone, SigningKey
from tests.simulation.server_rows import projections


@pytest.fixture
def phone(app: Flask, client: FlaskClient, clock: FixedClock) -> Phone:
    an_operative("op-1")
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    return Phone.enrolled(client, code, key=SigningKey())


class Desk:
    """Lets in what is kept apart."""

    def __init__(self, app: Flask, clock: FixedClock) -> None:
        self._keys = Keys(app.extensions["doorstep_config"].secret_key)
        self._clock = clock

    def release(self, seq: int) -> None:
        db.session.rollback()
        query = text("SELECT envelope_sha256 FROM journal WHERE seq = :seq")
        sha = db.session.execute(query, {"seq": seq}).scalar_one()
        release_event(sha, landlord_id=LANDLORD, by="manager", reason="rang him", keys=self._keys, clock=self._clock)

    def rebuild(self) -> None:
        db.session.remove()
        rebuild_projections(landlord_id=LANDLORD, keys=self._keys, clock=self._clock)


@pytest.fixture
def desk(app: Flask, clock: FixedClock) -> Desk:
    return Desk(app, clock)


def test_a_revoked_phones_own_visit_can_be_let_in(phone: Phone, desk: Desk, clock: FixedClock) -> None:
    made = str(uuid4())
    phone.record("visit_opened", made, reason="in passing")
    phone.record("arrived", made)
    revoke_device(phone.device_id, landlord_id=LANDLORD, by="test", clock=clock)
    phone.sync()

    with pytest.raises(CannotBeApplied, match="let the record of that count first"):
        desk.release(2)
    desk.release(1)
    desk.release(2)

    state = db.session.execute(text("SELECT status, event_count FROM visit_states")).one()
    assert tuple(state) == ("at_door", 2)
    before = projections()
    desk.rebuild()
    assert projections() == before


def test_what_waited_for_the_opening_is_let_in_with_it(phone: Phone, desk: Desk) -> None:
    made = str(uuid4())
    opened = phone.record("visit_opened", made, reason="in passing")
    phone.sync([{**opened, "sig": SigningKey().sign("0")}])
    phone.record("arrived", made)
    phone.record("timer_started", made, minutes=30)
    codes = [result["code"] for result in phone.sync()["results"]]

    desk.release(1)

    assert codes == ["unknown_visit"] * 2
    types = db.session.execute(text("SELECT type FROM visit_events ORDER BY seq")).scalars().all()
    assert types == ["visit_opened", "arrived", "timer_started"]
    # Nobody who works alone goes unwatched because their record was kept apart at first.
    (watch,) = watches.of_visits(db.session.connection(), [made])
    assert (watch.operative_id, watch.source) == ("op-1", "timer")
