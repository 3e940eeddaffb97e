"""A number that a phone calls lost and that the office has is no hole: no time is less sure for it."""

from datetime import datetime

import pytest
from sqlalchemy import text

from server.outside.keys import Keys
from server.services.evidence.rebuild_projections import rebuild_projections
from server.storage.database import db
from tests.factories import LANDLORD, sign_in
from tests.http.sync.conftest import Office
from tests.phone import Phone
from tests.simulation.server_rows import projections


def _announced_then_sent(office: Office, phone: Phone, visit: str) -> datetime:
    """Three events, announced by a head and sent ten minutes later; returns when the head was heard."""
    phone.sync()
    for kind in ("travel_started", "arrived", "left"):
        phone.record(kind, visit)
    heard_at = office.clock.now()
    phone.sync([])
    office.clock.move(minutes=10)
    return heard_at


def _latest(seq: int) -> datetime:
    said = db.session.execute(text("SELECT hard_to_at FROM visit_events WHERE seq = :seq"), {"seq": seq}).scalar_one()
    return said if isinstance(said, datetime) else datetime.fromisoformat(f"{said}+00:00")


def _assert_rebuild_changes_nothing(office: Office) -> None:
    before = projections()
    db.session.remove()
    keys = Keys(office.app.extensions["doorstep_config"].secret_key)
    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=office.clock)
    assert projections() == before


def test_a_number_that_was_here_before_it_was_called_lost(office: Office, phone: Phone, visit: str) -> None:
    """As after an answer that got lost on the way, on a phone whose browser threw the record away."""
    heard_at = _announced_then_sent(office, phone, visit)
    phone.sync(list(phone.unsent))

    phone.sync([], lost=[[2, 2]])

    assert _latest(1) == heard_at
    _assert_rebuild_changes_nothing(office)


@pytest.mark.parametrize("order", [(1, 3, 2), (3, 1, 2)])
def test_a_number_that_comes_after_it_was_called_lost(
    office: Office, phone: Phone, visit: str, order: tuple[int, ...]
) -> None:
    heard_at = _announced_then_sent(office, phone, visit)
    sent = {one["seq"]: one for one in phone.unsent}
    for seq in order:
        phone.sync([sent[seq]], lost=[[2, 2]])
        office.clock.move(minutes=1)

    assert _latest(1) == heard_at
    _assert_rebuild_changes_nothing(office)


def test_what_is_lost_and_not_here_is_a_hole(office: Office, phone: Phone, visit: str) -> None:
    heard_at = _announced_then_sent(office, phone, visit)
    sent = {one["seq"]: one for one in phone.unsent}

    phone.sync([sent[1]], lost=[[2, 2]])
    office.clock.move(minutes=1)
    phone.sync([sent[3]])

    assert _latest(1) > heard_at
    assert _latest(3) == heard_at
    _assert_rebuild_changes_nothing(office)


@pytest.mark.parametrize(("sent", "said"), [((1, 2, 3), False), ((1, 3), True)])
def test_the_office_is_told_of_what_is_lost_and_not_of_what_is_here(
    office: Office, phone: Phone, visit: str, sent: tuple[int, ...], said: bool
) -> None:
    _announced_then_sent(office, phone, visit)
    phone.sync([one for one in phone.unsent if one["seq"] in sent])

    phone.sync([], lost=[[2, 2]])

    console = office.app.test_client()
    sign_in(console, "contract_manager")
    assert ("1 lost" in console.get("/console/phones").text) == said
