"""What a phone announced beside what we hold of it: a phone whose storage was wiped is seen to have lost records."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from tests import factories
from tests.http.console.test_deciding import send
from tests.phone import GENESIS, Phone


@pytest.fixture
def phone(app: Flask, client: FlaskClient, clock: FixedClock) -> Phone:
    factories.an_operative()
    factories.an_appointment()
    factories.an_assignment()
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    return Phone.enrolled(client, code)


def test_the_console_shows_that_a_phone_announced_more_than_it_sent(client: FlaskClient, phone: Phone) -> None:
    visit = factories.a_visit()
    for _ in range(14):
        phone.record("check_in", visit)
    phone.sync(phone.unsent[:10])
    factories.sign_in(client, "contract_manager")

    page = client.get("/console/phones").text

    assert "10 of 14" in page
    assert "4 missing" in page


def test_numbers_that_the_phone_lost_are_called_lost_and_no_longer_awaited(client: FlaskClient, phone: Phone) -> None:
    visit = factories.a_visit()
    for _ in range(14):
        phone.record("check_in", visit)
    phone.sync(phone.unsent[:10])
    phone.sync([], lost=[[11, 14]])
    factories.sign_in(client, "contract_manager")

    page = client.get("/console/phones").text

    assert "4 lost" in page
    assert "missing" not in page


def test_a_record_kept_apart_is_explained_and_let_in_with_a_reason(client: FlaskClient, phone: Phone) -> None:
    visit = factories.a_visit()
    phone.record("arrived", visit, actor_id="somebody-else")
    phone.sync()
    factories.sign_in(client, "contract_manager", name="J. Shah")
    page = client.get("/console/evidence").text
    assert "Arrived: The person was not assigned to this visit at that time" in page
    address = page.split('href="/console/evidence/')[1].split('"')[0]

    answer = send(
        client, f"/console/evidence/{address}", f"/console/evidence/{address}/release", reason="Rang the firm"
    )

    assert answer.status_code == 302
    assert "Nothing is kept apart." in client.get("/console/evidence").text
    assert "Arrived" in client.get(f"/console/visits/{visit}").text
    decided = client.get(f"/console/evidence/{address}").text
    assert "J. Shah" in decided
    assert "Rang the firm" in decided


@pytest.mark.parametrize("actor_id", ["nul\x00", "half \ud800 a letter", "x" * 9000])
def test_a_record_whose_names_no_database_takes_can_still_be_looked_at(
    client: FlaskClient, phone: Phone, actor_id: str
) -> None:
    phone.append(json.dumps({"v": 1, "type": actor_id, "actor_id": actor_id}))
    phone.sync()
    factories.sign_in(client, "contract_manager")
    address = client.get("/console/evidence").text.split('href="/console/evidence/')[1].split('"')[0]

    assert client.get(f"/console/evidence/{address}").status_code == 200


def test_a_visit_is_shown_and_packed_although_its_remark_holds_half_a_letter(client: FlaskClient, phone: Phone) -> None:
    visit = factories.a_visit()
    said = phone.record("tenant_remark", visit, text="cut off")["body"]
    phone.unsent.clear()
    phone.seq, phone.hash = 0, GENESIS
    at = {"wall_ms": 253_402_300_799_999, "tz": "half \ud800", "anchor_id": "half \ud800"}
    phone.append(json.dumps({**json.loads(said), "at": at, "data": {"text": "cut off \ud83d"}}))
    assert phone.sync()["results"][0]["status"] == "accepted"
    factories.sign_in(client, "contract_manager")

    page = client.get(f"/console/visits/{visit}")
    pack = send(client, f"/console/visits/{visit}", f"/console/visits/{visit}/evidence")

    assert "cut off \ufffd" in page.text
    assert (pack.status_code, pack.content_type) == (200, "application/zip")
    pack.close()
