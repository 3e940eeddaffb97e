"""Email by SMTP: what arrives, and which refusals are for ever."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string

import pytest

from server.outside.mail.smtp import Smtp
from server.outside.sms.port import NotSent


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as one message needs; `refuses` is its answer to every recipient."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.refuses = ""
        self.taken: list[tuple[str, str]] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=visits@havebury.example&tls=no"


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("RCPT"):
                recipient = line.partition("<")[2].rstrip(">")
                self.say(self.server.refuses or "250 ok")
            elif line.upper() == "DATA":
                self.say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                self.server.taken.append((recipient, "".join(lines)))
                self.say("250 taken")
            elif line.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    yield made
    made.shutdown()
    made.server_close()


def test_an_email_says_who_it_is_from_and_a_copy_of_it_has_the_same_id(server: MailServer) -> None:
    for _ in range(2):
        Smtp(server.url).send("amina@example.org", "Havebury: sorry, we did not come. See x", notice_id="n-1")

    recipient, written = server.taken[0]
    message = message_from_string(written)
    assert recipient == "amina@example.org"
    assert (message["Subject"], message["From"]) == ("Havebury: sorry, we did not come", "visits@havebury.example")
    assert message.get_payload().strip().startswith("sorry, we did not come. See x")
    assert {message_from_string(each)["Message-ID"] for _, each in server.taken} == {"<n-1@havebury.example>"}


@pytest.mark.parametrize(("said", "permanent"), [("550 no such box", True), ("451 later", False)])
def test_an_address_that_is_none_is_not_tried_again(server: MailServer, said: str, permanent: bool) -> None:
    server.refuses = said

    with pytest.raises(NotSent) as refused:
        Smtp(server.url).send("amina@example.org", "Havebury: x", notice_id="n-1")

    assert refused.value.permanent is permanent


def test_a_mail_server_that_is_away_or_takes_no_tls_is_tried_again(server: MailServer) -> None:
    for url in ("smtp://127.0.0.1:9?tls=no", server.url.replace("&tls=no", "")):
        with pytest.raises(NotSent) as refused:
            Smtp(url).send("amina@example.org", "Havebury: x", notice_id="n-1")
        assert not refused.value.permanent
