"""A morning pull: a phone that holds nothing gets all of its days, in questions that do not grow with the visits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event

from server.storage.cases.landlord_policy import policy_on
from server.storage.database import db, transaction
from server.storage.tables.decisions import PolicyOverride
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment
from tests.http.sync.conftest import Office
from tests.phone import Phone


@contextmanager
def _statements() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def _pulled(phone: Phone) -> tuple[int, int]:
    """How many visits came, and how many statements that took."""
    phone.cursor = None
    with _statements() as said:
        answer = phone.sync()
    return sum(change["kind"] == "visit" for change in answer["changes"]), len(said)


def _a_visit_of_today(number: int) -> None:
    home = {"uprn": f"{300000000000 + number}", "person_id": f"person-{number}"}
    start_at = NOW + timedelta(minutes=number)
    an_appointment(f"A-{number}", start_at=start_at, job_number=f"J-{number}", **home)
    an_assignment(f"A-{number}", "op-1")
    a_visit(f"A-{number}", uprn=home["uprn"])


def test_thirty_visits_take_as_many_statements_as_two(app: Flask, office: Office) -> None:
    phone = office.phone()
    for number in range(2):
        _a_visit_of_today(number)
    assert _pulled(phone)[0] == 2
    few = _pulled(phone)
    for number in range(2, 30):
        _a_visit_of_today(number)
    assert few == (2, few[1])
    assert _pulled(phone) == (30, few[1])
    assert few[1] <= 15


def test_a_policy_that_was_just_written_down_is_read(app: Flask) -> None:
    with transaction():
        before = policy_on(LANDLORD, NOW.date()).settings.get("no_access_wait_seconds")
        row = PolicyOverride(
            landlord_id=LANDLORD,
            name="no_access_wait_seconds",
            starts_on=NOW.date(),
            value=600,
            reason="Ten minutes at the door",
            reference="none",
            by="manager",
            at=NOW,
        )
        db.session.add(row)
        after = policy_on(LANDLORD, NOW.date()).settings["no_access_wait_seconds"]
    assert (before, after) == (None, 600)
