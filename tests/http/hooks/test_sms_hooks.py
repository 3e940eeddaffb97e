"""Gateways report and tenants answer: believed only with proof, taken once, never our error."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.outside.sms.choosing import receipt_address, reply_address
from server.outside.sms.local import local_key
from server.outside.sms.port import Call
from server.outside.sms.twilio import signature
from server.services.notices.queue_notices import NotKept, queue_missed_notices
from server.services.notices.send_notices import Post, send_notices
from server.storage.database import db
from server.storage.tables.messages import TenantMessage
from server.storage.telling import by_hand
from server.storage.telling.notices import NOTICES
from tests.factories import an_appointment

KEYS = Keys("a test secret of no other use, 0123456789")
URL = "http://localhost"
MOBILE = "+447700900123"
TOKEN = "twilio's secret"


class Gateway:
    """Takes every text, and can be told to answer before we have written down that it left."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.meanwhile: Callable[[str], object] = lambda notice_id: None

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        self.taken.append(notice_id)
        self.meanwhile(notice_id)
        return f"gw-{notice_id}"


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def sent(app: Flask, clock: FixedClock, gateway: Gateway) -> str:
    """A text about a missed appointment that has left; its notice's id."""
    an_appointment(start_at=clock.now() - timedelta(hours=3))
    queue_missed_notices("havebury", [NotKept("A-1", "no_show", clock.now())], clock=clock)
    send_notices(clock=clock, post=Post(gateway, URL, KEYS))
    return gateway.taken[0]


@contextmanager
def behind(app: Flask, sms_url: str) -> Iterator[None]:
    """The application with another gateway."""
    before = app.extensions["doorstep_config"]
    app.extensions["doorstep_config"] = replace(before, sms_url=sms_url)
    yield
    app.extensions["doorstep_config"] = before


@pytest.fixture
def kannel(app: Flask) -> Iterator[None]:
    with behind(app, "kannel+http://u:p@127.0.0.1:1/x"):
        yield


def receipt(notice_id: str, state: str) -> str:
    return receipt_address("kannel+http:", "", KEYS)(notice_id) + f"&state={state}"


def rows() -> list[dict[str, object]]:
    query = NOTICES.select().order_by(NOTICES.c.notice_id)
    db.session.rollback()
    return [dict(row) for row in db.session.execute(query).mappings()]


def reply(client: FlaskClient, text: str, message_id: str = "1", sender: str = "447700900123") -> int:
    headers = {"X-Kannel-From": sender, "X-Kannel-ID": message_id, "Content-Type": "text/plain"}
    address = reply_address("kannel+http:", "", KEYS)
    return client.post(address, data=text.encode(), headers=headers).status_code


def messages() -> list[TenantMessage]:
    return list(db.session.scalars(db.select(TenantMessage).order_by(TenantMessage.message_id)))


def test_a_receipt_says_when_the_text_was_delivered_and_a_copy_changes_nothing(
    sent: str, client: FlaskClient, kannel: None, clock: FixedClock
) -> None:
    clock.move(seconds=5)
    first = client.get(receipt(sent, "1"))
    told_at = rows()[0]["delivered_at"]
    clock.move(seconds=5)
    again = [client.get(receipt(sent, state)).status_code for state in ("1", "8", "2")]

    assert (first.status_code, again) == (204, [204, 204, 204])
    (row,) = rows()
    assert (row["state"], row["delivered_at"], row["failed_at"]) == ("delivered", told_at, None)
    assert told_at == clock.now() - timedelta(seconds=5)


def test_a_receipt_that_overtakes_our_own_note_is_kept(
    app: Flask, client: FlaskClient, kannel: None, clock: FixedClock, gateway: Gateway
) -> None:
    an_appointment(start_at=clock.now() - timedelta(hours=3))
    queue_missed_notices("havebury", [NotKept("A-1", "no_show", clock.now())], clock=clock)
    gateway.meanwhile = lambda notice_id: client.get(receipt(notice_id, "1"))

    send_notices(clock=clock, post=Post(gateway, URL, KEYS))

    (row,) = rows()
    assert (row["state"], row["sent_at"], row["delivered_at"]) == ("delivered", clock.now(), clock.now())


def test_a_text_that_bounces_becomes_a_task_for_the_office(
    sent: str, client: FlaskClient, kannel: None, clock: FixedClock
) -> None:
    assert client.get(receipt(sent, "2")).status_code == 204

    bounced, task = rows()
    manager = Viewer("user-1", "Mo", "mo@example.org", "havebury", None, ("contract_manager",))
    assert [one.number for one in by_hand.dead_numbers(manager, clock.now())] == [MOBILE]
    assert (bounced["state"], bounced["sent_at"] is not None) == ("failed", True)
    assert (task["state"], task["channel"]) == ("held", "letter")
    assert "check the number" in str(task["failure"])
    assert "{link}" in str(task["text"])


@pytest.mark.parametrize(
    "address",
    [
        "/hooks/sms/kannel?notice=x&key=wrong&state=1",
        "/hooks/sms/kannel?notice=x&state=1",
        "/hooks/sms/kannel",
        "/hooks/sms/kannel?key=%ff%00&state=1",
        "/hooks/push/some-notice/wrong",
    ],
)
def test_a_call_without_proof_is_not_believed(app: Flask, client: FlaskClient, kannel: None, address: str) -> None:
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("name", ["twilio", "local", "nothing"])
def test_only_the_gateway_that_is_set_up_is_heard(app: Flask, client: FlaskClient, kannel: None, name: str) -> None:
    assert client.post(f"/hooks/sms/{name}").status_code == 404


def test_what_is_not_understood_is_refused_and_never_our_error(app: Flask, client: FlaskClient, kannel: None) -> None:
    replies = reply_address("kannel+http:", "", KEYS)

    assert client.get(receipt("no-such-notice", "1")).status_code == 204
    assert client.get(receipt("no-such-notice", "nonsense")).status_code == 400
    assert client.post(replies, data=b"\xff\xfe\x00", headers={"X-Kannel-Charset": "no-such"}).status_code == 400
    assert client.post(replies, data=b"x" * 70_000, headers={"X-Kannel-From": "1"}).status_code == 413
    assert reply(client, "\x00" * 20, sender="not a number") == 204
    assert reply(client, "x" * 60_000, message_id="2") == 204


def test_a_text_is_kept_as_it_came_however_long(app: Flask, client: FlaskClient, kannel: None) -> None:
    assert reply(client, "x" * 60_000) == 204
    assert [said.text for said in messages()] == ["x" * 60_000]


def test_stop_ends_texts_to_the_number_and_start_begins_them_again(
    sent: str, client: FlaskClient, kannel: None, clock: FixedClock, gateway: Gateway
) -> None:
    an_appointment("A-2", start_at=clock.now() - timedelta(hours=2))
    queue_missed_notices("havebury", [NotKept("A-2", "no_show", clock.now())], clock=clock)

    assert [reply(client, " Stop. "), reply(client, "STOP", "2")] == [204, 204]
    send_notices(clock=clock, post=Post(gateway, URL, KEYS))
    assert [(row["channel"], row["state"]) for row in rows()] == [
        ("sms", "sent"),
        ("sms", "failed"),
        ("letter", "held"),
    ]
    assert messages() == []

    reply(client, "start", "3")
    an_appointment("A-3", start_at=clock.now() - timedelta(hours=1))
    queue_missed_notices("havebury", [NotKept("A-3", "no_show", clock.now())], clock=clock)
    send_notices(clock=clock, post=Post(gateway, URL, KEYS))
    assert len(gateway.taken) == 2


@pytest.mark.parametrize(
    ("text", "kind", "is_due"),
    [("WAIT", "wait", False), ("rebook!", "rebook", True), ("Please stop the leak first", "reply", True)],
)
def test_what_a_tenant_answers_is_kept_once_for_the_visit_that_they_were_told_of(
    sent: str, client: FlaskClient, kannel: None, text: str, kind: str, is_due: bool
) -> None:
    assert [reply(client, text), reply(client, text)] == [204, 204]

    (message,) = messages()
    assert (message.kind, message.text, message.channel) == (kind, text, "sms")
    assert (message.appointment_id, message.person_id, message.firm_id) == ("A-1", "person-1", "firm-a")
    assert (message.answer_by_on is not None) is is_due


@pytest.mark.parametrize("text", ["Who is this?", "WAIT"])
def test_a_text_from_a_number_nobody_knows_reaches_the_landlord_only(
    app: Flask, client: FlaskClient, kannel: None, text: str
) -> None:
    reply(client, text, sender="447700900999")

    (message,) = messages()
    assert (message.person_id, message.firm_id, message.facts["number"]) == (None, "", "+447700900999")
    assert message.kind == "reply"
    assert message.answer_by_on is not None


def test_a_text_in_other_letters_is_read_as_its_gateway_says(sent: str, client: FlaskClient, kannel: None) -> None:
    headers = {"X-Kannel-From": MOBILE, "X-Kannel-ID": "7", "X-Kannel-Charset": "UTF-16BE"}
    client.post(reply_address("kannel+http:", "", KEYS), data="آپ کب آئیں گے؟".encode("utf-16-be"), headers=headers)

    assert messages()[0].text == "آپ کب آئیں گے؟"


def test_twilios_calls_are_believed_by_their_signature_over_every_field(
    app: Flask, sent: str, client: FlaskClient, clock: FixedClock
) -> None:
    def call(address: str, form: dict[str, str], signed: dict[str, str] | None = None) -> int:
        headers = {"X-Twilio-Signature": signature(TOKEN.encode(), Call(f"{URL}{address}", form=signed or form))}
        return client.post(address, data=form, headers=headers).status_code

    with behind(app, "twilio+https://AC1:twilio%27s%20secret@api.twilio.com"):
        address = urlsplit(receipt_address("twilio+https:", URL, KEYS)(sent))
        about = f"{address.path}?{address.query}"
        assert call(about, {"MessageSid": "SM1", "MessageStatus": "delivered"}, {"MessageStatus": "sent"}) == 403
        assert call(about, {"MessageSid": "SM1", "MessageStatus": "delivered"}) == 204
        assert call("/hooks/sms/twilio", {"From": MOBILE, "Body": "Hello é", "MessageSid": "SM2"}) == 204
        assert call("/hooks/sms/twilio", {"Nothing": "we know"}) == 400

    assert rows()[0]["state"] == "delivered"
    assert [message.text for message in messages()] == ["Hello é"]


def test_the_local_gateway_is_believed_by_our_own_key(app: Flask, sent: str, client: FlaskClient) -> None:
    def call(said: object, key: str | None = None) -> int:
        body = json.dumps(said).encode()
        return client.post(
            "/hooks/sms/local", data=body, headers={"X-Doorstep-Key": key or local_key(KEYS, body)}
        ).status_code

    assert call({"notice": sent, "state": "delivered"}, "wrong") == 403
    assert call({"notice": sent, "state": "delivered"}) == 204
    assert call({"from": MOBILE, "text": "rebook", "id": "1"}) == 204
    assert [call(said) for said in ([], {"state": "gone"}, "x", {"from": 7, "text": 1})] == [400] * 4

    assert rows()[0]["state"] == "delivered"
    assert [message.kind for message in messages()] == ["rebook"]
