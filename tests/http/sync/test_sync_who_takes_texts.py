"""Before a text is offered, the phone knows whether one would reach the tenant; why not, it does not know."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from server.outside.sms.port import Reply
from server.services.notices.take_reply import take_reply
from tests.factories import LANDLORD, a_person, a_visit, an_appointment, an_assignment
from tests.http.sync.conftest import Office
from tests.http.tenant.pages import a_link, opened
from tests.phone import Phone

MOBILE = "+447700900123"


def _tenant(answer: dict[str, Any]) -> Any:
    found = [change["data"]["tenant"] for change in answer["changes"] if change["kind"] == "visit"]
    return found[0] if found else None


def _texts(phone: Phone) -> Any:
    return (_tenant(phone.sync()) or {}).get("texts")


@pytest.mark.parametrize(
    ("person", "texts"),
    [
        ({}, True),
        ({"preferred_channel": "email", "email": "a@example.org"}, True),
        ({"preferred_channel": "phone"}, False),
        ({"preferred_channel": "letter"}, False),
        ({"mobile": "", "landline": "01284700100"}, False),
    ],
)
def test_a_phone_hears_whether_a_text_reaches_the_tenant(
    office: Office, phone: Phone, person: dict[str, str], texts: bool
) -> None:
    a_person(**person)
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    a_visit("A-1")

    tenant = _tenant(phone.sync())

    assert tenant["texts"] is texts
    assert set(tenant) == {"name", "phone", "language", "interpreter", "texts"}


def test_a_number_that_answers_stop_is_offered_no_text_from_then_on(office: Office, phone: Phone, visit: str) -> None:
    assert _texts(phone) is True

    take_reply(LANDLORD, Reply(MOBILE, "STOP", "r-1"), clock=office.clock)
    assert _texts(phone) is False

    take_reply(LANDLORD, Reply(MOBILE, "START", "r-2"), clock=office.clock)
    assert _texts(phone) is True


def test_what_the_tenant_chose_last_stands_before_the_register(
    office: Office, phone: Phone, visit: str, client: FlaskClient
) -> None:
    assert _texts(phone) is True
    page = a_link(office.clock)
    opened(client, page)
    for channel, texts in (("phone", False), ("sms", True)):
        chosen = {"language": "en", "format": "standard", "channel": channel}
        assert client.post(f"{page}/contact", data=chosen).status_code in (302, 303)
        assert _texts(phone) is texts
