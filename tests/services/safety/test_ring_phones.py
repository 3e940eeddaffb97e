"""A missed check-in rings the operative's phone by a push, once; a call for help never does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from server.outside.keys import Keys
from server.outside.push.web_push import WebPush
from server.services.safety.ring_phones import ring_phones
from tests.push_service import PushService, Subscriber
from tests.services.safety.lone_worker import LoneWorker
from tests.services.safety.test_missed_check_in import go_in

KEYS = Keys("a test secret of no other use, 0123456789")
PUSH = WebPush(KEYS.push_private_key(), "mailto:doorstep@example.org")


@pytest.fixture
def service(app: Flask) -> Iterator[PushService]:
    made = PushService()
    config = app.extensions["doorstep_config"]
    app.extensions["doorstep_config"] = replace(config, push_services=(made.origin,))
    yield made
    made.close()


@pytest.fixture
def browser(worker: LoneWorker, service: PushService) -> Subscriber:
    made = service.browser()
    answer = worker.phone.client.put("/api/v1/push", json=made.as_json(), headers=worker.phone.headers)
    assert answer.status_code == 204
    return made


def ring(worker: LoneWorker) -> int:
    return ring_phones(clock=worker.clock, push=PUSH)


def missed(worker: LoneWorker) -> None:
    go_in(worker, minutes=30)
    worker.look(30)


def test_a_missed_check_in_rings_the_phone_once_and_says_nothing_of_the_home(
    worker: LoneWorker, browser: Subscriber
) -> None:
    missed(worker)

    assert [ring(worker) for _ in range(2)] == [1, 0]
    (push,) = browser.taken
    assert (push.shown["body"], push.headers["topic"]) == ("Are you OK? Open to say yes.", "alarm")
    assert worker.history(worker.alarms()[0])[-1] == "phone_pushed"


def test_a_push_that_fails_is_written_down(worker: LoneWorker, browser: Subscriber) -> None:
    browser.status = 410
    missed(worker)

    assert ring(worker) == 0
    assert worker.history(worker.alarms()[0])[-1] == "phone_not_pushed"


def test_a_phone_from_which_help_was_asked_is_never_rung(worker: LoneWorker, browser: Subscriber) -> None:
    worker.phone.record("alarm_raised", None, kind="quiet")
    worker.phone.sync()

    assert (len(worker.alarms()), ring(worker), browser.taken) == (1, 0, [])
