"""Gateways get what their manuals ask for, and their refusals are told apart: mend the number, or try again."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from server.outside.sms.choosing import open_sender
from server.outside.sms.port import NotSent, Sender


class FakeGateway(HTTPServer):
    """Answers as it is told and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.content = 202, "0: Accepted for delivery"
        self.asked: list[tuple[str, dict[str, list[str]], str]] = []


class _Handler(BaseHTTPRequestHandler):
    server: FakeGateway

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        place = urlsplit(self.path)
        fields = parse_qs(place.query or self.rfile.read(length).decode())
        self.server.asked.append((place.path, fields, self.headers.get("Authorization", "")))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.content.encode())

    do_GET = do_POST = _answer  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    server = FakeGateway()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def kept_nowhere(gateway_id: str, recipient: str, text: str) -> None:
    raise AssertionError("this gateway is not the local one")


def kannel(gateway: FakeGateway) -> Sender:
    where = f"127.0.0.1:{gateway.server_port}/cgi-bin/sendsms?from=Havebury"
    return open_sender(f"kannel+http://door:p%40ss@{where}", kept_nowhere)


def twilio(gateway: FakeGateway) -> Sender:
    gateway.status, gateway.content = 201, json.dumps({"sid": "SM123"})
    # Twilio itself answers only by HTTPS; the tests' own stand-in has no certificate.
    return open_sender(f"twilio+http://AC1:secret@127.0.0.1:{gateway.server_port}?from=Havebury", kept_nowhere)


def test_kannel_gets_a_plain_text_in_the_small_alphabet(gateway: FakeGateway) -> None:
    kannel(gateway).send("+447700900123", "Sorry, 100% £5 & more", notice_id="n1")

    path, fields, _ = gateway.asked[0]
    assert path == "/cgi-bin/sendsms"
    assert (fields["username"], fields["password"]) == (["door"], ["p@ss"])
    assert (fields["to"], fields["from"]) == (["+447700900123"], ["Havebury"])
    assert (fields["text"], fields["coding"]) == (["Sorry, 100% £5 & more"], ["0"])


def test_kannel_gets_other_scripts_in_the_large_alphabet(gateway: FakeGateway) -> None:
    kannel(gateway).send("+447700900123", "ہم آئے", notice_id="n1")

    assert gateway.asked[0][1]["coding"] == ["2"]


def test_twilio_gets_a_form_and_gives_its_id(gateway: FakeGateway) -> None:
    assert twilio(gateway).send("+447700900123", "Sorry", notice_id="n1") == "SM123"

    path, fields, authorization = gateway.asked[0]
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert fields == {"To": ["+447700900123"], "From": ["Havebury"], "Body": ["Sorry"]}
    assert authorization.startswith("Basic ")


def test_a_text_that_twilio_took_is_not_sent_twice_because_its_answer_is_odd(gateway: FakeGateway) -> None:
    sender = twilio(gateway)
    gateway.content = "<html>"

    assert sender.send("+447700900123", "Sorry", notice_id="n1") == ""


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (422, True), (401, False), (403, False), (429, False), (500, False), (503, False)],
)
@pytest.mark.parametrize("make", [kannel, twilio])
def test_refusals_are_told_apart(gateway: FakeGateway, make: object, status: int, permanent: bool) -> None:
    sender = make(gateway)  # type: ignore[operator]
    gateway.status = status

    with pytest.raises(NotSent, match=str(status)) as problem:
        sender.send("+447700900123", "Sorry", notice_id="n1")

    assert problem.value.permanent is permanent


def test_a_gateway_that_is_gone_is_a_passing_failure() -> None:
    with pytest.raises(NotSent) as problem:
        open_sender("kannel+http://a:b@127.0.0.1:9", kept_nowhere).send("+447700900123", "x", notice_id="n1")

    assert not problem.value.permanent


def test_the_local_gateway_keeps_the_text_whole_and_sends_it_nowhere() -> None:
    kept: list[tuple[str, str, str]] = []
    sender = open_sender("local:", lambda *text: kept.append(text))

    first = sender.send("+447700900123", "Sorry: https://x.example/t/abc", notice_id="n1")
    second = sender.send("+447700900123", "Sorry: https://x.example/t/abc", notice_id="n1")

    assert first != second
    assert [text for _, _, text in kept] == ["Sorry: https://x.example/t/abc"] * 2
