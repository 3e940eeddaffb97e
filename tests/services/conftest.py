"""A visit of today, the phone of the operative who is on it, and the server's keys."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.phones.make_enrolment_code import make_enrolment_code
from tests.factories import a_visit, an_appointment, an_assignment, an_operative
from tests.phone import Phone, SigningKey


@pytest.fixture
def phone(app: Flask, client: FlaskClient, clock: FixedClock) -> Phone:
    """It signs what it records."""
    an_operative("op-1")
    config = app.extensions["doorstep_config"]
    code = make_enrolment_code("op-1", made_by="test", config=config, clock=clock).code
    return Phone.enrolled(client, code, key=SigningKey())


@pytest.fixture
def visit(phone: Phone) -> str:
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    return a_visit("A-1")


@pytest.fixture
def keys(app: Flask) -> Keys:
    return Keys(app.extensions["doorstep_config"].secret_key)
