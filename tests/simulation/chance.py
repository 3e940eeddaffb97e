"""The server's chance and ids from a seed, so that a run of the simulator replays exactly.

Ids, tokens and anchors stay as long and as distinct as real ones; only where they come from changes.
"""

import random
import secrets
import sys
from collections.abc import Callable
from uuid import UUID

import uuid_utils.compat

from server.outside.clock import FixedClock

_REAL_UUID7 = uuid_utils.compat.uuid7


class SeededChance:
    """Takes the place of the system's randomness for as long as it is installed."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self._random = random.Random(0)
        self._kept: list[tuple[object, str, object]] = []

    def seed(self, seed: int) -> None:
        self._random.seed(seed)

    def install(self) -> None:
        for name in ("token_bytes", "choice", "randbelow"):
            self._keep(secrets, name)
        secrets.token_bytes = lambda count=32: self._random.randbytes(count or 32)
        secrets.choice = self._random.choice
        secrets.randbelow = self._random.randrange
        for module in [module for module in sys.modules.values() if _takes_ids(module)]:
            self._keep(module, "uuid7")
            module.uuid7 = self._uuid7  # type: ignore[attr-defined]

    def remove(self) -> None:
        for owner, name, real in self._kept:
            setattr(owner, name, real)
        self._kept.clear()

    def _keep(self, owner: object, name: str) -> None:
        self._kept.append((owner, name, getattr(owner, name)))

    def _uuid7(self) -> UUID:
        milliseconds = round(self._clock.now().timestamp() * 1000)
        bits = (milliseconds << 80) | self._random.getrandbits(80)
        return UUID(int=bits & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def _takes_ids(module: object) -> bool:
    name = getattr(module, "__name__", "")
    found: Callable[[], UUID] | None = getattr(module, "uuid7", None)
    return name.startswith(("server.", "tests.")) and found is _REAL_UUID7
