"""A phone's file of unsent records, brought into the console."""

import io
import json

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from tests import factories
from tests.http.console.test_deciding import send
from tests.phone import Phone, box_for


@pytest.fixture
def phone(app: Flask, client: FlaskClient, clock: FixedClock) -> Phone:
    factories.an_operative()
    factories.an_appointment()
    factories.an_assignment()
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    return Phone.enrolled(client, code)


def a_file(phone: Phone, padding: int = 0) -> tuple[io.BytesIO, str]:
    assert phone.seal_key_jwk is not None
    boxes = [{"box": box_for(phone.seal_key_jwk, json.dumps(one).encode())} for one in phone.unsent]
    content = {"doorstep_unsent": 1, "device_id": phone.device_id, "events": boxes, "photos": []}
    return io.BytesIO(json.dumps({**content, "padding": "x" * padding}).encode()), "unsent.json"


def test_the_console_takes_it_in_and_says_what_became_of_it(client: FlaskClient, phone: Phone) -> None:
    visit = factories.a_visit()
    phone.record("arrived", visit)
    phone.record("danced", visit)
    factories.sign_in(client, "contract_manager")

    answer = send(client, "/console/unsent", "/console/unsent", file=a_file(phone))  # type: ignore[arg-type]

    assert answer.status_code == 200
    assert "1 record now counted" in answer.text
    assert "1 record kept apart" in answer.text
    assert "its record came in a file" in client.get(f"/console/visits/{visit}").text


def test_a_file_with_many_photos_is_larger_than_any_other_form(app: Flask, client: FlaskClient, phone: Phone) -> None:
    phone.record("check_in", factories.a_visit())
    factories.sign_in(client, "contract_manager")
    app.config["MAX_CONTENT_LENGTH"] = 100_000

    answer = send(client, "/console/unsent", "/console/unsent", file=a_file(phone, padding=150_000))  # type: ignore[arg-type]

    assert "1 record now counted" in answer.text


@pytest.mark.parametrize("content", [b"", b"not a file of ours"])
def test_anything_else_is_refused_with_a_way_on(client: FlaskClient, phone: Phone, content: bytes) -> None:
    factories.sign_in(client, "contract_manager")

    answer = send(client, "/console/unsent", "/console/unsent", file=(io.BytesIO(content), "x.json"))  # type: ignore[arg-type]

    assert answer.status_code == 400
    assert "not a whole file of unsent records" in answer.text


def test_an_office_may_not_bring_records_in(client: FlaskClient, phone: Phone) -> None:
    g.pop("csrf_token", None)
    factories.sign_in(client, "contractor_office", firm_id="firm-a")

    assert client.get("/console/unsent").status_code == 403
    assert client.post("/console/unsent", data={"file": a_file(phone)}).status_code == 403
