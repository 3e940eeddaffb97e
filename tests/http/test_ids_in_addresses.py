"""Ids that come with a landlord's or a firm's files are theirs: a slash in one leads nowhere else."""

from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from server.storage.database import db
from server.storage.tables.flag_cases import FlagCase
from tests import factories
from tests.http.console.flags import a_flag
from tests.http.console.told import send_form

THEIRS = {"appointment_id", "firm_id", "flag_id", "job_number", "operative_id", "person_id", "subject_id"}


def _built(rule: Rule, app: Flask) -> tuple[str, dict[str, object], str]:
    numbers = {name for name, converter in rule._converters.items() if type(converter).__name__ == "IntegerConverter"}
    values: dict[str, object] = {
        name: 7 if name in numbers else "LW/7 a" if name in THEIRS else "x" for name in rule.arguments
    }
    method = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})[0]
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=method), values, method


def test_every_address_with_such_an_id_is_found_again(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments & THEIRS]
    assert {name for rule in rules for name in rule.arguments} >= THEIRS - {"job_number"}

    for rule in rules:
        address, values, method = _built(rule, app)
        found = app.url_map.bind("localhost").match(unquote(address), method=method)
        assert found == (rule.endpoint, values), f"{rule} leads elsewhere with a slash in the id"


@pytest.mark.usefixtures("app")
def test_a_flag_with_a_slash_in_its_id_is_opened_and_ended(client: FlaskClient) -> None:
    a_flag("LW/7")
    factories.sign_in(client, "director")

    assert client.get("/console/flags/LW%2F7").status_code == 200
    send_form(client, "/console/flags/LW/7", "/console/flags/LW/7/end", reason="It was another tenant")

    db.session.rollback()
    assert db.session.scalars(db.select(FlagCase.state)).one() == "ended"
