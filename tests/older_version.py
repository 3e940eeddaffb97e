"""A server of an older version, which does not know every type of event yet."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.domain import events


@contextmanager
def an_older_version(*unknown: str) -> Iterator[None]:
    """While it is at work, these types are ones that nobody has heard of."""
    all_types = events.TYPES
    events.TYPES = {name: kind for name, kind in all_types.items() if name not in unknown}
    try:
        yield
    finally:
        events.TYPES = all_types
