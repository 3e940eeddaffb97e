"""Many seeds, or one again: `python -m tests.simulation.soak --seeds 10000 --from 1`."""

import argparse
import sys
import time

from tests.simulation.simulator import STEPS, simulator

REPORT_EVERY = 250


def main() -> int:
    """Run the seeds; print those that break an invariant, and end with 1 if any did."""
    given = argparse.ArgumentParser(prog="python -m tests.simulation.soak", description=__doc__)
    given.add_argument("--seeds", type=int, default=1_000, help="how many")
    given.add_argument("--from", type=int, default=1, dest="first", help="the first seed")
    given.add_argument("--steps", type=int, default=STEPS, help="deeds in a run")
    given.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given.add_argument("--tell", action="store_true", help="print what happened, step by step")
    wanted = given.parse_args()
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
    print(f"{wanted.seeds} seeds in {time.monotonic() - begun:.0f} s, {broken} broke an invariant")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
