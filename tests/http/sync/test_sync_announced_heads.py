"""A phone announced one record and sent another under its number: a person hears of it, whichever came first."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from server.storage.database import db
from tests.phone import GENESIS, Phone


def _alerts() -> list[tuple[str, int]]:
    rows = db.session.execute(text("SELECT kind, facts FROM alerts ORDER BY raised_at")).all()
    return [(kind, json.loads(facts)["seq"]) for kind, facts in rows]


def _written_anew(phone: Phone, visit: str) -> list[dict[str, Any]]:
    """The phone's whole chain made once more, with hashes that fit one another."""
    phone.seq, phone.hash = 0, GENESIS
    phone.unsent.clear()
    phone.kept.clear()
    return [phone.record("tenant_remark", visit, text=f"another {n}") for n in range(3)]


def test_a_chain_written_anew_under_its_head_is_noticed(phone: Phone, visit: str) -> None:
    for n in range(3):
        phone.record("tenant_remark", visit, text=f"true {n}")
    phone.sync([])
    _written_anew(phone, visit)

    answer = phone.sync()

    assert [result["status"] for result in answer["results"]] == ["accepted"] * 3
    assert _alerts() == [("head_differs", 3)]


def test_a_head_that_is_not_what_was_received_there_is_noticed_once(phone: Phone, visit: str) -> None:
    for n in range(3):
        phone.record("tenant_remark", visit, text=f"true {n}")
    phone.sync()
    _written_anew(phone, visit)

    for _ in range(3):
        phone.post(phone.request([]))

    assert _alerts() == [("head_differs", 3)]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_an_honest_phone_raises_nothing_in_whatever_order_its_records_come(
    phone: Phone, visit: str, order: tuple[int, ...]
) -> None:
    sent = []
    for _ in range(4):
        sent.append(phone.record("check_in", visit))
        phone.sync([])

    for n in order:
        phone.sync([sent[n]])
    phone.sync(sent, lost=[])

    assert _alerts() == []


def test_bytes_altered_on_their_way_are_no_contradiction(phone: Phone, visit: str) -> None:
    """The claimed hash is the announced one; the true bytes may still come."""
    sent = phone.record("tenant_remark", visit, text="true")
    phone.sync([])

    phone.sync([{**sent, "body": sent["body"].replace("true", "torn")}])
    phone.sync([sent])

    assert _alerts() == []
