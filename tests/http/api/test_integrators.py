"""What other programs may read, with which key, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.integrators.make_api_key import make_api_key
from server.services.integrators.revoke_api_key import revoke_api_key
from server.storage.database import db, transaction
from server.storage.people import api_keys
from server.storage.tables.visits import Report
from tests.factories import LANDLORD, NOW, a_visit, an_appointment

LISTS = ("appointments", "visits", "reports", "claims", "notices")


def a_key(clock: FixedClock, *scopes: str) -> dict[str, str]:
    key = make_api_key(LANDLORD, "housing system", scopes, by="admin", clock=clock)
    return {"Authorization": f"Bearer {key}"}


def read(client: FlaskClient, path: str, headers: dict[str, str], status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}", headers=headers)
    assert answer.status_code == status, answer.json
    return answer.json


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_closed_without_a_key(client: FlaskClient, name: str) -> None:
    assert read(client, name, {}, 401)["code"] == "unknown_token"
    assert read(client, name, {"Authorization": "Bearer nonsense"}, 401)["code"] == "unknown_token"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_closed_to_a_key_without_its_scope(client: FlaskClient, clock: FixedClock, name: str) -> None:
    other = "visits:read" if name != "visits" else "claims:read"

    assert read(client, name, a_key(clock, other), 403)["code"] == "not_allowed"


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_is_one_empty_page(client: FlaskClient, clock: FixedClock, name: str) -> None:
    assert read(client, name, a_key(clock, f"{name}:read")) == {"items": [], "next": None}


def test_a_revoked_key_opens_nothing(client: FlaskClient, clock: FixedClock) -> None:
    headers = a_key(clock, "visits:read")
    [row] = api_keys.keys_of(LANDLORD)
    revoke_api_key(LANDLORD, row.key_id, by="admin", clock=clock)

    read(client, "visits", headers, 401)


def test_the_key_itself_is_kept_nowhere(app: Flask, clock: FixedClock) -> None:
    headers = a_key(clock, "visits:read")
    [row] = api_keys.keys_of(LANDLORD)

    assert headers["Authorization"].removeprefix("Bearer ") not in str(vars(row))


def test_pages_follow_one_another_to_the_end(client: FlaskClient, clock: FixedClock) -> None:
    for number in range(5):
        an_appointment(f"A-{number}", start_at=NOW + timedelta(days=number))
    headers = a_key(clock, "appointments:read")

    seen, cursor = [], ""
    while cursor is not None:
        page = read(client, f"appointments?limit=2&cursor={cursor}", headers)
        seen.append([row["appointment_id"] for row in page["items"]])
        cursor = page["next"]

    assert seen == [["A-0", "A-1"], ["A-2", "A-3"], ["A-4"]]


def test_an_appointment_shows_its_times_as_instants(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment("A-1")

    [row] = read(client, "appointments", a_key(clock, "appointments:read"))["items"]

    assert (row["agreed_start_at"], row["result"], row["rev"]) == ("2026-11-23T10:00:00Z", None, 1)


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=many", "cursor=%00", "cursor=!", "cursor=AA"])
def test_a_wrong_parameter_is_a_plain_refusal(client: FlaskClient, clock: FixedClock, query: str) -> None:
    answer = read(client, f"visits?{query}", a_key(clock, "visits:read"), 400)

    assert answer["code"] in ("bad_request", "bad_cursor")


def test_a_concern_about_people_never_leaves(client: FlaskClient, clock: FixedClock) -> None:
    visit = a_visit(None)
    for lane in ("property", "household"):
        a_report(visit, lane)

    page = read(client, "reports", a_key(clock, "reports:read"))

    assert [row["lane"] for row in page["items"]] == ["property"]
    assert "mould" not in str(page)


def test_a_claim_shows_no_lost_earnings(client: FlaskClient, clock: FixedClock) -> None:
    an_appointment("A-1")
    case_id = "T-100000000001@100000000001"
    claim = open_claim(LANDLORD, case_id, NewClaim("person-1", "phone"), by="office", clock=clock)

    [row] = read(client, "claims", a_key(clock, "claims:read"))["items"]

    assert (row["reference"], row["state"], row["answer_due_on"]) == (claim.reference, "nothing", "2026-12-07")
    assert not any("loss" in name or "evidence" in name for name in row)


def test_the_description_names_every_list_and_the_page_shows_it(client: FlaskClient) -> None:
    description: Any = client.get("/api/v1/openapi.json").json

    assert {f"/api/v1/{name}" for name in LISTS} < description["paths"].keys()
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert all(path in page.text for path in description["paths"])
    assert "<script" not in page.text


def test_the_description_names_every_answer_that_a_list_gives(client: FlaskClient, clock: FixedClock) -> None:
    paths: Any = client.get("/api/v1/openapi.json").json["paths"]  # type: ignore[index]
    headers = a_key(clock, "visits:read")

    assert paths["/api/v1/visits"]["get"]["responses"].keys() == {"200", "304", "400", "401", "403", "default"}
    assert paths["/api/v1/visits/{key}"]["get"]["responses"].keys() == {"200", "304", "401", "403", "404", "default"}
    assert "ETag" in paths["/api/v1/visits"]["get"]["responses"]["200"]["headers"]
    assert client.get("/api/v1/visits", headers=headers).headers["ETag"]


def a_report(visit: str, lane: str) -> None:
    with transaction():
        db.session.add(
            Report(
                report_id=f"r-{lane}",
                landlord_id=LANDLORD,
                reference=f"R-{lane}",
                event_id=f"e-{lane}",
                visit_id=visit,
                firm_id="firm-a",
                operative_id="op-1",
                lane=lane,
                category="damp",
                facts={"seen": "Black mould"},
                received_at=NOW,
            )
        )


def test_the_same_content_is_not_sent_again(client: FlaskClient, clock: FixedClock) -> None:
    headers = a_key(clock, "appointments:read")
    an_appointment()
    first = client.get("/api/v1/appointments", headers=headers)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/api/v1/appointments", headers=headers | tag)
    an_appointment("A-2")
    changed = client.get("/api/v1/appointments", headers=headers | tag)

    assert (again.status_code, again.data, changed.status_code) == (304, b"", 200)


def test_one_row_is_read_by_its_id(client: FlaskClient, clock: FixedClock) -> None:
    headers = a_key(clock, "appointments:read")
    an_appointment()

    an_appointment("104676/2", job_number="104676")

    assert read(client, "appointments/A-1", headers)["job_number"] == "J-1"
    assert read(client, "appointments/104676/2", headers)["job_number"] == "104676"
    assert read(client, "appointments/A-9", headers, 404)["code"] == "not_found"
    assert read(client, "visits/A-1", headers, 403)["code"] == "not_allowed"


def test_a_household_concern_is_not_there_by_its_id_either(client: FlaskClient, clock: FixedClock) -> None:
    report = Report(
        report_id="r-1", landlord_id=LANDLORD, reference="R-1", event_id="e-1", firm_id="firm-a", operative_id="op-1",
        lane="household", category="adult_at_risk", facts={}, received_at=NOW,
    )  # fmt: skip
    with transaction():
        db.session.add(report)

    read(client, "reports/r-1", a_key(clock, "reports:read"), 404)
