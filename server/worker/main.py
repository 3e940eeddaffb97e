"""The worker: follows up what phones sent, sends notices, makes pictures, watches what is due.

Every step is small, in transactions of its own and safe to repeat; one that fails never stops the others.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from flask import Flask

from server.storage.database import db
from server.worker.steps import Step, steps_of

log = structlog.get_logger()

SHORTEST_REST, LONGEST_REST = 0.25, 2.0
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 60.0


@dataclass
class Turn:
    """When a step runs next, by the machine's steady clock, and how its last runs went."""

    step: Step
    next_at: float = 0.0
    pause: float = 0.0
    last_problem: str = field(default="")


def run_worker(app: Flask, stop: threading.Event, *, steady: Callable[[], float] = time.monotonic) -> None:
    """Work until `stop` is set, each lane in a thread of its own; rests briefly while there is nothing to do."""
    lanes: dict[str, list[Turn]] = {}
    for step in steps_of(app):
        lanes.setdefault(step.lane, []).append(Turn(step))
    first, *others = lanes.values()
    threads = [threading.Thread(target=_run_lane, args=(app, stop, turns, steady)) for turns in others]
    for thread in threads:
        thread.start()
    _run_lane(app, stop, first, steady)
    for thread in threads:
        thread.join()


def _run_lane(app: Flask, stop: threading.Event, turns: list[Turn], steady: Callable[[], float]) -> None:
    rest = SHORTEST_REST
    while not stop.is_set():
        done = sum([work_once(app, turn, steady()) for turn in turns if not stop.is_set()])
        rest = SHORTEST_REST if done else min(LONGEST_REST, rest * 1.5)
        if not done:
            stop.wait(rest)


def work_once(app: Flask, turn: Turn, now: float) -> int:
    """Run the step if it is due; returns how much it did. Its failure is logged once until it works again."""
    if now < turn.next_at:
        return 0
    try:
        with app.app_context():
            try:
                done = turn.step.run()
            finally:
                db.session.remove()
    except Exception as error:
        _failed(turn, now, error)
        return 0
    turn.next_at, turn.pause, turn.last_problem = now + turn.step.every_seconds, 0.0, ""
    return done


def _failed(turn: Turn, now: float, error: Exception) -> None:
    """Leave the step alone for a while that doubles, so that a broken one neither spins nor fills the log."""
    problem = f"{type(error).__name__}: {error}"
    if problem != turn.last_problem:
        log.error("worker_step_failed", step=turn.step.name, exc_info=error)
    turn.pause = min(_LONGEST_PAUSE, max(_FIRST_PAUSE, turn.pause * 2))
    turn.next_at, turn.last_problem = now + turn.pause, problem
