"""A process takes one delivery at a time, and no turn keeps a phone waiting for long."""

import gzip
import io
import json
import threading
from typing import Any

import pytest
from flask import Flask

from server.http.sync import turns
from tests.at_once import most_inside
from tests.http.sync.conftest import Office
from tests.phone import Phone


class Trickle(io.RawIOBase):
    """A request body that stops in the middle until it is let go on."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)
        self.is_begun, self.may_end = threading.Event(), threading.Event()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.is_begun.is_set():
            assert self.may_end.wait(20)
        self.is_begun.set()
        piece = self._rest.read(min(len(buffer), 100))
        buffer[: len(piece)] = piece
        return len(piece)


def test_a_delivery_begins_when_the_one_before_has_ended() -> None:
    assert most_inside(turns.own_turn) == 1


def test_behind_a_long_turn_a_phone_is_served_all_the_same(
    phone: Phone, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT_S", 0.05)
    phone.record("check_in", visit)

    with turns.own_turn():
        said = phone.sync()

    assert [result["status"] for result in said["results"]] == ["accepted"]


def test_a_delivery_that_fails_gives_its_turn_back(phone: Phone, visit: str) -> None:
    refused = phone.post({**phone.request([]), "device_id": "another"})
    assert refused.status_code == 400

    phone.record("check_in", visit)
    assert phone.sync()["acked_seq"] == 1
    assert not turns._TURN.locked()


def test_a_phone_that_sends_slowly_holds_nobody_up(app: Flask, office: Office, phone: Phone, visit: str) -> None:
    slow = office.phone()
    content = gzip.compress(json.dumps(slow.request([])).encode())
    body = Trickle(content)
    answers: list[int] = []

    def post() -> None:
        headers = {**slow.headers, "Content-Encoding": "gzip"}
        sending = {"CONTENT_LENGTH": str(len(content)), "wsgi.input": io.BufferedReader(body)}
        sent = app.test_client().post("/api/v1/sync", headers=headers, environ_overrides=sending)
        answers.append(sent.status_code)

    thread = threading.Thread(target=post)
    thread.start()
    assert body.is_begun.wait(20)
    assert not turns._TURN.locked()
    phone.record("check_in", visit)
    assert phone.sync()["acked_seq"] == 1
    assert answers == []

    body.may_end.set()
    thread.join()
    assert answers == [200]
