"""A few hundred runs of phones, networks and a server that fail in every way; after the storm nothing is amiss."""

from collections.abc import Iterator

import pytest

from tests.simulation.simulator import Simulator, simulator

SHARD = 20
SHARDS = [range(first, first + SHARD) for first in range(1, 201, SHARD)]
POSTGRESQL_SEEDS = range(500, 515)


@pytest.fixture(scope="module")
def simulation() -> Iterator[Simulator]:
    with simulator() as made:
        yield made


@pytest.mark.parametrize("seeds", SHARDS, ids=lambda seeds: f"seeds {seeds[0]} to {seeds[-1]}")
def test_whatever_fails_nothing_is_lost_doubled_or_misdated(simulation: Simulator, seeds: range) -> None:
    broken = [verdict for verdict in map(simulation.run, seeds) if verdict.violations]
    assert not broken, "\n".join(map(str, broken))


def test_nor_on_the_other_database() -> None:
    with simulator("postgresql") as simulation:
        broken = [verdict for verdict in map(simulation.run, POSTGRESQL_SEEDS) if verdict.violations]
    assert not broken, "\n".join(map(str, broken))


def test_a_seed_replays_exactly(simulation: Simulator) -> None:
    first = simulation.run(77)
    simulation.run(78)
    assert simulation.run(77).trace == first.trace
    assert simulation.run(78).trace != first.trace


def test_the_storm_is_one(simulation: Simulator) -> None:
    """The runs record, photograph and fail: a simulator in which nothing happens proves nothing."""
    verdicts = [simulation.run(seed, tells=True) for seed in range(300, 320)]
    told = "\n".join(line for verdict in verdicts for line in verdict.story)
    assert sum(verdict.counts["events"] for verdict in verdicts) > 60
    for fault in ("drop_response", "duplicate", "late", "impostor", "killed_after", "restore_server", "evict", "die"):
        assert fault in told, fault
