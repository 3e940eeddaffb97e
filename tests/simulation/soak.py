"""Many seeds, or one again: `python -m tests.simulation.soak --seeds 10000 --from 1`."""

import argparse
import itertools
import os
import subprocess
import sys
import time

from tests.simulation.simulator import STEPS, simulator

REPORT_EVERY = 250


def main() -> int:
    """Run the seeds; print those that break an invariant, and end with 1 if any did."""
    wanted = _asked()
    jobs = 1 if wanted.tell else min(wanted.jobs, wanted.seeds)
    return _together(wanted, jobs) if jobs > 1 else _alone(wanted)


def _asked() -> argparse.Namespace:
    given = argparse.ArgumentParser(prog="python -m tests.simulation.soak", description=__doc__)
    given.add_argument("--seeds", type=int, default=1_000, help="how many")
    given.add_argument("--from", type=int, default=1, dest="first", help="the first seed")
    given.add_argument("--steps", type=int, default=STEPS, help="deeds in a run")
    given.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="how many at once, each in processes of its own"
    )
    given.add_argument("--tell", action="store_true", help="print what happened, step by step")
    return given.parse_args()


def _together(wanted: argparse.Namespace, jobs: int) -> int:
    """Each seed is a world of its own, so shares of them need know nothing of each other."""
    begun = time.monotonic()
    bounds = [wanted.first + wanted.seeds * job // jobs for job in range(jobs + 1)]
    rest = ["--steps", str(wanted.steps), "--database", wanted.database, "--jobs", "1"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.simulation.soak", "--from", str(low), "--seeds", str(high - low), *rest]
        )
        for low, high in itertools.pairwise(bounds)
    ]
    try:
        ended = [one.wait() for one in running]
    finally:
        for one in running:
            one.terminate()
    print(f"{wanted.seeds} seeds by {jobs} at once in {time.monotonic() - begun:.0f} s")
    return max(ended)


def _alone(wanted: argparse.Namespace) -> int:
    broken, begun = 0, time.monotonic()
    with simulator(wanted.database) as simulation:
        for seed in range(wanted.first, wanted.first + wanted.seeds):
            verdict = simulation.run(seed, steps=wanted.steps, tells=wanted.tell)
            if wanted.tell:
                print("\n".join(verdict.story), f"\ntrace {verdict.trace} {verdict.counts}")
            if verdict.violations:
                broken += 1
                print(verdict, flush=True)
            done = seed - wanted.first + 1
            if done % REPORT_EVERY == 0:
                print(f"{done} of {wanted.seeds} seeds, {broken} broke an invariant", file=sys.stderr, flush=True)
    told = f"{wanted.seeds} seeds from {wanted.first} in {time.monotonic() - begun:.0f} s"
    print(f"{told}, {broken} broke an invariant", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
