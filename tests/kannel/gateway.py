"""A real Kannel on this machine, with the fake message centre that Debian ships for tests; everything on free ports."""

import os
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

BEARERBOX, SMSBOX = "/usr/sbin/bearerbox", "/usr/sbin/smsbox"
FAKE_CENTRE = "/usr/lib/kannel/test/fakesmsc"

CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = "127.0.0.1"
admin-password = secret
smsbox-port = {boxes}
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = centre
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-interface = "127.0.0.1"
sendsms-port = {sending}

group = sendsms-user
username = doorstep
password = secret
max-messages = 3
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
send-sender = true
post-url = "{replies}"
"""


class Gateway:
    """Bearerbox, smsbox and the message centre, as processes of their own; `replies` is where answers are brought."""

    def __init__(self, folder: Path, replies: str) -> None:
        self._folder = folder
        self._ports = dict(zip(("admin", "boxes", "centre", "sending"), free_ports(4), strict=True))
        (folder / "kannel.conf").write_text(CONFIGURATION.format(**self._ports, replies=replies))
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.sms_url = (
            f"kannel+http://doorstep:secret@127.0.0.1:{self._ports['sending']}/cgi-bin/sendsms?from=447700900000"
        )

    def start(self) -> None:
        """The message centre connects to the bearerbox, and says one text so that we know that it is there."""
        self._run("bearerbox", BEARERBOX, "-v", "4", "kannel.conf")
        self._until_open("admin")
        self.start_sending()

    def start_sending(self) -> None:
        """The part that takes our texts."""
        self._run("smsbox", SMSBOX, "-v", "4", "kannel.conf")
        self._until_open("sending")

    def stop_sending(self) -> None:
        """As when the gateway's machine is restarted: nobody answers our calls."""
        self._end("smsbox")

    def text(self, sender: str, words: str) -> None:
        """The message centre joins, and a phone behind it sends this; of several texts it would choose by chance."""
        port = str(self._ports["centre"])
        self._end("fakesmsc")
        said = f"{sender} 447700900000 text {words}"
        self._run("fakesmsc", FAKE_CENTRE, "-H", "127.0.0.1", "-r", port, "-i", "0.05", "-m", "1", said)

    def at_the_centre(self) -> str:
        """What the message centre says that it got."""
        return (self._folder / "fakesmsc.log").read_text(errors="replace")

    def stop(self) -> None:
        for name in list(self._running):
            self._end(name)

    def _run(self, name: str, *command: str) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, cwd=self._folder, stdout=log, stderr=log, env={**os.environ, "HOME": str(self._folder)}
            )

    def _end(self, name: str) -> None:
        process = self._running.pop(name, None)
        if process is not None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _until_open(self, port: str) -> None:
        until(lambda: _answers(self._ports[port]), f"Kannel did not open its port. See {self._folder}.")


def free_ports(count: int) -> list[int]:
    """Ports that nobody had a moment ago; all are held until the last is found, so that no two are the same."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def until(has_come: Callable[[], bool], otherwise: str, seconds: float = 30) -> None:
    """Look again and again; processes of others tell nobody when they are ready."""
    end = time.monotonic() + seconds
    while not has_come():
        if time.monotonic() > end:
            raise AssertionError(otherwise)
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex(("127.0.0.1", port)) == 0
