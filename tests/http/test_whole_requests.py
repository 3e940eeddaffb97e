"""A line that breaks in the middle of a request: the half that came is not taken for what somebody meant."""

import io
import random
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.tables.messages import TenantMessage
from tests.factories import a_visit, an_appointment, an_operative
from tests.http.files.tus import a_phone, begin, offset_of
from tests.http.sync.conftest import Office
from tests.http.tenant.pages import a_link, opened


def broken_after(sent: bytes, whole: bytes) -> dict[str, Any]:
    """What the web server hands on when only `sent` of `whole` has come: an input that ends, and the length of all."""
    announced = {"CONTENT_LENGTH": str(len(whole)), "wsgi.input_terminated": True, "wsgi.input": io.BytesIO(sent)}
    return {"environ_overrides": announced}


def said(client: FlaskClient, link: str, sent: bytes, whole: bytes) -> int:
    form = "application/x-www-form-urlencoded"
    return client.post(f"{link}/tell/complaint", content_type=form, **broken_after(sent, whole)).status_code


def test_half_of_what_a_tenant_wrote_is_not_recorded(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment()
    a_visit()
    link = a_link(clock)
    opened(client, link)
    whole = b"once=one&text=Nobody+came.+Not+that+I+complain+about+Sam."

    assert said(client, link, whole[:35], whole) == 400
    assert db.session.query(TenantMessage).all() == []

    assert said(client, link, whole, whole) == 303
    [message] = db.session.query(TenantMessage).all()
    assert "about Sam" in message.text


def test_a_sync_whose_content_happens_to_be_readable_before_its_end_is_not_taken(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    an_operative("op-1")
    phone = Office(app, client, clock).phone()
    content = app.json.dumps(phone.request([phone.record("day_started")])).encode()
    headers = {**phone.headers, "Content-Type": "application/json"}

    cut = phone.client.post("/api/v1/sync", headers=headers, **broken_after(content, content + b"  "))
    whole = phone.client.post("/api/v1/sync", headers=headers, **broken_after(content, content))

    assert (cut.status_code, whole.status_code) == (400, 200)
    assert [result["status"] for result in whole.get_json()["results"]] == ["accepted"]


def test_what_came_of_a_photo_is_kept(client: FlaskClient) -> None:
    photo = random.Random(4).randbytes(300_000)
    phone = a_phone()
    where = begin(client, phone, photo).headers["Location"]
    headers = {**phone, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

    client.patch(where, headers=headers, **broken_after(photo[:170_000], photo))

    assert offset_of(client, phone, where) == 170_000
