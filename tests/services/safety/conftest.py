"""The lone worker of these tests."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from tests.services.safety.lone_worker import LoneWorker


@pytest.fixture
def worker(app: Flask, client: FlaskClient, clock: FixedClock) -> LoneWorker:
    return LoneWorker(app, client, clock)
