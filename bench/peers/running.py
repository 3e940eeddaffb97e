"""A peer's server as a process of its own, on a free port with its files in one folder."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

from bench.processes import cpu_s, with_children

HERE = Path(__file__).resolve().parent
READY_WITHIN_S = 60


@dataclass
class Peer:
    """One running server."""

    port: int
    pid: int

    def server_cpu_s(self) -> float:
        """CPU seconds that its processes have used."""
        return sum(cpu_s(each) for each in with_children(self.pid))


def fetched(folder: Path) -> Path:
    """The peers' packages as locked, without what they would run when installed."""
    for name in ("package.json", "package-lock.json", "tus.mjs"):
        copy(HERE / name, folder / name)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=folder, check=True)
    return folder


@contextmanager
def running(command: list[str], port: int, folder: Path, said_in: Path | None = None) -> Iterator[Peer]:
    """Started, answering, and stopped at the end; its output goes to `output.txt` in `said_in`, else in the folder."""
    with ((said_in or folder) / "output.txt").open("ab") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        _wait(port)
        yield Peer(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
