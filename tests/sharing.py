"""Which tests share one process: what they start is dear, and started once for all of them.

The group marks of pytest-xdist 3.8 do nothing under pytest 9.2 (they write a field that is gone), so the scheduler
is told here by file.
"""

from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Each line is one group of files: those of the first share one running product.
SHARED = (
    (
        "tests/journeys/test_app_starts.py",
        "tests/journeys/test_app_survives_",
        "tests/journeys/test_concerns.py",
        "tests/journeys/test_damage.py",
        "tests/journeys/test_every_screen.py",
        "tests/journeys/test_import_to_phone.py",
        "tests/journeys/test_long_lists.py",
        "tests/journeys/test_manager_finds_a_report.py",
        "tests/journeys/test_push.py",
        "tests/journeys/test_wall_times.py",
        "tests/journeys/test_witness_code.py",
    ),
    ("tests/journeys/test_safety.py",),
    ("tests/journeys/test_booking.py",),
    ("tests/http/walking/",),
    ("tests/packaging/",),
    ("tests/kannel/",),
    ("tests/simulation/test_planted_bugs.py",),
)


class SharedScheduling(LoadScopeScheduling):
    """A group goes to one process; every other test goes to whichever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((files[0] for files in SHARED if nodeid.startswith(files)), nodeid)


class Sharing:
    """What the tests' configuration registers where several processes run."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> Any:
        return SharedScheduling(config, log)
