"""The product as it is run: the server and the worker as processes of their own, on the demonstration landlord."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Long enough for two cores that are busy with other work; a quiet machine takes a few seconds.
READY_WITHIN_SECONDS = 240


class Product:
    """`doorstep` running on a free port with its data in one folder."""

    def __init__(self, folder: Path, root: Path = ROOT) -> None:
        self.folder = folder
        self.root = root
        self.port = free_port()
        self.log = folder / "output.txt"
        self._running: list[subprocess.Popen[bytes]] = []

    def environment(self, public_url: str) -> dict[str, str]:
        return {
            **os.environ,
            "DOORSTEP_MODE": "demo",
            "DOORSTEP_DATA_DIR": str(self.folder),
            "DOORSTEP_PUBLIC_URL": public_url,
            "DOORSTEP_CLOCK_FILE": str(self.folder / "clock"),
        }

    def command(self, *arguments: str, public_url: str, fine: tuple[int, ...] = (0,)) -> str:
        """Run a `doorstep` command to its end and return what it printed; other exit codes than `fine` raise."""
        done = subprocess.run(
            [sys.executable, "-m", "server.cli", *arguments],
            env=self.environment(public_url),
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode not in fine:
            raise RuntimeError(f"doorstep {' '.join(arguments)} ended {done.returncode}: {done.stderr}")
        return done.stdout

    def prepare_demonstration(self, public_url: str) -> dict[str, str]:
        """Load the demonstration landlord; what to open, by name."""
        opening: dict[str, str] = json.loads(self.command("demo", "--only-load", "--json", public_url=public_url))
        return opening

    def start(self, public_url: str, *, alone: bool = False) -> None:
        """Start server and worker, or the server alone, and wait until it answers."""
        for arguments in self.processes()[: 1 if alone else None]:
            with self.log.open("ab") as output:
                self._running.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "server.cli", *arguments],
                        env=self.environment(public_url),
                        cwd=self.root,
                        stdout=output,
                        stderr=output,
                    )
                )
        self._wait_until_ready()

    def processes(self) -> list[list[str]]:
        """What runs: the server first, then the worker."""
        return [["serve", "--port", str(self.port)], ["worker"]]

    @property
    def server_pid(self) -> int:
        return self._running[0].pid

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Stop everything: politely, or with SIGKILL as a power cut would."""
        for process in self._running:
            process.send_signal(how)
        for process in self._running:
            process.wait(timeout=20)
        self._running.clear()

    def move_clock(self, seconds: float) -> None:
        """Move the server's clock by so many seconds from the machine's."""
        (self.folder / "clock").write_text(str(seconds))

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < give_up:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"the server did not get ready; it said:\n{self.log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
