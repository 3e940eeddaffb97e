"""A tenant's message, and a form as the office sends it, for the tests of the console."""

import re
from datetime import date

from flask import g
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from server.storage.database import db, transaction
from server.storage.tables.messages import MessagePhoto, TenantMessage
from tests.factories import LANDLORD, NOW


def a_message(firm_id: str = "firm-a", kind: str = "complaint", **fields: object) -> str:
    """Something the tenant of appointment A-1 said this morning; returns its id."""
    message_id = str(uuid7())
    values = {
        "reference": f"M-{message_id[-6:].upper()}",
        "channel": "page",
        "appointment_id": "A-1",
        "person_id": "person-1",
        "uprn": "100000000001",
        "text": "Nobody rang before.",
        "facts": {},
        "acknowledge_by_on": date(2026, 11, 30),
        "answer_by_on": date(2026, 12, 14),
        "received_at": NOW,
        **fields,
    }
    row = TenantMessage(
        message_id=message_id, landlord_id=LANDLORD, once_key=message_id, kind=kind, firm_id=firm_id, **values
    )
    with transaction():
        db.session.add(row)
    return message_id


def a_message_photo(message_id: str) -> str:
    """A photo that came with it, as the database knows it: without its bytes; returns its id."""
    photo_id = str(uuid7())
    values = {"landlord_id": LANDLORD, "message_id": message_id, "sha256": "ab" * 32, "size": 3, "added_at": NOW}
    with transaction():
        db.session.add(MessagePhoto(photo_id=photo_id, **values))
    return photo_id


def send_form(client: FlaskClient, address: str, to: str = "", **sent: str) -> str:
    """Send a form of this page with its token, to the page itself or to another address; the page that follows."""
    token = form_token(client, address)
    return client.post(to or address, data={"csrf_token": token, **sent}, follow_redirects=True).text


def form_token(client: FlaskClient, address: str) -> str:
    """What a form of this page is sent with."""
    g.pop("csrf_token", None)  # one application context spans a test, and the form guard keeps its token there
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert token is not None
    return token[1]
