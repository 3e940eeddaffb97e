"""What people and programs are told where something fails, and the headers that every answer has."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from tests import factories
from tests.conftest import a_config

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A server reached by HTTPS whose database does not answer."""
    folder = tmp_path_factory.mktemp("cut-off")
    config = a_config(folder, f"sqlite:///{folder}/no-such-folder/doorstep.sqlite3")
    return create_app(replace(config, public_url="https://doorstep.example.org")).test_client()


@pytest.mark.parametrize("path", ["/nowhere", "/app/nowhere.js", "/hooks", "/t/"])
def test_a_browser_at_a_wrong_address_gets_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)

    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "There is nothing at this address." in answer.text


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/hooks/sms/nowhere"])
def test_an_address_for_programs_is_answered_in_json_whoever_asks(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)

    assert answer.status_code == 404
    assert answer.json["code"] == "not_found"


@pytest.mark.parametrize("path", ["/t/Abc123Def456", "/t/Abc123Def456/claim", "/console/board"])
def test_people_get_a_page_while_the_database_is_away(cut_off: FlaskClient, path: str) -> None:
    cut_off.set_cookie("__Host-doorstep_staff", "some token", domain="localhost", secure=False)

    answer = cut_off.get(path)

    assert answer.status_code == 503
    assert answer.mimetype == "text/html"
    assert "Nothing was changed. Try again in a minute." in answer.text
    assert answer.headers["Retry-After"] == "60"


def test_programs_get_json_while_the_database_is_away(cut_off: FlaskClient) -> None:
    answer = cut_off.get("/api/v1/appointments", headers={"Authorization": "Bearer doorstep_some_key"})

    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")


def test_a_server_without_its_database_is_alive_and_not_ready(cut_off: FlaskClient) -> None:
    ready = cut_off.get("/readyz")

    assert cut_off.get("/healthz").status_code == 200
    assert ready.status_code == 503
    assert ready.json == {
        "status": "not ready",
        "database": "does not answer",
        "blobs": "answer",
        "jobs": "not known",
    }


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/nowhere", "/t/Abc123Def456", "/console/sign-in", "/api/v1/docs", "/api/v1/files"]
)
def test_every_kind_of_answer_has_the_headers(cut_off: FlaskClient, path: str) -> None:
    headers = cut_off.get(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_with_https_the_browser_holds_the_forms_cookie_to_this_host(cut_off: FlaskClient) -> None:
    fresh = cut_off.application.test_client()

    (line,) = fresh.get("/console/sign-in").headers.getlist("Set-Cookie")

    assert line.startswith("__Host-doorstep_form=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(line.split("; "))


def test_only_a_server_reached_by_https_insists_on_it(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_a_failure_of_ours_is_a_page_with_a_reference_and_says_nothing_of_its_cause(
    app: Flask, client: FlaskClient
) -> None:
    # A store that is no store: whatever asks it fails as a mistake in our code would.
    app.extensions["doorstep_blobs"] = None

    page = client.get("/readyz", headers=BROWSER)
    said = client.get("/readyz").json

    assert page.status_code == 500
    assert "Quote " in page.text
    assert "NoneType" not in page.text
    assert said["code"] == "internal_error"
    assert len(said["details"]["reference"]) == 12


@pytest.mark.parametrize("path", ["booking/absences/%00", "board?day=9999-12-31", "board?day=0001-01-01"])
def test_what_is_out_of_every_range_is_bad_input_and_no_failure_of_ours(client: FlaskClient, path: str) -> None:
    factories.a_landlord()
    factories.sign_in(client, "contract_manager")

    assert client.get(f"/console/{path}").status_code in (200, 400, 404)
