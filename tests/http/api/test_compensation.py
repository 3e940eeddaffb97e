"""The rule for other programs: the same input and output as the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from server.cli.assess import assess
from server.outside.clock import FixedClock
from server.services.integrators.make_api_key import make_api_key
from tests.factories import LANDLORD

CASE: dict[str, Any] = {
    "case": "C1",
    "as_of": "2026-11-21T12:00:00Z",
    "people": [{"id": "p1", "tenure": "tenant"}],
    "repairs": [
        {
            "id": "R1",
            "appointments": [
                {"id": f"A{day}", "contractor": "X", "kind": "routine", "agreed_start": f"2026-10-0{day}T09:00:00Z"}
                for day in (5, 6, 7)
            ],
        }
    ],
    "losses": [{"person": "p1", "day": "2026-10-05", "off_work": True, "pence": 9000, "evidence": "employer"}],
}


@pytest.fixture
def headers(clock: FixedClock, app: object) -> dict[str, str]:
    key = make_api_key(LANDLORD, "what if", ["compensation:assess"], by="admin", clock=clock)
    return {"Authorization": f"Bearer {key}"}


def post(client: FlaskClient, headers: dict[str, str], content: str, query: str = "") -> Any:
    return client.post(f"/api/v1/compensation/assess{query}", data=content, headers=headers)


def test_a_case_is_assessed_byte_for_byte_as_on_the_command_line(
    client: FlaskClient, headers: dict[str, str], tmp_path: Path
) -> None:
    case = {**CASE, "case": "Łódź"}
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    answer = post(client, headers, json.dumps(case))

    assert answer.status_code == 200
    assert f"{answer.text}\n" == CliRunner().invoke(assess, [str(file)]).stdout
    assert answer.json["total_pence"] == 7000


def test_a_list_of_cases_gives_a_list(client: FlaskClient, headers: dict[str, str]) -> None:
    assert [one["case"] for one in post(client, headers, json.dumps([CASE, CASE])).json] == ["C1", "C1"]


def test_a_profile_and_settings_may_be_chosen(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = post(client, headers, json.dumps(CASE), "?profile=third&settings=tolerance_seconds=0")

    assert answer.json["total_pence"] == 0
    assert answer.json["settings"]["tolerance_seconds"] == 0


def test_a_case_that_does_not_fit_names_the_wrong_field(client: FlaskClient, headers: dict[str, str]) -> None:
    wrong = json.loads(json.dumps(CASE))
    wrong["repairs"][0]["appointments"][2]["agreed_start"] = "tomorrow"

    answer = post(client, headers, json.dumps(wrong))

    assert answer.status_code == 400
    assert answer.json["details"]["path"] == "repairs[0].appointments[2].agreed_start"


@pytest.mark.parametrize(
    ("content", "query"),
    [
        ("{", ""),
        ("", ""),
        ("7", ""),
        ("\x00", ""),
        (json.dumps(CASE), "?profile=none"),
        (json.dumps(CASE), "?settings=x"),
    ],
)
def test_what_cannot_be_read_is_a_plain_refusal(
    client: FlaskClient, headers: dict[str, str], content: str, query: str
) -> None:
    assert post(client, headers, content, query).status_code == 400


def test_a_case_of_more_than_a_mebibyte_is_too_large(client: FlaskClient, headers: dict[str, str]) -> None:
    assert post(client, headers, json.dumps({**CASE, "note": "x" * 1024 * 1024})).status_code == 413


def test_the_rule_is_closed_without_a_key(client: FlaskClient) -> None:
    assert post(client, {}, json.dumps(CASE)).status_code == 401
