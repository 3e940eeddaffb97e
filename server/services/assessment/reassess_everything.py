"""Assesses every case again, a bounded number at a time: after a mended rule, a restored backup or a new setting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import structlog

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_households import Assessed, assess_households
from server.storage.cases import case_names
from server.storage.database import db

log = structlog.get_logger()

AT_ONCE = 50
"""Few enough that a sync never waits long for the database, enough that reading together pays."""

CAUSE = "every case was assessed again"


@dataclass(frozen=True)
class Step:
    """What one step did: cases looked at, assessments that are new, and cases that could not be assessed."""

    looked_at: int
    new: int
    failed: tuple[str, ...] = ()


def reassess_everything(landlord_id: str, *, clock: Clock, at_once: int = AT_ONCE) -> Iterator[Step]:
    """Yield after each step, each with a transaction of its own. It may be stopped at any time and begun again."""
    place = ""
    while names := case_names.names_after(landlord_id, place, at_once):
        place = names[-1]
        yield assess_all(landlord_id, names, cause=CAUSE, clock=clock)
        db.session.remove()  # memory stays flat: nothing of one step is held in the next


def assess_all(landlord_id: str, names: Sequence[str], *, cause: str, clock: Clock) -> Step:
    """Assess these cases together; where one cannot be assessed, each by itself, so that it stops no other."""
    try:
        return _counted(assess_households(landlord_id, names, cause=cause, clock=clock).values(), ())
    except DoorstepError:
        db.session.remove()
    done: list[Assessed] = []
    failed = []
    for name in names:
        try:
            done += assess_households(landlord_id, [name], cause=cause, clock=clock).values()
        except DoorstepError as error:
            log.error("not_assessable", case_id=name, code=error.code, exc_info=error)
            failed.append(name)
            db.session.remove()
    return _counted(done, tuple(failed))


def _counted(done: Iterable[Assessed], failed: tuple[str, ...]) -> Step:
    rows = list(done)
    return Step(len(rows) + len(failed), sum(one.is_new for one in rows), failed)
