"""Copies of one batch that arrive together, and two phones on one visit."""

import json
import threading
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.http.sync import turns
from server.storage.database import db
from tests.factories import an_assignment, an_operative
from tests.http.sync.conftest import Office
from tests.phone import Phone


@pytest.fixture(autouse=True)
def _as_in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one process deliveries take turns, and would not race."""
    monkeypatch.setattr(turns, "LONGEST_WAIT_S", 0)


def _at_once(app: Flask, requests: list[tuple[Phone, dict[str, Any]]]) -> list[Any]:
    """Post all requests together, each from a thread of its own."""
    answers: list[Any] = []
    barrier = threading.Barrier(len(requests))

    def post(phone: Phone, request: dict[str, Any]) -> None:
        client = app.test_client()
        barrier.wait()
        response = client.post("/api/v1/sync", json=request, headers=phone.headers)
        answers.append((response.status_code, response.get_json()))

    threads = [threading.Thread(target=post, args=each) for each in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_three_copies_of_a_batch_at_once_are_one(app: Flask, phone: Phone, visit: str) -> None:
    for _ in range(20):
        phone.record("check_in", visit)
    requests = [(phone, phone.request(list(phone.unsent))) for _ in range(3)]

    answers = _at_once(app, requests)

    assert [status for status, _ in answers] == [200] * 3
    counted = Counter(result["status"] for _, said in answers for result in said["results"])
    assert counted == {"accepted": 20, "duplicate": 40}
    assert {said["acked_seq"] for _, said in answers} == {20}
    assert db.session.execute(text("SELECT count(*), max(position) FROM journal")).one() == (20, 20)


def test_two_phones_on_one_visit_lose_nothing_to_each_other(app: Flask, office: Office, visit: str) -> None:
    an_operative("op-2")
    an_assignment("A-1", "op-2")
    phones = [office.phone("op-1"), office.phone("op-2")]
    for phone in phones:
        for _ in range(5):
            phone.record("check_in", visit)

    answers = _at_once(app, [(phone, phone.request(list(phone.unsent))) for phone in phones])

    assert [status for status, _ in answers] == [200, 200]
    state = json.loads(db.session.execute(text("SELECT state FROM visit_states")).scalar_one())
    assert state["event_count"] == 10


def test_contradicting_phones_both_stand_and_a_person_is_asked(office: Office, visit: str) -> None:
    an_operative("op-2")
    an_assignment("A-1", "op-2")
    first, second = office.phone("op-1"), office.phone("op-2")
    first.record("no_access", visit, reason="nobody_in", card_left=True, card_number="7")
    second.record("work_done", visit)
    second.sync()
    first.sync()

    state = json.loads(db.session.execute(text("SELECT state FROM visit_states")).scalar_one())
    assert [conflict["what"] for conflict in state["conflicts"]] == ["outcome"]
