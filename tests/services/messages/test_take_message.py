"""A form that is sent twice at the same moment is one message, and neither sender sees an error."""

from threading import Event, Thread

import pytest
from flask import Flask

from server.outside.clock import FixedClock
from server.services.messages.take_message import About, Said, take_message
from server.storage.database import db
from server.storage.tables.messages import TenantMessage
from server.storage.telling import messages
from tests.factories import LANDLORD, a_landlord


def test_two_at_once_are_one(app: Flask, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first has written and not yet committed as the second comes."""
    a_landlord()
    written, counted = Event(), messages._to_be_counted
    said = Said(kind="question", text="When?", once_key="the same form")
    answers: list[str] = []

    def slowly(*given: object) -> None:
        if not written.is_set():
            written.set()
            second.join(timeout=1)
        counted(*given)  # type: ignore[arg-type]

    def send() -> None:
        with app.app_context():
            try:
                answers.append(take_message(LANDLORD, About(firm_id="firm-a"), said, clock=clock).reference)
            finally:
                db.session.remove()

    def send_second() -> None:
        written.wait(timeout=5)
        send()

    monkeypatch.setattr(messages, "_to_be_counted", slowly)
    first, second = Thread(target=send), Thread(target=send_second)
    second.start()
    first.start()
    first.join()
    second.join()

    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert db.session.query(TenantMessage).count() == 1
