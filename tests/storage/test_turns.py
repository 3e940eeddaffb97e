"""Writers to one SQLite file take turns, threads and processes alike; one that cannot be had holds nobody up."""

import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from flask import Flask

from server.storage.database import db, transaction
from server.storage.turns import Turns
from tests.at_once import most_inside

HOLD = """
import sys
from pathlib import Path
from server.storage.turns import Turns
with Turns(Path(sys.argv[1])).taken():
    print("taken", flush=True)
    sys.stdin.read()
"""


def held_by_another_process(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "taken\n"
    return holder


def taken_at_once(path: Path) -> bool:
    """Whether a turn is free: with no time to wait, one that is not is gone without."""
    turns = Turns(path)
    with turns.taken(longest_wait_s=0):
        return turns.is_ours


def test_nobody_writes_in_the_turn_of_another_thread(tmp_path: Path) -> None:
    assert most_inside(Turns(tmp_path / "db").taken) == 1


def test_a_transaction_has_its_turn_until_it_has_ended(app: Flask, database: str) -> None:
    if database == "postgresql":
        pytest.skip("PostgreSQL lets many write")
    path = Path(str(db.engine.url.database))
    with transaction():
        assert not taken_at_once(path)
    assert taken_at_once(path)


def test_a_turn_of_another_process_is_waited_for(tmp_path: Path) -> None:
    holder = held_by_another_process(tmp_path / "db")
    assert not taken_at_once(tmp_path / "db")

    holder.communicate("")

    assert taken_at_once(tmp_path / "db")


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path: Path) -> None:
    holder = held_by_another_process(tmp_path / "db")

    holder.kill()
    holder.communicate()

    assert taken_at_once(tmp_path / "db")


def test_after_the_longest_wait_one_goes_on_without_a_turn(tmp_path: Path) -> None:
    holder = held_by_another_process(tmp_path / "db")
    turns, begun = Turns(tmp_path / "db"), monotonic()

    with turns.taken(longest_wait_s=0.2):
        waited_s = monotonic() - begun
        assert not turns.is_ours

    holder.communicate("")
    assert waited_s >= 0.2


def test_a_turn_may_be_taken_again_inside_and_ends_with_the_outer_one(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "db")

    with turns.taken():
        with turns.taken():
            pass
        assert not taken_at_once(tmp_path / "db")

    assert taken_at_once(tmp_path / "db")
