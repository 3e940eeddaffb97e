"""Many seeds at once are the same seeds, each run by one process, and one that breaks makes all of it fail."""

from typing import Any

import pytest

from tests.simulation import soak


class Share:
    """A process that notes which seeds it was given, and ends with 1 where one of them is broken."""

    ran: list[int]
    broken: int | None = None

    def __init__(self, command: list[str]) -> None:
        given = dict(zip(command[3::2], command[4::2], strict=True))
        assert given["--jobs"] == "1"
        self._seeds = range(int(given["--from"]), int(given["--from"]) + int(given["--seeds"]))
        Share.ran += self._seeds

    def wait(self) -> int:
        return 1 if Share.broken in self._seeds else 0

    def terminate(self) -> None:
        """It has ended."""


@pytest.mark.parametrize(("broken", "ends"), [(None, 0), (7, 1), (15, 1)])
def test_each_seed_runs_once_and_one_that_breaks_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, broken: Any, ends: int
) -> None:
    Share.ran, Share.broken = [], broken
    monkeypatch.setattr(soak.subprocess, "Popen", Share)
    monkeypatch.setattr("sys.argv", ["soak", "--seeds", "11", "--from", "5", "--jobs", "4"])

    assert soak.main() == ends
    assert sorted(Share.ran) == list(range(5, 16))
