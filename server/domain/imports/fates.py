"""The first look at a file: which rows repeat an earlier one, and which keys come twice with different content.

Only digests and keys are kept, never rows, so that memory does not grow with what the rows hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b


@dataclass(frozen=True)
class Place:
    """Where a row stands: data rows from 1, physical lines from 1."""

    row: int
    line: int


@dataclass
class Fates:
    """What is known of a file's rows after they have all been seen once."""

    rows: int = 0
    _first: dict[bytes, int] = field(default_factory=dict)
    _content: dict[str, bytes] = field(default_factory=dict)
    _contested: set[str] = field(default_factory=set)

    def note(self, row: int, key: str, content: bytes) -> None:
        """See one row; an empty key belongs to nobody and is in conflict with nobody."""
        self.rows += 1
        if self._first.setdefault(content, row) != row or not key:
            return
        if self._content.setdefault(key, content) != content:
            self._contested.add(key)

    def same_as(self, row: int, content: bytes) -> int | None:
        """The earlier row of which this one is an exact duplicate."""
        first = self._first[content]
        return None if first == row else first

    def contested(self, key: str) -> bool:
        return key in self._contested

    def holds(self, key: str) -> bool:
        """Whether some row of the file bears this key."""
        return key in self._content


def content_of(cells: Sequence[str]) -> bytes:
    """A digest of every cell as it came; where one cell ends and the next begins counts too."""
    return blake2b("\x00".join(cells).encode("utf-8", "surrogatepass"), digest_size=16).digest()
