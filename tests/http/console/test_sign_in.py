"""Signing in to the console: who gets in, who does not, and what a session is worth."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from server.config import read_config
from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.staff.add_user import NewUser, add_user
from server.services.staff.disable_user import disable_user
from server.storage.database import db
from server.storage.tables.imports import AuditEntry
from server.storage.tables.staff import StaffSession
from tests import factories

EMAIL = "j.shah@example.org"
PASSWORD = "correct horse battery"


@pytest.fixture
def manager(app: Flask, clock: FixedClock) -> str:
    factories.a_landlord()
    new = NewUser(email="J.Shah@Example.org", name="J. Shah", roles=("contract_manager",), password=PASSWORD)
    return add_user(new, landlord_id="havebury", by="cli", clock=clock)


def form_token(client: FlaskClient, page: str = "/console/sign-in") -> str:
    g.pop("csrf_token", None)  # one application context spans a test, and the form guard keeps its token there
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found is not None
    return found[1]


def try_to_sign_in(client: FlaskClient, password: str = PASSWORD, **fields: str):
    data = {"email": EMAIL, "password": password, "csrf_token": form_token(client), **fields}
    return client.post("/console/sign-in", data=data)


def test_the_right_password_opens_the_console(client: FlaskClient, manager: str) -> None:
    answer = try_to_sign_in(client)

    assert answer.status_code == 302
    assert client.get("/console/board").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: FlaskClient, manager: str) -> None:
    wrong = try_to_sign_in(client, "not this one at all")
    unknown = try_to_sign_in(client, email="nobody@example.org")

    assert wrong.status_code == unknown.status_code == 400
    sentence = "That email address and password do not match"
    assert sentence in wrong.text and sentence in unknown.text


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(
    client: FlaskClient, manager: str, clock: FixedClock
) -> None:
    for _ in range(5):
        try_to_sign_in(client, "not this one at all")

    assert try_to_sign_in(client).status_code == 400
    clock.move(minutes=16)
    assert try_to_sign_in(client).status_code == 302


def test_a_form_without_its_token_changes_nothing(client: FlaskClient, manager: str) -> None:
    answer = client.post("/console/sign-in", data={"email": EMAIL, "password": PASSWORD})

    assert answer.status_code == 400
    assert "form has expired" in answer.text
    assert db.session.scalar(select(StaffSession)) is None


def test_the_database_keeps_no_session_token(client: FlaskClient, manager: str) -> None:
    try_to_sign_in(client)

    cookie = client.get_cookie("doorstep_staff")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    row = db.session.scalars(select(StaffSession)).one()
    assert cookie.value not in row.token_hash


def test_signing_out_ends_the_session_in_the_database_too(client: FlaskClient, manager: str) -> None:
    try_to_sign_in(client)
    cookie = client.get_cookie("doorstep_staff")
    client.post("/console/sign-out", data={"csrf_token": form_token(client, "/console/password")})

    assert cookie is not None
    client.set_cookie("doorstep_staff", cookie.value)
    assert client.get("/console/board").status_code == 302


def test_a_session_ends_by_itself_after_twelve_hours(client: FlaskClient, manager: str, clock: FixedClock) -> None:
    try_to_sign_in(client)
    clock.move(hours=12)

    assert client.get("/console/board").status_code == 302


def test_a_disabled_person_is_out_at_once(client: FlaskClient, manager: str, clock: FixedClock) -> None:
    try_to_sign_in(client)
    disable_user(manager, landlord_id="havebury", by="cli", clock=clock)

    assert client.get("/console/board").status_code == 302
    assert try_to_sign_in(client).status_code == 400


def test_changing_the_password_ends_the_other_sessions(app: Flask, client: FlaskClient, manager: str) -> None:
    other = app.test_client()
    try_to_sign_in(other)
    try_to_sign_in(client)
    new = "a quite different one"
    data = {"password": PASSWORD, "new_password": new, "new_password_again": new}
    answer = client.post("/console/password", data={**data, "csrf_token": form_token(client, "/console/password")})

    assert answer.status_code == 302
    assert client.get("/console/board").status_code == 200
    assert other.get("/console/board").status_code == 302


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/console/", "//evil.example", "/console//evil.example", "/console/\\evil", "/app/"]
)
def test_signing_in_leads_to_no_place_but_the_console(client: FlaskClient, manager: str, wanted: str) -> None:
    answer = try_to_sign_in(client, next=wanted)

    assert urlsplit(answer.location).path == "/console/"
    assert urlsplit(answer.location).netloc == ""


def test_signing_in_leads_back_to_the_page_that_was_wanted(client: FlaskClient, manager: str) -> None:
    asked = client.get("/console/board?day=2026-11-24")
    query = urlsplit(asked.location).query

    assert query == "next=/console/board?day%3D2026-11-24"
    assert try_to_sign_in(client, next="/console/board?day=2026-11-24").location == "/console/board?day=2026-11-24"


def test_with_https_the_browser_holds_the_cookie_to_this_host(app: Flask, client: FlaskClient, manager: str) -> None:
    app.extensions["doorstep_config"] = read_config(
        {"DOORSTEP_PUBLIC_URL": "https://doorstep.example", "DOORSTEP_SECRET_KEY": "s", "DOORSTEP_MODE": "test"}
    )
    answer = try_to_sign_in(client)

    line = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("__Host-doorstep_staff="))
    assert "Secure" in line and "Path=/" in line and "Domain" not in line


def test_signing_in_and_being_locked_out_stand_in_the_trail(client: FlaskClient, manager: str) -> None:
    try_to_sign_in(client)
    for _ in range(5):
        client.delete_cookie("doorstep_staff")
        try_to_sign_in(client, "not this one at all")

    actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == manager)))
    assert actions == {"user_added", "signed_in", "sign_in_locked"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"email": "no-at-sign"}, "bad_email"),
        ({"name": " "}, "missing_name"),
        ({"roles": ("contractor_office",)}, "roles_do_not_fit"),
        ({"roles": ("contract_manager",), "firm_id": "firm-a"}, "roles_do_not_fit"),
        ({"roles": ("contractor_office",), "firm_id": "no-such-firm"}, "unknown_firm"),
        ({"roles": ("king",)}, "unknown_role"),
        ({"roles": ()}, "roles_do_not_fit"),
        ({"password": "short"}, "unfit_password"),
        ({"email": EMAIL}, "email_taken"),
    ],
)
def test_a_person_who_does_not_fit_is_refused(app: Flask, manager: str, clock: FixedClock, fields, code: str) -> None:
    given = {"email": "new@example.org", "name": "New", "roles": ("director",), "password": PASSWORD, **fields}

    with pytest.raises(DoorstepError) as refused:
        add_user(NewUser(**given), landlord_id="havebury", by="cli", clock=clock)

    assert refused.value.code == code


def test_the_last_administrator_cannot_be_disabled(app: Flask, clock: FixedClock) -> None:
    first = factories.a_user("administrator")
    second = factories.a_user("administrator")
    disable_user(first, landlord_id="havebury", by="cli", clock=clock)

    with pytest.raises(DoorstepError) as refused:
        disable_user(second, landlord_id="havebury", by="cli", clock=clock)

    assert refused.value.code == "last_administrator"
