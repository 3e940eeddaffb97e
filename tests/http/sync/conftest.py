"""A firm with an operative, a visit today, and a phone that is enrolled for it."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from tests.factories import a_visit, an_appointment, an_assignment, an_operative
from tests.phone import Phone, SigningKey


@dataclass
class Office:
    """Makes codes and phones."""

    app: Flask
    client: FlaskClient
    clock: FixedClock

    def code(self, operative_id: str = "op-1") -> str:
        config = self.app.extensions["doorstep_config"]
        return make_enrolment_code(operative_id, made_by="test", config=config, clock=self.clock).code

    def phone(self, operative_id: str = "op-1", *, key: SigningKey | None = None) -> Phone:
        return Phone.enrolled(self.client, self.code(operative_id), key=key)


@pytest.fixture
def office(app: Flask, client: FlaskClient, clock: FixedClock) -> Office:
    an_operative("op-1")
    return Office(app, client, clock)


@pytest.fixture
def visit(office: Office) -> str:
    """A visit of today, assigned to op-1."""
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    return a_visit("A-1")


@pytest.fixture
def phone(office: Office) -> Phone:
    return office.phone()
