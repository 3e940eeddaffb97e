"""Which numbers of a chain are missing."""

import pytest

from server.domain.gaps import left_of


@pytest.mark.parametrize(
    ("here", "left"),
    [
        ([], [[2, 5], [8, 8]]),
        ([1, 6, 7, 9], [[2, 5], [8, 8]]),
        ([3], [[2, 2], [4, 5], [8, 8]]),
        ([2, 5, 8], [[3, 4]]),
        ([2, 3, 4, 5, 8], []),
    ],
)
def test_what_was_called_lost_and_is_here_is_left_out(here: list[int], left: list[list[int]]) -> None:
    assert left_of([(2, 5), (8, 8)], here) == left
