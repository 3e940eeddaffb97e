"""A database that is locked or away: every address of a phone answers 503, each time with another wait."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError, TimeoutError

from server.http.sync.waiting import SOON, say_busy


@pytest.mark.parametrize("blueprint", ["sync", "files", "push", "own_calendar"])
def test_every_address_of_a_phone_says_when_to_come_back(app: Flask, blueprint: str) -> None:
    taught = app.error_handler_spec[blueprint][None]

    assert taught[OperationalError] is taught[TimeoutError] is say_busy


def test_the_wait_is_another_for_each_phone(app: Flask) -> None:
    locked = OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))

    with app.test_request_context("/api/v1/sync", method="POST"):
        answers = [say_busy(locked) for _ in range(200)]

    waits = {int(answer.headers["Retry-After"]) for answer in answers}
    assert {answer.status_code for answer in answers} == {503}
    assert waits <= set(range(SOON[0], SOON[1] + 1))
    assert len(waits) > 10
    assert answers[0].get_json()["code"] == "unavailable"
