"""The director changes a setting: what is in force, the form, the trial, the saving."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.domain.cases.policy_settings import SETTINGS, TENURES
from server.http.console.office import setting_words
from server.storage.cases import landlord_policy
from server.storage.cases.landlord_policy import AROUND_THE_RULE, POLICY_VALUES
from tests.factories import LANDLORD, NOW, sign_in

SMALL = {*POLICY_VALUES, *SETTINGS, *AROUND_THE_RULE}


def visible(page: str) -> str:
    """What people read, without tags and their attributes."""
    return re.sub(r"<[^>]+>", " ", page)


def send(client: FlaskClient, page: str, **fields: object) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(page, data={"csrf_token": token[1], **fields})


def test_a_change_is_tried_saved_and_shown_with_its_reason(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")
    assert "£70.00" in client.get("/console/settings").text
    fields = {"value": "8000", "starts_on": NOW.date().isoformat(), "reference": "HS004A 5, minute 12"}

    begun = send(client, "/console/settings/cap_pence_per_day", reason="The board decided.", **fields)
    trial = client.get(begun.location).text
    assert "0 of 0 cases of the last twelve months" in trial
    assert "Most that is paid for a day of lost earnings: £80.00, from" in trial
    assert send(client, begun.location).status_code == 302

    page = client.get("/console/settings").text
    assert "Most that is paid for a day of lost earnings: £80.00. Every case is assessed again." in page
    assert "The board decided." in page
    assert "minute 12" in page
    assert landlord_policy.policy_on(LANDLORD, NOW.date()).values == [
        {"from": NOW.date().isoformat(), "cap_pence_per_day": 8000}
    ]


def test_every_setting_and_every_answer_has_words(app: Flask, client: FlaskClient) -> None:
    names = [*POLICY_VALUES, *SETTINGS, *AROUND_THE_RULE]
    codes = {code for one in SETTINGS.values() if isinstance(one.default, str) for code in one.allowed.split(", ")}

    assert set(setting_words.TITLES) == set(names)
    for one in SETTINGS.values():
        if isinstance(one.default, str):
            assert [code for code, _ in setting_words.answers(one.name)] == list(_codes(one.allowed)), one.name
    assert not codes & {setting_words.meant(name, code) for name in names for code in codes if _fits(name, code)}


def test_the_pages_of_settings_say_words_and_keep_the_name_small(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")

    listed = visible(client.get("/console/settings").text)
    form = visible(client.get("/console/settings/locations_kept_months").text)

    assert "How long it is kept where an operative stood" in listed
    assert "12 months" in listed and "a whole number of months, 0 or more (0: no end)" in listed
    assert [name for name in re.findall(r"[a-z]+(?:_[a-z]+)+", listed) if name not in SMALL] == []
    assert "New value, in months" in form
    assert "locations_kept_months" not in visible(client.get("/console/kept").text)


def test_a_setting_is_chosen_from_its_words_and_says_why_it_is_as_it_is(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")
    words, hours = (client.get(f"/console/settings/{name}").text for name in ("days_paid", "contractor_cancellation"))

    assert 'value="all_not_kept_days" required checked> Every day of a missed appointment</label>' in words
    assert "Or: not Havebury&#39;s" in words and "The clause is a gate" in words
    assert 'name="hours"' in hours and 'name="hours"' not in words


def test_a_number_of_hours_and_several_tenures_are_said_as_the_rule_reads_them(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")
    fields = {"starts_on": NOW.date().isoformat(), "reference": "HS004A 5", "reason": "The board decided."}

    for name, answers, words in (
        ("contractor_cancellation", {"value": "hours:N", "hours": "48"}, "told 48 hours before"),
        ("eligible", {"value": ["tenant", "licensee"]}, "Tenant, licensee"),
    ):
        begun = send(client, f"/console/settings/{name}", **answers, **fields)
        assert words in client.get(begun.location).text
        assert send(client, begun.location).status_code == 302

    assert landlord_policy.policy_on(LANDLORD, NOW.date()).settings == {
        "contractor_cancellation": "hours:48",
        "eligible": "tenant,licensee",
    }


def test_a_wrong_value_is_said_in_words_and_kept(app: Flask, client: FlaskClient) -> None:
    sign_in(client, "director")
    fields = {"starts_on": "2026-12-01", "reference": "x", "reason": "Because of the board"}

    number = send(client, "/console/settings/wait_for_phone_hours", value="soon", **fields)
    choice = send(client, "/console/settings/days_paid", value="sometimes", **fields)

    assert (number.status_code, choice.status_code) == (400, 400)
    assert 'value="soon"' in number.text and "Because of the board" in choice.text
    assert "How long a case waits for a phone that is silent: it must be a whole number from 0 to" in number.text
    assert "Which missed days are paid: choose one of the answers." in choice.text
    assert client.get("/console/settings/unheard_of").status_code == 404


def _codes(allowed: str) -> list[str]:
    return list(TENURES) if allowed == "a comma list of tenures" else allowed.split(", ")


def _fits(name: str, code: str) -> bool:
    return name in SETTINGS and code in SETTINGS[name].allowed.split(", ")
