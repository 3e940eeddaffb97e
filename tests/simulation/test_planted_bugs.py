"""The simulator would notice: each planted bug breaks the invariant that forbids it within a few runs."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.simulation import planted
from tests.simulation.clients import changed_client
from tests.simulation.simulator import Simulator, simulator

MOST_SEEDS = 60
STEPS = 40


def _broken(simulation: Simulator, invariants: set[str], app: Path | None = None, likely: int = 1) -> bool:
    """`likely` is the seed that showed it when this was written; where the storm has changed, others do."""
    for seed in (likely, *range(1, MOST_SEEDS + 1)):
        verdict = simulation.run(seed, steps=STEPS, app=app)
        if invariants & {each["invariant"] for each in verdict.violations}:
            return True
    return False


@pytest.mark.parametrize(
    ("bug", "invariants"),
    [
        (planted.TRIM_ON_BARE_200, {"I-4", "I-6"}),
        (planted.LOST_PHOTO, {"I-5"}),
        (planted.LAST_EVENT_OVERWRITES, {"I-3"}),
    ],
    ids=["forgetting on a bare 200", "a photo dropped before it was verified", "an event written over"],
)
def test_a_bug_in_the_client_is_caught(bug: tuple[str, str, str], invariants: set[str], tmp_path: Path) -> None:
    with simulator() as simulation:
        assert _broken(simulation, invariants, changed_client(tmp_path, [bug]))


@pytest.mark.parametrize(
    ("bug", "invariants", "likely"),
    [
        (planted.acknowledged_before_commit(), {"I-1", "I-4", "I-21"}, 8),
        (planted.cursor_by_time(), {"I-16", "I-20"}, 4),
        (planted.last_write_wins(), {"I-19"}, 1),
    ],
    ids=["an acknowledgement before the commit", "a cursor by time", "the last write wins"],
)
def test_a_bug_in_the_server_is_caught(bug: AbstractContextManager[None], invariants: set[str], likely: int) -> None:
    with bug, simulator() as simulation:
        assert _broken(simulation, invariants, likely=likely)
