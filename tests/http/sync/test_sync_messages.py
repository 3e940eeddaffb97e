"""What the office writes about a visit is on the phones of those who have it, and goes with it."""

import re
from typing import Any

import pytest
from flask import g
from flask.testing import FlaskClient

from server.services.phones.send_message import LONGEST, Letter, WrongMessage, send_message
from server.storage import feed
from server.storage.database import transaction
from server.storage.phones import assignments
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, sign_in
from tests.http.sync.conftest import Office


def _letters(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for change in answer["changes"] if change["kind"] == "message"]


def _write(console: FlaskClient, visit: str, message: str) -> str:
    """Fill in the form on the visit's page; the page that follows."""
    g.pop("csrf_token", None)  # one application context spans a test, and the form guard keeps its token there
    page = f"/console/visits/{visit}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', console.get(page).text)
    assert token is not None
    sent = {"csrf_token": token[1], "message": message}
    return console.post(f"{page}/messages", data=sent, follow_redirects=True).text


def test_a_manager_writes_on_the_visits_page_and_the_phone_shows_it(
    office: Office, client: FlaskClient, visit: str
) -> None:
    phone, console = office.phone(), office.app.test_client()
    phone.sync()
    sign_in(console, "contract_manager", name="M. Oddy")

    page = _write(console, visit, " Ask at number 12 for the key. ")

    (letter,) = _letters(phone.sync())
    assert letter["data"] == {
        "message_id": letter["id"],
        "text": "Ask at number 12 for the key.",
        "sent_at": "2026-11-23T09:00:00Z",
        "visit_id": visit,
    }
    assert "M. Oddy" in page
    assert "Ask at number 12 for the key." in page
    assert _letters(phone.sync()) == []
    assert [each["data"]["text"] for each in _letters(office.phone().sync())] == ["Ask at number 12 for the key."]


def test_a_message_goes_with_its_visit_and_comes_to_whoever_has_it_next(office: Office, visit: str) -> None:
    phone = office.phone()
    message_id = send_message(LANDLORD, Letter(visit, "Ring first."), by="cli", clock=office.clock)
    phone.sync()

    with transaction():
        assignments.assign(LANDLORD, {"A-1": []}, at=NOW)
        feed.append(LANDLORD, [feed.Change(feed.operative("op-1"), "visit", visit)], at=NOW)

    assert [(each["op"], each["id"]) for each in _letters(phone.sync())] == [("remove", message_id)]
    assert _letters(office.phone().sync()) == []


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST + 1)])
def test_what_no_phone_can_show_is_refused_and_stays_in_the_form(office: Office, visit: str, text: str) -> None:
    console = office.app.test_client()
    sign_in(console, "contract_manager")

    page = _write(console, visit, text)

    assert 'href="#message"' in page
    assert f">{text.strip()}</textarea>" in page


def test_a_visit_that_nobody_has_takes_no_message(office: Office) -> None:
    an_appointment("A-9")

    with pytest.raises(WrongMessage, match="Nobody is put on this visit"):
        send_message(LANDLORD, Letter(a_visit("A-9"), "Ring first."), by="cli", clock=office.clock)


def test_another_firm_cannot_write_to_a_visit(office: Office, visit: str) -> None:
    console = office.app.test_client()
    sign_in(console, "contractor_office", firm_id="firm-b")

    assert console.get(f"/console/visits/{visit}").status_code == 404
