"""The feed: what a phone holds, when it changes, and a cursor that never skips."""

import random
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.outside.clock import FixedClock
from server.services.upkeep.trim_feed import trim_feed
from server.storage import feed, meta
from server.storage.database import db, transaction
from tests.factories import (
    LANDLORD,
    NOW,
    a_visit,
    an_appointment,
    an_assignment,
    an_operative,
)
from tests.http.sync.conftest import Office
from tests.phone import Phone

WRITERS = 32


def _short(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(change["op"], change["kind"], change["id"]) for change in answer["changes"]]


def _visits(answer: dict[str, Any]) -> dict[str, str]:
    return {change["id"]: change["op"] for change in answer["changes"] if change["kind"] == "visit"}


def _a_visit_at(name: str, start: datetime) -> str:
    an_appointment(name, start_at=start, job_number=f"J-{name}")
    an_assignment(name, "op-1")
    return a_visit(name)


def test_a_phone_holds_today_and_the_next_working_day(office: Office, clock: FixedClock) -> None:
    clock.at = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    today = _a_visit_at("A-today", clock.at + timedelta(hours=1))
    _a_visit_at("A-christmas", clock.at + timedelta(days=1))
    after = _a_visit_at("A-after", datetime(2026, 12, 29, 9, 0, tzinfo=UTC))
    _a_visit_at("A-later", datetime(2026, 12, 30, 9, 0, tzinfo=UTC))
    _a_visit_at("A-yesterday", clock.at - timedelta(days=1))

    assert _visits(office.phone().sync()) == {today: "put", after: "put"}


def test_yesterdays_visits_leave_at_four_in_the_morning(office: Office, clock: FixedClock) -> None:
    monday = _a_visit_at("A-mon", NOW + timedelta(hours=1))
    tuesday = _a_visit_at("A-tue", NOW + timedelta(days=1))
    wednesday = _a_visit_at("A-wed", NOW + timedelta(days=2))
    phone = office.phone()
    assert _visits(phone.sync()) == {monday: "put", tuesday: "put"}

    clock.at = datetime(2026, 11, 24, 3, 59, tzinfo=UTC)
    assert _visits(phone.sync()) == {wednesday: "put"}
    clock.at = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    assert _visits(phone.sync()) == {monday: "remove"}
    assert phone.sync()["changes"] == []


def test_a_phones_own_events_bring_it_nothing_and_the_others_a_small_word(office: Office, visit: str) -> None:
    first, second = office.phone(), office.phone()
    first.sync()
    second.sync()
    first.record("arrived", visit)

    assert first.sync()["changes"] == []

    changes = second.sync()["changes"]
    assert [(c["op"], c["kind"], c["data"]["status"]) for c in changes] == [("put", "visit_state", "at_door")]


@pytest.mark.parametrize("cursor", ["", "nonsense", "abcdef.5.20261123", "abcdef", "\u0663.1.2", "......"])
def test_a_cursor_that_is_not_ours_gets_everything_anew(office: Office, visit: str, cursor: str) -> None:
    phone = office.phone()
    phone.cursor = cursor

    answer = phone.sync()

    assert answer["reset"] is True
    assert _visits(answer) == {visit: "put"}
    assert phone.sync()["reset"] is False


def test_a_cursor_of_a_life_before_a_restore_or_from_the_future_is_not_ours(office: Office, visit: str) -> None:
    phone = office.phone()
    phone.sync()
    prefix, _, day = (phone.cursor or "").split(".")
    phone.cursor = f"{prefix}.999999.{day}"
    assert phone.sync()["reset"] is True

    with transaction() as connection:
        phone.server_epoch = meta.renew_server_epoch(connection)
    assert phone.sync()["reset"] is True


@pytest.mark.parametrize(("days", "is_anew"), [(30, False), (31, True)])
def test_a_phone_away_for_too_long_gets_everything_anew(
    office: Office, visit: str, clock: FixedClock, days: int, is_anew: bool
) -> None:
    phone = office.phone()
    phone.sync()
    clock.move(days=days)

    answer = phone.sync()

    assert answer["reset"] is is_anew
    assert (visit in _visits(answer)) is not is_anew


def test_what_every_cursor_has_left_behind_is_dropped_and_positions_go_on(office: Office, clock: FixedClock) -> None:
    phone = office.phone()
    _append(clock, "op-1", "J-1", "J-2")
    _append(clock, "op-2", "J-3")
    phone.sync()
    clock.move(days=36)
    _append(clock, "op-1", "J-4")

    before = _positions()
    assert trim_feed(clock=clock) == len(before) - 2
    assert _positions() == before[-2:]
    assert phone.sync()["reset"] is True


def _positions() -> list[int]:
    found = list(db.session.execute(text("SELECT position FROM feed ORDER BY position")).scalars())
    db.session.rollback()
    return found


def _append(clock: FixedClock, operative_id: str, *visits: str) -> None:
    with transaction():
        changes = [feed.Change(feed.operative(operative_id), "visit", each) for each in visits]
        feed.append(LANDLORD, changes, at=clock.now())


def test_a_flag_comes_with_its_visit_without_its_reason_and_goes_with_it(office: Office, visit: str) -> None:
    phone = office.phone()
    with transaction() as connection:
        row = {"l": LANDLORD, "f": "F-1", "w": "Attend in twos.", "r": "shouted", "u": "100000000001"}
        connection.execute(
            text(
                "INSERT INTO flags (landlord_id, flag_id, version, kind, what_to_do, reason_restricted, uprn, set_by) "
                "VALUES (:l, :f, 2, 'two_people', :w, :r, :u, 'M. Oddy (Director)')"
            ),
            row,
        )

    answer = phone.sync()

    flag = next(change for change in answer["changes"] if change["kind"] == "flag")
    assert (flag["data"]["what_to_do"], flag["data"]["version"]) == ("Attend in twos.", 2)
    assert "shouted" not in str(answer)
    assert "Oddy" not in str(answer)

    with transaction() as connection:
        connection.execute(text("UPDATE assignments SET ended_at = :at"), {"at": str(NOW)})
        feed.append(LANDLORD, [feed.Change(feed.operative("op-1"), "visit", visit)], at=NOW)
    assert _short(phone.sync()) == [("remove", "flag", "F-1"), ("remove", "visit", visit)]


def test_a_long_feed_comes_in_pages_that_end(office: Office, visit: str) -> None:
    phone = office.phone()
    phone.sync()
    for start in range(0, 450, 50):
        with transaction():
            changes = [feed.Change(feed.operative("op-1"), "flag", f"F-{start + n}") for n in range(50)]
            feed.append(LANDLORD, changes, at=NOW)

    pages = [phone.sync() for _ in range(3)]

    assert [page["more"] for page in pages] == [True, True, False]
    assert sum(len(page["changes"]) for page in pages) == 450


def _write_slowly(app: Flask, number: int, failures: list[BaseException]) -> None:
    """Append one row and hesitate before the commit, as a busy server does."""
    try:
        with app.app_context():
            with transaction():
                feed.append(LANDLORD, [feed.Change(feed.operative("op-1"), "flag", f"F-{number}")], at=NOW)
                time.sleep(random.random() / 20)
            db.session.remove()
    except BaseException as error:
        failures.append(error)


def test_a_cursor_skips_nothing_under_many_slow_writers(app: Flask, office: Office) -> None:
    an_operative("op-1")
    failures: list[BaseException] = []
    threads = [threading.Thread(target=_write_slowly, args=(app, n, failures)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    seen: set[str] = set()
    position = 0
    while any(thread.is_alive() for thread in threads) or len(seen) < WRITERS:
        with db.engine.connect() as connection:
            for entry in feed.since(connection, LANDLORD, [feed.operative("op-1")], position, 5):
                seen.add(entry.object_id)
                position = entry.position
        if failures:
            break
        if not any(thread.is_alive() for thread in threads) and len(seen) < WRITERS:
            with db.engine.connect() as connection:
                if not feed.since(connection, LANDLORD, [feed.operative("op-1")], position, 5):
                    break

    assert failures == []
    assert len(seen) == WRITERS


def test_an_idle_phone_costs_two_statements(app: Flask, office: Office, visit: str) -> None:
    from sqlalchemy import event

    phone = office.phone()
    phone.record("arrived", visit)
    phone.sync()
    phone.sync()
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement.split(maxsplit=1)[0])

    event.listen(db.engine, "before_cursor_execute", note)
    response = phone.post(phone.request([]))
    event.remove(db.engine, "before_cursor_execute", note)

    assert response.status_code == 200
    assert said == ["SELECT", "UPDATE"]


def test_the_settings_and_the_operative_come_first(phone: Phone, visit: str) -> None:
    changes = {change["kind"]: change["data"] for change in phone.sync()["changes"]}

    assert changes["settings"]["landlord"]["name"] == "Havebury"
    assert (changes["settings"]["tolerance_seconds"], changes["settings"]["wait_seconds"]) == (600, 300)
    assert changes["operative"]["operative_id"] == "op-1"
    assert changes["visit"]["visit_code"] == "4821"
    assert changes["visit"]["tenant"]["name"] == "Amina Khan"
