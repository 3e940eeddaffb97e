"""Which numbers of a chain are accounted for: received, or declared lost by the phone itself.

`highest` is the highest such number and `gaps` the ranges below it that are not, in order. Each number received
costs the same however long the chain is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

Range = list[int]


@dataclass
class Account:
    """The numbers of one chain."""

    highest: int = 0
    gaps: list[Range] = field(default_factory=list)

    @property
    def whole_to(self) -> int:
        """The highest number below which nothing is missing."""
        return self.gaps[0][0] - 1 if self.gaps else self.highest

    def is_missing_below(self, seq: int) -> bool:
        """Whether a number below `seq` is neither received nor lost."""
        return self.whole_to < seq - 1

    def is_new(self, seq: int) -> bool:
        """Whether this number is not accounted for yet."""
        return seq > self.highest or self._gap_of(seq) is not None

    def add(self, first: int, last: int) -> None:
        """Account for all of first..last."""
        if first > self.highest + 1:
            self.gaps.append([self.highest + 1, first - 1])
        if first <= self.highest:
            self._close(first, last)
        self.highest = max(self.highest, last)

    def _close(self, first: int, last: int) -> None:
        left: list[Range] = []
        for low, high in self.gaps:
            if high < first or low > last:
                left.append([low, high])
                continue
            if low < first:
                left.append([low, first - 1])
            if high > last:
                left.append([last + 1, high])
        self.gaps = left

    def _gap_of(self, seq: int) -> int | None:
        index = bisect_right(self.gaps, seq, key=lambda gap: gap[0]) - 1
        return index if index >= 0 and self.gaps[index][1] >= seq else None


def left_of(spans: Iterable[tuple[int, int]], here: Iterable[int]) -> list[Range]:
    """What of these ranges, in order, is not among the numbers that are here, given in order."""
    left: list[Range] = []
    numbers = list(here)
    for first, last in spans:
        start = first
        for number in numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]:
            if number > start:
                left.append([start, number - 1])
            start = number + 1
        if start <= last:
            left.append([start, last])
    return left
