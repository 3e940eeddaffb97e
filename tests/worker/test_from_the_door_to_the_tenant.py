"""A phone's word at the door becomes a text within one round of the worker, and its link opens the card."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.storage.database import db
from server.storage.telling.notices import LOCAL_TEXTS
from server.worker.main import Turn, work_once
from server.worker.steps import steps_of
from tests.factories import a_visit, an_appointment, an_assignment, an_operative
from tests.phone import Phone


def test_no_access_reaches_the_tenant_as_a_text_whose_link_shows_the_card(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    an_operative(full_name="Sam Reed")
    an_appointment(start_at=clock.now() - timedelta(minutes=10))
    an_assignment()
    visit_id = a_visit()
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock)
    phone = Phone.enrolled(client, code.code, wall_ms=int(clock.now().timestamp() * 1000))
    phone.record("arrived", visit_id, at_property=True)
    phone.record("id_shown", visit_id)
    phone.record("no_access", visit_id, reason="nobody_in", card_left=True, card_number="C-17")
    phone.sync()

    for step in steps_of(app):
        work_once(app, Turn(step), now=0.0)

    with db.engine.connect() as connection:
        (text,) = connection.execute(LOCAL_TEXTS.select()).mappings()
    assert text["recipient"] == "+447700900123"
    assert text["text"].startswith("Havebury: sorry we missed you")
    link = text["text"].split("http://localhost")[1].split(" ")[0]
    page = client.post(link, data={"postcode": "IP33 1AA"}, follow_redirects=True).get_data(as_text=True)
    assert "Sorry we missed you" in page
    assert "C-17" in page
    assert "Sam Reed" in page
