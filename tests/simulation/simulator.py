"""Runs seeds: the phones in a Node process, the server in this one, one line at a time between them."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.simulation.clients import LATER_SCHEMA, REPOSITORY, changed_client
from tests.simulation.server import SimulatedServer

MAIN = Path(__file__).resolve().parent / "core" / "main.js"
STEPS = 30


@dataclass(frozen=True)
class Verdict:
    """What a run came to. Equal traces mean equal runs."""

    seed: int
    violations: list[dict[str, Any]]
    trace: str
    counts: dict[str, int]
    story: list[str]
    steps: int
    database: str

    def __str__(self) -> str:
        lines = [f"  {each['invariant']} at {each['at_ms']}: {each['what']}" for each in self.violations]
        given = f"--seeds 1 --from {self.seed} --steps {self.steps} --database {self.database} --tell"
        replay = f"python -m tests.simulation.soak {given}"
        return "\n".join([f"seed {self.seed} broke {len(lines)} invariants; replay: {replay}", *lines[:12]])


class Simulator:
    """A server and a process of phones, for many runs."""

    def __init__(self, server: SimulatedServer, phones: "subprocess.Popen[bytes]", newer: Path, database: str) -> None:
        self._server = server
        self._newer = newer
        self._database = database
        self._phones = phones

    def run(self, seed: int, *, steps: int = STEPS, app: Path | None = None, tells: bool = False) -> Verdict:
        """One run to its end. `app`: the client's folder, the product's own by default."""
        clients = {"app": str(app or REPOSITORY / "pwa"), "newer": str(app or self._newer)}
        order = {"seed": seed, "steps": steps, "tells": tells, **clients}
        with self._server:
            self._say(order)
            for message in self._heard():
                if "verdict" in message:
                    return Verdict(**message["verdict"], steps=steps, database=self._database)
                self._say(self._server.answer(message))
        raise RuntimeError(f"the phones' process ended in seed {seed} with {self._phones.wait()}")

    def _say(self, message: dict[str, Any]) -> None:
        if self._phones.stdin is None:
            raise RuntimeError("the phones' process has no line")
        self._phones.stdin.write(json.dumps(message).encode() + b"\n")
        self._phones.stdin.flush()

    def _heard(self) -> Iterator[dict[str, Any]]:
        if self._phones.stdout is None:
            raise RuntimeError("the phones' process has no line")
        for line in self._phones.stdout:
            yield json.loads(line)


@contextmanager
def simulator(database: str = "sqlite") -> Iterator[Simulator]:
    """A simulator on a fresh folder; in memory where the machine has such a folder."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, prefix="doorstep-") as folder:
        server = SimulatedServer(Path(folder), database)
        newer = changed_client(Path(folder) / "newer", LATER_SCHEMA)
        with subprocess.Popen(
            ["node", str(MAIN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY
        ) as phones:
            try:
                yield Simulator(server, phones, newer, database)
            finally:
                server.close()
                if phones.stdin is not None:
                    phones.stdin.close()
                phones.wait(timeout=20)
