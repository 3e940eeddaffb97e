"""What somebody asks about an item is on the operative's phone, and the answer comes back to the item."""

import pytest
from sqlalchemy import select

from server.domain.review.items import ReviewRefused, Subject, Waiting
from server.domain.viewing import Viewer
from server.services.review.ask_operative import ask_operative
from server.services.review.put_item import put_item
from server.storage.database import db
from server.storage.review import queue
from server.storage.tables.review import ReviewItem
from tests.factories import LANDLORD, NOW, sign_in
from tests.http.console.told import send_form
from tests.http.sync.conftest import Office

MANAGER = Viewer("user-1", "M. Oddy", "m@example.org", LANDLORD, None, ("contract_manager", "safeguarding_lead"))


def an_item(kind: str, visit_id: str) -> str:
    put_item(Waiting(LANDLORD, kind, Subject("report", f"{kind}-1"), NOW, firm_id="firm-a", visit_id=visit_id), at=NOW)
    found = db.session.scalar(select(ReviewItem.item_id).where(ReviewItem.kind == kind))
    assert found is not None
    return found


def test_a_question_is_answered_on_the_phone_and_read_beside_the_item(office: Office, visit: str) -> None:
    page = f"/console/queue/{an_item('property_concern', visit)}"
    phone, console = office.phone(), office.app.test_client()
    sign_in(console, "contract_manager")

    assert "Write what the operative should read." in send_form(console, page, f"{page}/questions", question=" ")
    assert "No answer yet." in send_form(console, page, f"{page}/questions", question="Is the stopcock shut?")
    (asked,) = [change for change in phone.sync()["changes"] if change["kind"] == "message"]
    assert asked["data"]["text"] == "Is the stopcock shut?"
    phone.record("message_answered", visit, message_id=asked["id"], text="Yes, since ten.")
    phone.sync()
    phone.record("message_answered", visit, message_id=asked["id"], text="Yes, since ten.")
    phone.record("message_answered", visit, message_id="no-question", text="Hello?")
    phone.sync()

    text = console.get(page).text
    assert "Yes, since ten." in text and "Hello?" not in text
    assert text.count("The operative answered.") == 1


@pytest.mark.parametrize("kind", ["household_concern", "alarm"])
def test_nobody_is_asked_where_the_phone_would_give_somebody_away(office: Office, visit: str, kind: str) -> None:
    item_id = an_item(kind, visit)

    with pytest.raises(ReviewRefused, match="Ring the contractor"):
        ask_operative(item_id, "Are you safe?", viewer=MANAGER, clock=office.clock)

    assert queue.questions(item_id) == []
