"""How many cases the pure rule assesses in a second, reading and writing apart: `python -m bench.assess_rate`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from server.domain.cases.case_format import read_case
from server.domain.cases.profiles import settings_for
from server.domain.compensation.assess import assess
from server.domain.wording.decision_json import decision_as_json
from server.storage.policy_files import read_policy

TABLES = Path(__file__).resolve().parent.parent / "tests" / "policy_cases"
SECONDS = 3.0


def main() -> None:
    raw = [row["input"] for table in sorted(TABLES.glob("*.json")) for row in json.loads(table.read_text())]
    policy = read_policy()
    ready = [(case, settings_for(case)) for case in map(read_case, raw)]
    decided = [assess(case, settings, policy) for case, settings in ready]

    print(f"{len(raw)} different cases, one core")
    print(f"read    {_rate(len(raw), lambda: [read_case(one) for one in raw]):8,.0f} cases/s")
    print(f"assess  {_rate(len(raw), lambda: [assess(case, one, policy) for case, one in ready]):8,.0f} cases/s")
    print(f"write   {_rate(len(raw), lambda: [decision_as_json(one) for one in decided]):8,.0f} cases/s")


def _rate(cases: int, work: Callable[[], object]) -> float:
    """Cases in a second of processor time, over whole rounds."""
    rounds, started = 0, time.process_time()
    while time.process_time() - started < SECONDS:
        work()
        rounds += 1
    return cases * rounds / (time.process_time() - started)


if __name__ == "__main__":
    main()
