"""What is said to a tenant about their own words, and to whom it is not."""

import pytest
from flask import Flask

from server.outside.clock import FixedClock
from server.services.messages.take_message import About, Said, take_message
from server.storage.database import db, transaction
from server.storage.tables.messages import ContactChoice
from server.storage.tables.notices import Notice
from tests.factories import LANDLORD, a_person, an_appointment


@pytest.mark.parametrize(
    "shared, begins",
    [
        pytest.param(False, "Havebury: thank you, we have your message and answer by ", id="their own"),
        pytest.param(True, "Havebury: there is news for you. See ", id="one that others read"),
    ],
)
def test_a_phone_that_others_read_does_not_hear_that_its_tenant_wrote(
    app: Flask, clock: FixedClock, shared: bool, begins: str
) -> None:
    a_person()
    an_appointment(start_at=clock.now())
    chosen = {"channel": "sms", "language": "en", "format": "standard", "shared_phone": shared, "by": "tenant"}
    with transaction():
        db.session.add(
            ContactChoice(choice_id="c-1", landlord_id=LANDLORD, person_id="person-1", at=clock.now(), **chosen)
        )

    about = About(firm_id="firm-a", appointment_id="A-1", person_id="person-1")
    take_message(LANDLORD, about, Said(kind="question", text="He hides my post.", once_key="the form"), clock=clock)

    [notice] = db.session.query(Notice).filter_by(kind="message_received")
    assert notice.text.startswith(begins)
