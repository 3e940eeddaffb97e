"""The director changes a setting: what is in force, the form, the trial, the saving."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.storage.cases import landlord_policy
from tests.factories import LANDLORD, NOW, sign_in


def send(client: FlaskClient, page: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(page, data={"csrf_token": token[1], **fields})


def test_a_change_is_tried_saved_and_shown_with_its_reason(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")
    assert "7000" in client.get("/console/settings").text
    fields = {"value": "8000", "starts_on": NOW.date().isoformat(), "reference": "HS004A 5, minute 12"}

    begun = send(client, "/console/settings/cap_pence_per_day", reason="The board decided.", **fields)
    trial = client.get(begun.location).text
    assert "0 of 0 cases of the last twelve months" in trial
    assert send(client, begun.location).status_code == 302

    page = client.get("/console/settings").text
    assert "The board decided." in page
    assert "minute 12" in page
    assert landlord_policy.policy_on(LANDLORD, NOW.date()).values == [
        {"from": NOW.date().isoformat(), "cap_pence_per_day": 8000}
    ]


def test_a_setting_is_chosen_from_its_words_and_says_why_it_is_as_it_is(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")
    words, hours = (client.get(f"/console/settings/{name}").text for name in ("days_paid", "contractor_cancellation"))

    assert "<option selected>all_not_kept_days</option><option>from_threshold_day</option>" in words
    assert "Or: not Havebury&#39;s" in words and "The clause is a gate" in words
    assert 'value="excused_if_told_before_day"' in hours  # any number of hours may be typed there


def test_a_wrong_value_is_said_and_kept(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")
    answer = send(
        client, "/console/settings/days_paid", value="sometimes", starts_on="2026-12-01", reference="x", reason="y"
    )

    assert answer.status_code == 400
    assert 'value="sometimes"' in answer.text
    assert client.get("/console/settings/unheard_of").status_code == 404
