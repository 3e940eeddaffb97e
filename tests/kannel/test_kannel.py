"""Debian's Kannel with its fake message centre: texts go out, receipts and replies come back, down and up again."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from server.app import create_app
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.outside.sms.choosing import open_sender, receipt_address, reply_address
from server.services.notices.post import Post
from server.services.notices.send_notices import send_notices
from server.storage.database import db
from server.storage.tables.messages import TenantMessage
from tests.conftest import a_config
from tests.kannel.gateway import Gateway, free_ports, until
from tests.outbox import outbox, queued_notices

KEYS = Keys("a test secret of no other use, 0123456789")
TENANT = "+447700900000"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime.now(UTC))


@pytest.fixture
def public_url() -> str:
    return f"http://127.0.0.1:{free_ports(1)[0]}"


@pytest.fixture
def kannel(tmp_path: Path, public_url: str) -> Iterator[Gateway]:
    made = Gateway(tmp_path, reply_address("kannel+http:", public_url, KEYS))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def office(
    migrated_sqlite: Path, tmp_path: Path, public_url: str, kannel: Gateway, clock: FixedClock
) -> Iterator[Flask]:
    """The application, listening where Kannel brings receipts and replies."""
    shutil.copy(migrated_sqlite, tmp_path / "doorstep.sqlite3")
    settings = a_config(tmp_path, f"sqlite:///{tmp_path}/doorstep.sqlite3")
    made = create_app(replace(settings, sms_url=kannel.sms_url, public_url=public_url), clock=clock)
    server = make_server("127.0.0.1", int(public_url.rpartition(":")[2]), made, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    with made.app_context():
        yield made
        server.shutdown()
        db.session.remove()
        db.engine.dispose()


def states() -> list[str]:
    return [row["state"] for row in outbox()]


def said_by_tenants() -> list[tuple[str, str, str | None]]:
    db.session.rollback()
    rows = db.session.scalars(db.select(TenantMessage).order_by(TenantMessage.received_at))
    return [(row.kind, row.text, row.person_id) for row in rows]


def stopped() -> list[str]:
    db.session.rollback()  # else it looks at the database as it was
    return list(db.session.execute(db.text("SELECT recipient FROM opt_outs")).scalars())


def test_a_text_its_receipt_and_its_answer_go_through_a_real_gateway_that_is_down_for_a_while(
    office: Flask, kannel: Gateway, public_url: str, clock: FixedClock
) -> None:
    receipts = receipt_address(kannel.sms_url, public_url, KEYS)
    sender = open_sender(kannel.sms_url, lambda *_: None, receipts)
    post = Post(sender, public_url, KEYS, chance=lambda: 1.0, hands=4)
    kannel.text("447700900000", "REBOOK")
    until(lambda: len(said_by_tenants()) == 1, "The first reply did not arrive.")

    queued_notices(3, clock.now(), text="Havebury: a reminder. See {link} or ring 0300 555 0100")
    send_notices(clock=clock, post=post)
    until(lambda: states() == ["delivered"] * 3, "The receipts did not arrive.")
    assert kannel.at_the_centre().count("Havebury: a reminder.") == 3
    assert all(row["delivered_at"] >= row["sent_at"] for row in outbox())

    kannel.stop_sending()
    queued_notices(1, clock.now(), text="Havebury: zażółć. See {link}")
    send_notices(clock=clock, post=post)
    assert states() == ["delivered"] * 3 + ["queued"]
    kannel.start_sending()
    clock.move(seconds=31)
    send_notices(clock=clock, post=post)
    until(lambda: states() == ["delivered"] * 4, "The text did not leave after the gateway was back.")

    kannel.text("447700900000", "STOP")
    until(lambda: stopped() == [TENANT], "The second reply did not arrive.")
    kannel.text("447700900000", "When do you come?")
    until(lambda: len(said_by_tenants()) == 2, "The third reply did not arrive.")
    # The first came before anybody was known by that number.
    assert said_by_tenants() == [("rebook", "REBOOK", None), ("reply", "When do you come?", "person-1")]
