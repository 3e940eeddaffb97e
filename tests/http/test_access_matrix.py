"""Every route, every role: who is let in, who is turned away. What they read there: `walking/`."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.viewing import ROLES
from server.http.access import STAFF_ROLES, declared_callers
from tests import factories
from tests.http.console import secrets
from tests.http.console.pages_of import addresses, staff_rules
from tests.http.console.secrets import World


@pytest.fixture
def planted(app: Flask) -> World:
    return secrets.plant()


def enter(client: FlaskClient, role: str, firm_id: str = "firm-a") -> None:
    factories.sign_in(client, role, firm_id=firm_id if role == "contractor_office" else None)


def test_the_roles_of_the_matrix_are_the_roles_that_routes_declare() -> None:
    assert set(ROLES) == set(STAFF_ROLES)


def test_the_planted_world_reaches_every_route(app: Flask, planted: World) -> None:
    missed = [rule.rule for rule in staff_rules(app) if not list(addresses(app, rule, planted.arguments))]

    assert missed == []


def test_a_stranger_is_sent_to_sign_in_everywhere(app: Flask, client: FlaskClient, planted: World) -> None:
    for rule in staff_rules(app):
        for address in addresses(app, rule, planted.arguments):
            answer = client.open(address, method="POST" if "POST" in (rule.methods or ()) else "GET")
            assert answer.status_code == 302, address
            assert answer.location.startswith("/console/sign-in"), address


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_own_routes_and_no_other(
    app: Flask, client: FlaskClient, planted: World, role: str
) -> None:
    enter(client, role)
    for rule in staff_rules(app):
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        allowed = role in declared_callers(app, rule.endpoint)
        for address in addresses(app, rule, planted.arguments):
            status = client.open(address, method=method).status_code
            if not allowed:
                assert status == 403, (role, address)
            elif method == "POST":
                assert status == 400, (role, address)  # the form's token is missing, and that comes after the role
            else:
                assert status in (200, 302, 403, 404), (role, address)


def test_a_firm_finds_nothing_behind_another_firms_addresses(app: Flask, client: FlaskClient, planted: World) -> None:
    enter(client, "contractor_office", "firm-a")
    tried = 0
    for rule in staff_rules(app):
        if rule.arguments:
            for address in addresses(app, rule, planted.of_other_firm):
                method = "POST" if "POST" in (rule.methods or ()) else "GET"
                expected = (400, 403) if method == "POST" else (403, 404)
                assert client.open(address, method=method).status_code in expected, address
                tried += 1

    assert tried >= 6


@pytest.mark.parametrize("role", [role for role in ROLES if role != "safeguarding_lead"])
def test_a_photo_of_a_household_concern_opens_for_nobody_else(client: FlaskClient, planted: World, role: str) -> None:
    enter(client, role)
    photo = planted.arguments["sha256"][0]

    for which in ("view", "thumbnail", "original"):
        assert client.get(f"/console/photos/{photo}/{which}").status_code in (403, 404)


def test_a_claim_handler_reads_earnings_and_the_reading_is_written_down(
    app: Flask, client: FlaskClient, planted: World
) -> None:
    enter(client, "claim_handler")
    page = client.get(f"/console/claims/{planted.arguments['number'][0]}")

    assert secrets.EARNINGS[0] in page.text
    assert [word for word in secrets.CLAIMANTS_WORDS if word not in page.text] == []
    assert "earnings_read" in _actions(secrets.CASE)


def test_a_contract_manager_reads_damage_that_is_not_urgent(client: FlaskClient, planted: World) -> None:
    enter(client, "contract_manager")

    assert secrets.NOT_URGENT in client.get(f"/console/visits/{planted.arguments['visit_id'][0]}").text


def _actions(subject_id: str) -> list[str]:
    from server.storage.people import audit

    kinds = ("report", "case")
    return [e.action for kind in kinds for e in audit.trail("havebury", audit.Subject(kind, subject_id))]
