"""A contractor answers a recharge before it is final, with evidence; a manager decides; every list adds up."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from obstore.store import LocalStore
from werkzeug.test import TestResponse

from server.domain.errors import DoorstepError
from server.http.sync.gate import keys
from server.outside.blobs import Blobs
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.services.papers.seal_paper import Safe
from server.services.recharges.answer_recharge import FirmAnswer, answer_recharge
from server.services.recharges.decide_recharge import RechargeRuling, decide_recharge
from server.services.recharges.read_recharges import read_recharge
from server.storage.cases import cases
from server.storage.claiming import claims
from server.storage.people import audit
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, an_appointment, sign_in

CASE = "T-100000000001@100000000001"
PDF = b"%PDF-1.7\nour route sheet\n%%EOF\n"


@pytest.fixture
def address(app: Flask, clock: FixedClock) -> str:
    """firm-b's part (£55.00) of £125.00 that was paid today; the rest is firm-a's."""
    for number, (days, firm) in enumerate(((20, "firm-a"), (13, "firm-b"), (6, "firm-b")), start=1):
        an_appointment(f"A-{number}", firm, start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    for days, pence in ((20, 9000), (13, 5500)):
        lost = LostDay("person-1", (NOW - timedelta(days=days)).date(), pence, "employer")
        record_loss(LANDLORD, CASE, lost, by="office", clock=clock)
    for state in ("approved", "paid"):
        latest = cases.latest_assessment(LANDLORD, CASE)
        assert latest is not None
        decide_claim(LANDLORD, CASE, ClaimRuling(state, latest.assessment_id, 12_500), by="office", clock=clock)
    paid = claims.newest_decision(LANDLORD, CASE)
    assert paid is not None
    return f"/console/recharges/{paid.decision_id}/firm-b"


def send(client: FlaskClient, page: str, what: str, **fields: object) -> TestResponse:
    """The form of the page with its token; `papers` are files."""
    g.pop("csrf_token", None)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', client.get(page).text))
    return client.post(f"{page}/{what}", data={**hidden, **fields})


def as_manager(client: FlaskClient) -> None:
    sign_in(client, "contract_manager", name="J. Shah")


def rows(client: FlaskClient, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/console/{name}.csv").text)))


def test_a_firm_disputes_with_a_paper_and_the_manager_decides(client: FlaskClient, address: str) -> None:
    sign_in(client, "contractor_office", firm_id="firm-b")
    paper = (io.BytesIO(PDF), "sheet.pdf")
    assert send(client, address, "answers", kind="disputed", text="We were sent away.", papers=paper).status_code == 302

    as_manager(client)
    page = client.get(address).text
    assert "We were sent away." in page and "Disputed" in page
    [link] = re.findall(r'href="(/console/recharges/papers/[^"]+)"', page)
    opened = client.get(link)
    assert opened.data == PDF
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert send(client, address, "decisions", pounds="20.00", reason="Half of it was ours.").status_code == 302
    assert "Half of it was ours." in client.get(address).text
    trail = audit.trail(LANDLORD, audit.Subject("recharge", address.split("/")[3] + "-firm-b"))
    assert [entry.action for entry in trail if not entry.action.endswith("read")] == [
        "recharge_decided",
        "recharge_disputed",
    ]


def test_every_list_adds_up_to_the_penny_before_and_after_a_decision(client: FlaskClient, address: str) -> None:
    for charged in ("125.00", "73.21"):
        sign_in(client, "director", "claim_handler", "contract_manager")
        [payment] = rows(client, "payments")
        parts = rows(client, "recharges")
        assert payment["charged_to_firms"] == charged
        assert sum(Decimal(one["charged"]) for one in parts) == Decimal(charged)
        assert Decimal(payment["pounds"]) == Decimal(payment["charged_to_firms"]) + Decimal(payment["own_cost"])
        assert f"£{charged}" in client.get("/console/recharges").text
        send(client, address, "decisions", pounds="3.21", reason="Mostly our own mistake.")


def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(client: FlaskClient, address: str) -> None:
    sign_in(client, "contractor_office", firm_id="firm-b")
    without = send(client, address, "answers", kind="disputed", text="")
    hostile = send(
        client, address, "answers", kind="disputed", text="Look.", papers=(io.BytesIO(b"MZ not a picture"), "a.jpg")
    )

    assert (without.status_code, hostile.status_code) == (400, 400)
    assert "Say why you dispute it" in without.text
    assert ">Look.</textarea>" in hostile.text
    as_manager(client)
    too_much = send(client, address, "decisions", pounds="55.01", reason="More.")
    assert "from 0.00 to 55.00" in too_much.text


def test_the_second_of_two_managers_is_told(client: FlaskClient, address: str) -> None:
    as_manager(client)
    send(client, address, "decisions", pounds="0.00", reason="First.")
    late = send(client, address, "decisions", pounds="55.00", reason="Second.", seen="0")

    assert late.status_code == 409
    assert ">Second.</textarea>" in late.text and "First." in late.text


def test_without_an_answer_it_is_final_after_ten_working_days(
    client: FlaskClient, address: str, clock: FixedClock
) -> None:
    clock.move(days=14)
    sign_in(client, "contractor_office", firm_id="firm-b")
    assert "Send the answer" in client.get(address).text

    clock.move(days=1)
    assert "Not answered in time" in client.get(address).text
    assert "Send the answer" not in client.get(address).text


def test_another_firm_and_another_role_find_nothing(client: FlaskClient, address: str) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")
    assert client.get(address).status_code == 404
    assert [one["contractor"] for one in rows(client, "recharges")] == ["firm-a"]
    assert client.post(f"{address}/answers", data={"kind": "accepted"}).status_code == 400
    sign_in(client, "safeguarding_lead")
    assert client.get(address).status_code == 403


class DecidedMeanwhile(Blobs):
    """A store in which a manager decides while a paper is written into it."""

    def __init__(self, folder: Path, decide: Callable[[], None]) -> None:
        super().__init__(LocalStore(folder), folder)
        self._decide = decide

    def put(self, key: str, content: bytes | Path) -> None:
        super().put(key, content)
        self._decide()


def test_an_answer_that_a_decision_overtakes_is_refused_and_leaves_no_paper(
    app: Flask, address: str, clock: FixedClock, tmp_path: Path
) -> None:
    decision_id = int(address.split("/")[3])
    ruling = RechargeRuling(5_500, "It stands.", seen=0)
    decide = partial(decide_recharge, LANDLORD, decision_id, "firm-b", ruling, by="j", clock=clock)
    blobs = DecidedMeanwhile(tmp_path, decide)
    answer = FirmAnswer("disputed", "We were sent away.", (PDF,))
    safe = Safe(blobs, keys())

    with pytest.raises(DoorstepError, match="final"):
        answer_recharge(LANDLORD, decision_id, "firm-b", answer, by="b", clock=clock, safe=safe)

    _, words = read_recharge(LANDLORD, decision_id, "firm-b", clock=clock)
    assert [word.kind for word in words] == ["decided"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
