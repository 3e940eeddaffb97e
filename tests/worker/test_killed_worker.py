"""A worker that is killed in the middle of sending loses nothing, and what it had in hand leaves at most twice."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from server.outside.clock import FixedClock
from server.outside.sms.choosing import open_sender
from server.services.notices.post import HANDS, Post
from server.services.notices.send_notices import send_notices
from tests.outbox import outbox, queued_notices
from tests.services.notices.test_pace_and_stops import KEYS

ANSWERED_AT_ONCE, QUEUED = 3, 30

# Whose visit factories plant: a person who is reminded of it.
VISITED = "+447700900123"


class Gateway(ThreadingHTTPServer):
    """Takes every text; answers the first few and keeps the rest of the callers waiting until it is let go."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: list[str] = []
        self.lock = threading.Lock()
        self.hands_full, self.let_go = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self, recipient: str) -> None:
        with self.lock:
            self.taken.append(recipient)
            number = len(self.taken)
        if number > ANSWERED_AT_ONCE:
            if number == ANSWERED_AT_ONCE + 2:
                self.hands_full.set()
            self.let_go.wait(60)


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        self.server.take(parse_qs(urlsplit(self.path).query)["to"][0])
        try:
            self.send_response(202)
            self.end_headers()
        except OSError:
            pass  # the caller was killed

    def log_message(self, *_: object) -> None:
        pass


def a_worker(app: Flask, folder: Path, sms_url: str) -> subprocess.Popen[bytes]:
    settings = {
        "DOORSTEP_MODE": "test",
        "DOORSTEP_DATA_DIR": str(folder),
        "DOORSTEP_DATABASE_URL": app.extensions["doorstep_config"].database_url,
        "DOORSTEP_SECRET_KEY": app.extensions["doorstep_config"].secret_key,
        "DOORSTEP_SMS_URL": sms_url,
    }
    command = [sys.executable, "-m", "server.worker"]
    return subprocess.Popen(command, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)


def test_kill_nine_in_mid_send_loses_nothing_and_doubles_at_most_what_was_in_hand(app: Flask, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    queued_notices(QUEUED, now)
    gateway = Gateway()
    sms_url = f"kannel+http://u:p@127.0.0.1:{gateway.server_port}/x"
    worker = a_worker(app, tmp_path, sms_url)
    try:
        assert gateway.hands_full.wait(60)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    gateway.let_go.set()
    before = len(gateway.taken)

    later = FixedClock(now + timedelta(minutes=5))
    post = Post(open_sender(sms_url, lambda *_: None), "http://localhost", KEYS)
    while send_notices(clock=later, post=post):
        pass
    gateway.shutdown()
    gateway.server_close()

    # The worker does all its work: from ten in the morning the reminder of a planted visit leaves as well.
    taken = Counter(to for to in gateway.taken if to != VISITED)
    assert len(taken) == QUEUED
    assert max(taken.values()) <= 2
    assert 0 < sum(taken.values()) - QUEUED <= min(HANDS, before)
    assert {row["state"] for row in outbox()} == {"sent"}
