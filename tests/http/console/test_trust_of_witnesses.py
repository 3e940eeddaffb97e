"""What the console says of a time that a tenant's code bears out, and of a code that does not fit."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.witness import minute_code
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.phones.make_enrolment_code import make_enrolment_code
from tests import factories
from tests.factories import LANDLORD
from tests.phone import Phone


@pytest.fixture
def phone(app: Flask, client: FlaskClient, clock: FixedClock) -> Phone:
    factories.an_operative()
    factories.an_appointment()
    factories.an_assignment()
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    return Phone.enrolled(client, code)


@pytest.mark.parametrize("is_right", [True, False])
def test_a_code_is_shown_for_what_it_proves(
    app: Flask, client: FlaskClient, clock: FixedClock, phone: Phone, is_right: bool
) -> None:
    visit = factories.a_visit()
    key = Keys(app.extensions["doorstep_config"].secret_key).witness_key(LANDLORD, "A-1")
    right = minute_code(key, round(clock.now().timestamp() * 1000))
    phone.record("arrived", visit)
    phone.record("witness_code", visit, code=right if is_right else right[::-1] + "0")
    phone.sync()
    factories.sign_in(client, "contract_manager")

    page = client.get(f"/console/visits/{visit}").text

    assert ("shows that they met at 09:00, so not later" in page) is is_right
    assert ("Right: the code of that minute" in page) is is_right
    assert ("Wrong: no code of this appointment" in page) is not is_right
    assert right not in page
