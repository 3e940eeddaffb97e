"""The review queue in the console: worst first, each role its own, one holder, nothing closed without a person."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.domain.review.items import Subject, Waiting
from server.services.review.put_item import put_item
from server.storage.database import db
from server.storage.tables.review import ReviewItem
from tests.factories import LANDLORD, NOW, a_firm, a_home, a_user, sign_in
from tests.http.console.secrets import plant
from tests.http.console.told import send_form
from tests.services.concerns.concerns import a_concern, queued


def an_item(kind: str, subject: str, **fields: Any) -> str:
    waiting = Waiting(LANDLORD, kind, Subject("message", subject), NOW, reference=subject, **fields)
    put_item(waiting, at=NOW)
    found = db.session.scalar(select(ReviewItem.item_id).where(ReviewItem.subject_id == subject))
    assert found is not None
    return found


@pytest.fixture
def planted(app: Flask) -> None:
    a_firm("firm-a")
    a_home()
    hours = timedelta(hours=1)
    an_item("letter", "post", firm_id="firm-a")
    an_item("property_concern", "damp", firm_id="firm-a", uprn="100000000001")
    an_item("message", "later", firm_id="firm-a", due_at=NOW + 30 * hours)
    an_item("message", "sooner", firm_id="firm-b", due_at=NOW + 2 * hours)
    an_item("household_concern", "household", firm_id="firm-a")
    an_item("danger_now", "gas", firm_id="firm-a", due_at=NOW + 90 * hours)


ALL = ["post", "damp", "later", "sooner", "household", "gas"]


@pytest.mark.parametrize(
    ("role", "firm_id", "seen"),
    [
        ("contract_manager", None, ["gas", "damp", "sooner", "later", "post"]),
        ("safeguarding_lead", None, ["gas", "household"]),
        ("contractor_office", "firm-a", ["gas", "damp", "later", "post"]),
    ],
)
def test_each_role_sees_its_own_part_with_harm_before_time(
    client: FlaskClient, planted: None, role: str, firm_id: str | None, seen: list[str]
) -> None:
    sign_in(client, role, firm_id=firm_id)

    page = client.get("/console/queue").text

    listed = page[page.index("<tbody>") :]
    assert sorted((one for one in ALL if f">{one}<" in listed), key=listed.index) == seen
    assert ("1 household concern waits" in page) == (role != "safeguarding_lead")


def test_of_two_who_take_an_item_the_second_is_told_who_was_first(app: Flask, client: FlaskClient) -> None:
    page = f"/console/queue/{an_item('message', 'M-1')}"
    sign_in(client, "contract_manager", name="Jo First")
    second = app.test_client()
    sign_in(second, "contract_manager")

    assert "It is yours." in send_form(client, page, f"{page}/taking")

    assert "Jo First has taken this already." in send_form(second, page, f"{page}/taking")
    assert "Jo First" in second.get("/console/queue").text
    assert "Given back." in send_form(client, page, f"{page}/giving-back")
    assert "It is yours." in send_form(second, page, f"{page}/taking")


def test_an_item_is_given_only_to_who_may_see_it_and_only_as_it_stands(app: Flask, client: FlaskClient) -> None:
    page = f"/console/queue/{an_item('message', 'M-1', firm_id='firm-a')}"
    handler, office = a_user("claim_handler"), a_user("contractor_office", firm_id="firm-a", name="Office of A")
    other = a_user("contractor_office", firm_id="firm-b")
    sign_in(client, "contract_manager")

    assert handler not in client.get(page).text and other not in client.get(page).text
    assert "Choose somebody who may see this." in send_form(client, page, f"{page}/assignment", user_id=other, rev="1")
    assert "Assigned." in send_form(client, page, f"{page}/assignment", user_id=office, rev="1")
    assert "Office of A" in client.get(page).text
    late = send_form(client, page, f"{page}/assignment", user_id=office, rev="1")
    assert "Somebody has changed this meanwhile." in late


def test_closing_by_hand_needs_an_outcome_and_a_note_and_loses_nothing_typed(client: FlaskClient) -> None:
    page = f"/console/queue/{an_item('letter', 'L-1')}"
    sign_in(client, "contract_manager")

    refused = send_form(client, page, f"{page}/closing", rev="1", note="Rang the firm <twice>")
    assert "Choose what came of it." in refused and "Rang the firm &lt;twice&gt;" in refused
    assert "Write what was done" in send_form(client, page, f"{page}/closing", rev="1", outcome="done")
    assert "Closed." in send_form(client, page, f"{page}/closing", rev="1", outcome="done", note="Rang.")

    assert "L-1" not in client.get("/console/queue").text
    assert "L-1" in client.get("/console/queue?state=closed").text
    assert "has closed this meanwhile" in closing_again(client, page)


@pytest.mark.parametrize(
    ("role", "kind"), [("contract_manager", "clock"), ("safeguarding_lead", "household_concern"), ("director", "alarm")]
)
def test_what_harms_a_person_is_not_put_out_of_sight_in_the_queue(client: FlaskClient, role: str, kind: str) -> None:
    page = f"/console/queue/{an_item(kind, 'W-1')}"
    sign_in(client, role)

    assert "Close it here" not in client.get(page).text
    refused = send_form(client, page, f"{page}/closing", rev="1", outcome="done", note="Away with it.")
    assert "This closes by what is decided on its own page" in refused


def test_an_office_closes_its_own_post_and_not_what_waits_for_the_landlord(client: FlaskClient) -> None:
    damage, post = an_item("damage", "D-1", firm_id="firm-a"), an_item("letter", "L-1", firm_id="firm-a")
    sign_in(client, "contractor_office", firm_id="firm-a")
    closing = {"rev": "1", "outcome": "done", "note": "Posted."}

    pages = [f"/console/queue/{one}" for one in (damage, post)]
    said = [send_form(client, page, f"{page}/closing", **closing) for page in pages]

    assert "This closes by what is decided on its own page" in said[0]
    assert "Closed." in said[1]


def closing_again(client: FlaskClient, page: str) -> str:
    return send_form(client, "/console/queue", f"{page}/closing", rev="1", outcome="done", note="Again.")


def test_the_list_answers_only_where_something_is_different(client: FlaskClient) -> None:
    sign_in(client, "contract_manager")
    first = client.get("/console/queue/items")

    same = client.get("/console/queue/items", headers={"If-None-Match": first.headers["ETag"]})
    an_item("letter", "L-1")
    other = client.get("/console/queue/items", headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, other.status_code) == (304, 200)
    assert "L-1" in other.text


def test_a_view_is_kept_for_oneself_and_removed(app: Flask, client: FlaskClient, planted: None) -> None:
    sign_in(client, "contract_manager")
    chosen = {"name": "My messages", "kind": "message", "due": "today", "secret": "x"}

    page = send_form(client, "/console/queue", "/console/queue/views", **chosen)

    assert ">sooner<" in page and ">later<" not in page and ">damp<" not in page
    other = app.test_client()
    sign_in(other, "contract_manager")
    assert "My messages" not in other.get("/console/queue").text
    assert "Give the view a name" in send_form(client, "/console/queue", "/console/queue/views", name=" ")
    view_id = re.findall(r"/console/queue/views/([^/]+)/removal", page)[0]
    assert "My messages" not in send_form(client, "/console/queue", f"/console/queue/views/{view_id}/removal")


def test_every_item_of_a_whole_world_leads_to_the_page_where_it_is_decided(client: FlaskClient) -> None:
    items = plant().arguments["item_id"]
    sign_in(client, "contract_manager", "claim_handler", "safeguarding_lead", "director")
    led = {}
    for item_id in items:
        page = client.get(f"/console/queue/{item_id}")
        place = re.search(r'queue-decide" href="([^"]+)"', page.text)
        title = re.findall(r"<h1>([^<]+)", page.text)[0]
        # The world's concern about a home is a household's by its correction, and shut on every page.
        if place and not title.startswith("Concern about a home"):
            led[title] = client.get(place[1], follow_redirects=True).status_code

    assert led == dict.fromkeys(led, 200)
    assert len(led) >= 8


@pytest.mark.parametrize(
    ("danger", "begins", "says"),
    [(True, "/console/reports/", "Danger now"), (False, "/console/clocks", "All others are with the contract manager")],
)
def test_a_possible_limit_leads_a_director_to_a_page_that_they_may_open(
    client: FlaskClient, danger: bool, begins: str, says: str
) -> None:
    item: Any = queued(a_concern(danger_now=danger))
    sign_in(client, "director")

    page = client.get(f"/console/queue/{item.item_id}").text
    place = re.findall(r'queue-decide" href="([^"]+)"', page)[0]
    led = client.get(place, follow_redirects=True)

    assert place.startswith(begins)
    assert (led.status_code, says in led.text) == (200, True)
    assert "<dt>Contractor</dt>" in page
