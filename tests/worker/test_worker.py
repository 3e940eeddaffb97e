"""The worker does a little of everything, and a step that fails never stops the others."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from server.outside.clock import FixedClock
from server.services.notices.queue_notices import NotKept, queue_missed_notices
from server.storage import heartbeats
from server.storage.database import db
from server.storage.telling.notices import LOCAL_TEXTS, NOTICES
from server.worker.main import Turn, run_worker, work_once
from server.worker.steps import Step, steps_of
from tests.factories import an_appointment


def all_once(app: Flask) -> None:
    for step in steps_of(app):
        work_once(app, Turn(step), now=0.0)


def test_a_queued_text_reaches_the_local_gateway_and_the_worker_is_seen(app: Flask, clock: FixedClock) -> None:
    an_appointment(start_at=clock.now() - timedelta(hours=3))
    queue_missed_notices("havebury", [NotKept("A-1", "late", clock.now())], clock=clock)

    all_once(app)

    (text,) = db.session.execute(LOCAL_TEXTS.select()).mappings()
    (notice,) = db.session.execute(NOTICES.select()).mappings()
    assert "http://localhost/t/" in text["text"]
    assert (notice["state"], notice["gateway_id"]) == ("sent", text["gateway_id"])
    with db.engine.connect() as connection:
        assert heartbeats.last_beat(connection) == clock.now()


def test_a_step_that_fails_is_left_alone_for_a_growing_while_and_then_tried_again(app: Flask) -> None:
    runs: list[float] = []
    fails = [True, True, False]

    def sometimes() -> int:
        runs.append(clock_now)
        if fails[len(runs) - 1]:
            raise RuntimeError("no luck")
        return 1

    turn = Turn(Step("sometimes", sometimes))
    for clock_now in (0.0, 1.9, 2.0, 5.9, 6.0):
        work_once(app, turn, clock_now)

    assert runs == [0.0, 2.0, 6.0]
    assert turn.pause == 0.0


def test_the_worker_stops_when_it_is_told_to(app: Flask) -> None:
    stop = threading.Event()
    ticks = iter(range(10_000))

    def steady() -> float:
        tick = next(ticks)
        if tick > 20:
            stop.set()
        return float(tick)

    run_worker(app, stop, steady=steady)

    assert stop.is_set()


def test_a_step_rests_between_its_runs(app: Flask) -> None:
    runs: list[int] = []
    turn = Turn(Step("seldom", lambda: runs.append(1) or 1, every_seconds=10))  # type: ignore[func-returns-value]

    assert [work_once(app, turn, now) for now in (0.0, 9.9, 10.0)] == [1, 0, 1]


@pytest.mark.parametrize("name", ["heartbeat", "follow_up_visits", "send_notices", "make_renditions"])
def test_the_worker_knows_its_steps(app: Flask, name: str) -> None:
    assert name in [step.name for step in steps_of(app)]
