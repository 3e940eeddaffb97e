"""Signing in with the landlord's own account: who gets in, and what does not stand up to checking."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import ECKey
from werkzeug.test import TestResponse

from tests import factories
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider

BACK = "/console/sign-in/provider/back"


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    started = IdentityProvider()
    yield started
    started.close()


@pytest.fixture
def provider(app: Flask, running: IdentityProvider) -> IdentityProvider:
    running.lies, running.signs_with = {}, running.key
    known = {"oidc_issuer": running.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
    app.extensions["doorstep_config"] = replace(app.extensions["doorstep_config"], **known)
    return running


@pytest.fixture
def manager(app: Flask) -> str:
    return factories.a_user("contract_manager", email="j.shah@example.org")


def sign_in(client: FlaskClient, provider: IdentityProvider, email: str = "J.Shah@example.org") -> TestResponse:
    left = client.get("/console/sign-in/provider?next=/console/board")
    assert left.status_code == 302
    return client.get(f"{BACK}?{provider.approve(left.location, email)}")


def test_who_was_added_here_gets_in_and_to_the_page_that_was_wanted(
    client: FlaskClient, provider: IdentityProvider, manager: str
) -> None:
    answer = sign_in(client, provider)

    assert (answer.status_code, answer.location) == (302, "/console/board")
    assert client.get("/console/board").status_code == 200


def test_who_was_not_added_is_told_whom_to_ask(client: FlaskClient, provider: IdentityProvider, manager: str) -> None:
    answer = sign_in(client, provider, "somebody@example.org")

    assert answer.status_code == 403
    assert "Ask an administrator to add you." in answer.text
    assert client.get("/console/board").status_code == 302


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://elsewhere.example.org"},
        {"aud": "another program"},
        {"nonce": "of another sign-in"},
        {"exp": int(time.time()) - 3600},
        {"email": "", "preferred_username": ""},
        {"email_verified": False},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_a_word_that_does_not_stand_up_to_checking_opens_nothing(
    client: FlaskClient, provider: IdentityProvider, manager: str, lie: dict[str, Any]
) -> None:
    provider.lies = lie

    answer = sign_in(client, provider)

    assert answer.status_code == 400
    assert "did not confirm who you are" in answer.text


def test_a_token_signed_by_somebody_else_opens_nothing(
    client: FlaskClient, provider: IdentityProvider, manager: str
) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "one"})

    assert sign_in(client, provider).status_code == 400


def test_a_return_that_nobody_began_here_opens_nothing(
    app: Flask, client: FlaskClient, provider: IdentityProvider, manager: str
) -> None:
    left = client.get("/console/sign-in/provider")
    query = provider.approve(left.location, "j.shah@example.org")

    assert app.test_client().get(f"{BACK}?{query}").status_code == 400
    assert client.get(f"{BACK}?code=a+code&state=another").status_code == 400
    assert client.get(f"{BACK}?{query}").status_code == 400  # each is good for one return


def test_a_provider_that_is_away_is_said_so_and_the_password_still_works(
    app: Flask, client: FlaskClient, provider: IdentityProvider
) -> None:
    config = app.extensions["doorstep_config"]
    app.extensions["doorstep_config"] = replace(config, oidc_issuer="http://127.0.0.1:9")

    answer = client.get("/console/sign-in/provider")

    assert answer.status_code == 503
    assert "sign in with your password" in answer.text


def test_without_a_provider_there_is_nothing_to_sign_in_with(client: FlaskClient) -> None:
    assert "your organisation" not in client.get("/console/sign-in").text
    assert client.get("/console/sign-in/provider").status_code == 404


def test_with_a_provider_the_sign_in_page_offers_it(client: FlaskClient, provider: IdentityProvider) -> None:
    page = client.get("/console/sign-in?next=/console/board").text

    assert 'href="/console/sign-in/provider?next=/console/board"' in page
