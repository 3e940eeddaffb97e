"""Flags in the console: filled in, decided, told, reviewed, appealed; a reason is read only for a reason."""

import re

from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.people import audit
from server.storage.tables.flag_cases import FlagAppeal, FlagCase, FlagIncident
from server.storage.tables.register import Flag, Person
from tests import factories
from tests.factories import LANDLORD
from tests.http.console.flags import a_flag, an_incident
from tests.phone import Phone

FILLED = {
    "rev": "1",
    "kind": "two_people",
    "what_to_do": "Go in twos",
    "reason_restricted": "Held a door shut",
    "evidence": "Two reports",
    "letter_reasons": "You held the door shut",
    "contact_route": "0300 555 0100",
    "named_person": "Jaya Shah",
    "named_cover": "Owen Pryce",
    "review_on": "2027-02-01",
}


def post(client: FlaskClient, address: str, fields: dict[str, str]) -> TestResponse:
    g.pop("csrf_token", None)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/console/flags").text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **fields}, follow_redirects=True)


def drafted(client: FlaskClient) -> str:
    factories.a_person()
    post(client, "/console/flags", {"person_id": "person-1"})
    return str(db.session.scalar(db.select(FlagCase.flag_id)))


def test_a_flag_goes_live_only_with_all_its_parts_and_after_the_ladder(client: FlaskClient, app: Flask) -> None:
    factories.sign_in(client, "director")
    flag = drafted(client)
    assert "Fill in: what operatives are to do differently" in post(client, f"/console/flags/{flag}/decision", {}).text
    post(client, f"/console/flags/{flag}/case", {**FILLED, "named_cover": ""})
    assert "Fill in: who stands in when they are away." in post(client, f"/console/flags/{flag}/decision", {}).text
    post(client, f"/console/flags/{flag}/case", {**FILLED, "rev": "2"})
    assert "Say why not" in post(client, f"/console/flags/{flag}/decision", {}).text
    assert db.session.scalar(db.select(Flag)) is None

    for step in ("asked_to_stop", "warned_in_writing"):
        said = {"what": step, "happened_on": "2026-11-20", "text": "By letter"}
        post(client, f"/console/flags/{flag}/steps", said)
    page = post(client, f"/console/flags/{flag}/decision", {}).text

    made = db.session.scalar(db.select(Flag))
    assert (made.version, made.what_to_do, made.review_on.isoformat()) == (1, "Go in twos", "2027-02-01")
    assert "Tell the person in writing by Wed 25 Nov 2026, 09:00" in page


def test_a_manager_sets_an_interim_flag_that_does_not_vanish_but_asks(
    client: FlaskClient, app: Flask, clock: FixedClock
) -> None:
    factories.sign_in(client, "contract_manager")
    flag = drafted(client)
    post(client, f"/console/flags/{flag}/case", FILLED)
    assert "The director decides" in post(client, f"/console/flags/{flag}/decision", {}).text
    over = post(client, f"/console/flags/{flag}/decision", {"interim": "yes", "hours": "73"}).text
    assert "stands for 1 to 72 hours" in over
    post(client, f"/console/flags/{flag}/decision", {"interim": "yes", "hours": "24"})
    clock.move(hours=25)

    assert "Interim: confirm or end it by Tue 24 Nov 2026, 09:00: overdue" in client.get("/console/flags").text
    assert db.session.scalar(db.select(Flag.ended_on)) is None


def test_the_reason_is_read_only_for_a_reason_which_is_kept(client: FlaskClient, app: Flask) -> None:
    keeper = factories.sign_in(client, "contract_manager")
    a_flag("F-2", manager_id=keeper)
    assert "Held a door shut" not in client.get("/console/flags/F-2").text
    refused = post(client, "/console/flags/F-2/reading", {"why": "just so"})
    assert refused.status_code == 400
    assert "Held a door shut" not in refused.text

    assert "Held a door shut" in post(client, "/console/flags/F-2/reading", {"why": "Booking a visit there"}).text

    (read,) = audit.trail(LANDLORD, audit.Subject("flag", "F-2"))
    assert (read.action, read.reason, read.by) == ("flag_reason_read", "Booking a visit there", keeper)
    factories.sign_in(client, "contract_manager")
    assert post(client, "/console/flags/F-2/reading", {"why": "Booking a visit there"}).status_code == 404


def test_the_letter_is_printed_from_its_fields_and_the_report_counts_the_incidents(
    client: FlaskClient, app: Flask
) -> None:
    keeper = factories.sign_in(client, "contract_manager")
    a_flag("F-2", manager_id=keeper, named_cover="")
    an_incident("firm-a")
    why = {"why": "The director asked for it"}
    refused = post(client, "/console/flags/F-2/paper", {**why, "paper": "letter"})
    assert "Fill in: who stands in when they are away." in refused.text

    report = post(client, "/console/flags/F-2/paper", {**why, "paper": "report"})

    assert report.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in report.data
    assert "no-store" in report.headers["Cache-Control"]
    assert post(client, "/console/flags/F-2/paper", {"paper": "report"}).status_code == 400
    case = db.session.scalar(db.select(FlagCase))
    case.named_cover = "Owen Pryce"
    db.session.commit()
    assert post(client, "/console/flags/F-2/paper", {**why, "paper": "letter"}).data.startswith(b"%PDF")
    actions = [entry.action for entry in audit.trail(LANDLORD, audit.Subject("flag", "F-2"))]
    assert actions == ["flag_letter_read", "flag_report_read"]


def test_nobody_searches_flags_without_a_reason(client: FlaskClient, app: Flask) -> None:
    factories.sign_in(client, "contract_manager")
    a_flag("F-2")
    assert client.get("/console/flags?q=khan").status_code == 400
    assert post(client, "/console/flags/search", {"words": "khan", "why": ""}).status_code == 400
    assert "F-2" in post(client, "/console/flags/search", {"words": "khan", "why": "They rang about it"}).text
    assert "No flag fits" in post(client, "/console/flags/search", {"words": "door", "why": "They rang about it"}).text

    (search,) = audit.trail(LANDLORD, audit.Subject("flags", "search"))[1:]
    assert search.reason == "They rang about it"


def test_an_appeal_is_counted_from_receipt_and_decided_by_somebody_else(client: FlaskClient, app: Flask) -> None:
    setter = factories.sign_in(client, "director")
    a_flag("F-2", decided_by=setter)
    letter = {"channel": "by_hand", "received_on": "2026-11-23"}
    assert "Mon 7 Dec 2026" in post(client, "/console/flags/F-2/letter", letter).text
    post(client, "/console/flags/F-2/appeals", {"received_on": "2026-11-23", "reasons": "It was not me"})
    appeal = db.session.scalar(db.select(FlagAppeal))
    assert (appeal.due_on.isoformat(), appeal.is_late) == ("2026-12-07", False)
    ends = {"outcome": "ended", "answer": "The reports name another household"}
    decision = f"/console/flags/F-2/appeals/{appeal.appeal_id}"
    assert "Somebody else must decide" in post(client, decision, ends).text

    factories.sign_in(client, "contract_manager")
    assert "It was not me" not in client.get("/console/flags/F-2").text
    assert "It was not me" in post(client, "/console/flags/F-2/reading", {"why": "To decide the appeal"}).text
    page = post(client, decision, ends).text

    assert db.session.scalar(db.select(Flag.ended_on)) is not None
    assert "Answer to an appeal, due Wed 25 Nov 2026, 09:00" in page


def test_a_manager_decides_no_appeal_while_there_is_another_director(client: FlaskClient, app: Flask) -> None:
    setter = factories.sign_in(client, "director")
    a_flag("F-2", decided_by=setter)
    post(client, "/console/flags/F-2/appeals", {"received_on": "2026-11-23", "reasons": "It was not me"})
    decision = f"/console/flags/F-2/appeals/{db.session.scalar(db.select(FlagAppeal.appeal_id))}"
    stands = {"outcome": "stands", "answer": "Both reports are about you"}
    factories.a_user("director", name="Second")

    factories.sign_in(client, "contract_manager")

    assert "Somebody else must decide" in post(client, decision, stands).text
    assert post(client, "/console/flags/F-2/reading", {"why": "To decide the appeal"}).status_code == 404


def test_only_the_director_withholds_the_letter_and_says_why(client: FlaskClient, app: Flask) -> None:
    factories.sign_in(client, "director")
    a_flag("F-2", letter_due_at=factories.NOW)
    assert "Tell the person in writing" in client.get("/console/flags").text
    assert post(client, "/console/flags/F-2/letter", {"withhold": "yes", "reason": ""}).status_code == 400

    post(client, "/console/flags/F-2/letter", {"withhold": "yes", "reason": "A partner opens the post"})

    assert "Tell the person in writing" not in client.get("/console/flags").text
    assert "A partner opens the post" not in client.get("/console/flags/F-2").text


def test_a_flag_without_a_review_and_one_whose_person_left_stand_out(client: FlaskClient, app: Flask) -> None:
    factories.sign_in(client, "contract_manager")
    a_flag("F-2", review_on=None)
    assert "No review date. Set one today" in client.get("/console/flags").text

    person = db.session.scalar(db.select(Person))
    person.tenure_to = factories.NOW.date().replace(day=1)
    db.session.commit()

    page = client.get("/console/flags").text

    assert "No review date. Set one today" not in page
    assert "1 flag no longer stands: the person has left." in page


def test_a_line_of_the_imported_register_is_kept_by_whoever_takes_it_and_given_on(
    client: FlaskClient, app: Flask
) -> None:
    other = factories.a_user("contract_manager", name="Ola Nkem")
    factories.sign_in(client, "contract_manager")
    a_flag("F-2")
    db.session.delete(db.session.scalar(db.select(FlagCase)))
    db.session.commit()

    page = post(client, "/console/flags/F-2/keeper", {}).text
    assert "Fill in the case" in page
    assert "M. Oddy (Director), as the imported register says" in page
    assert "Case kept by</dt><dd>Ola Nkem" in post(client, "/console/flags/F-2/keeper", {"manager_id": other}).text

    assert post(client, "/console/flags/F-2/keeper", {"manager_id": other}).status_code == 404


def test_what_stands_is_changed_by_its_own_acts_and_loses_no_part_of_its_letter(
    client: FlaskClient, app: Flask
) -> None:
    keeper = factories.sign_in(client, "contract_manager")
    a_flag("F-2", manager_id=keeper, rev=1)

    emptied = {"rev": "1", "kind": "information", "review_on": "", "named_cover": "", "what_to_do": "Nothing"}
    post(client, "/console/flags/F-2/case", emptied)

    case = db.session.scalar(db.select(FlagCase))
    assert (case.kind, case.what_to_do) == ("two_people", "Go with a second person")
    assert (case.review_on.isoformat(), case.named_cover) == ("2027-02-01", "Owen Pryce")


def test_who_ends_a_flag_after_its_review_owes_the_person_an_account(client: FlaskClient, app: Flask) -> None:
    keeper = factories.sign_in(client, "contract_manager")
    a_flag("F-2", manager_id=keeper, letter_due_at=factories.NOW, letter_sent_at=factories.NOW)
    why = {"why": "To tell them of the review"}
    early = post(client, "/console/flags/F-2/paper", {**why, "paper": "review"})
    assert "There was no review yet" in early.text

    page = post(client, "/console/flags/F-2/review", {"outcome": "end", "account": "Nothing since June"}).text

    assert "Tell the person in writing by Wed 25 Nov 2026, 09:00" in page
    assert "Letter after a review" in page
    assert post(client, "/console/flags/F-2/paper", {**why, "paper": "review"}).data.startswith(b"%PDF")
    assert "Nothing since June" not in client.get("/console/flags/F-2").text
    after = post(client, "/console/flags/F-2/letter", {"channel": "post"}).text
    assert "Tell the person in writing" not in after


def test_a_changed_instruction_reaches_the_phone_as_a_new_version_and_an_ended_flag_leaves_it(
    client: FlaskClient, app: Flask, clock: FixedClock
) -> None:
    from tests.services.safety.lone_worker import LoneWorker

    worker = LoneWorker(app, app.test_client(), clock)
    keeper = factories.sign_in(client, "director")
    a_flag("F-2", manager_id=keeper)
    phone: Phone = worker.phone
    first = [one for one in phone.sync()["changes"] if one["kind"] == "flag"]
    assert [(one["data"]["version"], "reason" in str(one["data"]).lower()) for one in first] == [(1, False)]
    visit = next(one["data"] for one in _all(worker) if one["kind"] == "visit")
    assert (visit["people_required"], visit["timer_minutes"]) == (2, 30)

    post(client, "/console/flags/F-2/instruction", {"kind": "information", "what_to_do": "Ring at the gate"})
    changed = {one["id"]: one for one in phone.sync()["changes"] if one["kind"] == "flag"}
    assert (changed["F-2"]["data"]["version"], changed["F-2"]["data"]["what_to_do"]) == (2, "Ring at the gate")

    post(client, "/console/flags/F-2/review", {"outcome": "end", "account": "Nothing since June"})
    assert [one["op"] for one in phone.sync()["changes"] if one["kind"] == "flag"] == ["remove"]


def _all(worker) -> list[dict]:  # type: ignore[no-untyped-def, type-arg]
    worker.phone.cursor = None
    return list(worker.phone.sync()["changes"])


def test_an_office_reports_an_incident_in_five_parts_and_sees_its_own_only(client: FlaskClient, app: Flask) -> None:
    factories.an_appointment()
    factories.a_home("100000000002")
    an_incident("firm-b")
    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    g.pop("csrf_token", None)
    page = client.get("/console/incidents").text
    assert "None reported." in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    five = {"what_happened": "Shouted", "people_involved": "Sam", "outcome": "Left", "time_lost": "1 h", "place": ""}
    when = {"happened_on": "2026-11-23", "happened_time": "08:30", "uprn": "100000000001", "kind": "threat"}
    form = {"csrf_token": token[1] if token else "", **when, **five}
    assert "Fill in: Where." in client.post("/console/incidents", data=form).text

    elsewhere = client.post("/console/incidents", data={**form, "place": "Hall", "uprn": "100000000002"})
    assert "There is no home of yours with this UPRN" in elsewhere.text

    client.post("/console/incidents", data={**form, "place": "Hall"})

    kept = db.session.scalar(db.select(FlagIncident).where(FlagIncident.firm_id == "firm-a"))
    assert (kept.answer_due_at - kept.reported_at).total_seconds() == 24 * 3600
    assert client.post(f"/console/incidents/{kept.incident_id}/answer", data=form).status_code == 403
