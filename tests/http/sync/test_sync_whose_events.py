"""By whom, on which visit, from which phone: what may be applied and what is set apart."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from server.outside.clock import FixedClock
from server.services.phones.revoke_device import revoke_device
from server.storage.database import db, transaction
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative
from tests.http.sync.conftest import Office
from tests.phone import GENESIS, Phone, event_hash


def _statuses(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(result["status"], result.get("code")) for result in answer["results"]]


def _applied() -> list[str]:
    return list(db.session.execute(text("SELECT type FROM visit_events ORDER BY seq")).scalars())


def test_each_objection_has_its_code_and_holds_up_no_other(office: Office, phone: Phone, visit: str) -> None:
    an_operative("op-2")
    an_appointment("A-2")
    an_assignment("A-2", "op-2")
    foreign = a_visit("A-2")
    phone.record("danced", visit)
    phone.record("arrived", str(uuid4()))
    phone.record("arrived", foreign)
    phone.record("arrived", visit, actor_id="op-2")
    phone.record("no_access", visit)
    phone.append("not json at all")
    phone.append('["a list"]')
    phone.record("arrived", None)
    phone.record("day_started", None)
    phone.record("arrived", visit)

    answer = phone.sync()

    assert _statuses(answer) == [
        ("quarantined", "unknown_type"),
        ("quarantined", "unknown_visit"),
        ("quarantined", "not_assigned"),
        ("quarantined", "not_assigned"),
        ("quarantined", "bad_schema"),
        ("quarantined", "bad_schema"),
        ("quarantined", "bad_schema"),
        ("quarantined", "bad_schema"),
        ("accepted", None),
        ("accepted", None),
    ]
    assert answer["acked_seq"] == 10


def test_a_copy_of_a_quarantined_event_tells_its_first_code(phone: Phone, visit: str) -> None:
    sent = phone.record("danced", visit)
    phone.sync()

    assert _statuses(phone.sync([sent])) == [("duplicate", "unknown_type")]


def test_another_phones_event_takes_no_number_and_no_id(office: Office, phone: Phone, visit: str) -> None:
    other = office.phone()
    theirs = other.record("arrived", visit)

    answer = phone.sync([theirs])

    assert _statuses(answer) == [("quarantined", "wrong_device")]
    assert answer["acked_seq"] == 0
    assert _statuses(other.sync()) == [("accepted", None)]
    assert other.acked[0] == 1
    assert db.session.execute(text("SELECT count(*) FROM journal")).scalar_one() == 1


def test_what_its_own_phone_brought_is_named_by_its_hash_to_another_that_brings_it_again(
    office: Office, phone: Phone, visit: str
) -> None:
    """A phone that signed on again, as another device, before it heard that its record was received."""
    before = office.phone()
    theirs = before.record("arrived", visit)
    before.sync()

    (copy,) = phone.sync([theirs])["results"]

    assert copy == {"id": theirs["id"], "seq": 1, "status": "duplicate", "hash": theirs["hash"]}


def test_an_event_of_the_requests_own_chain_is_not_named_by_its_hash(phone: Phone, visit: str) -> None:
    phone.record("arrived", visit)

    (result,) = phone.sync()["results"]

    assert "hash" not in result


def test_a_request_in_another_phones_name_is_refused(office: Office, phone: Phone, visit: str) -> None:
    other = office.phone()

    response = phone.post(phone.request([], device_id=other.device_id))

    assert response.status_code == 400


def test_assignment_is_judged_at_the_time_of_the_event(office: Office, phone: Phone, clock: FixedClock) -> None:
    an_appointment("A-1")
    an_assignment("A-1", "op-1", ended_at=NOW + timedelta(hours=3))
    visit = a_visit("A-1")
    phone.sync()
    phone.wall_ms += 3_600_000
    phone.record("arrived", visit)
    phone.wall_ms += 3 * 3_600_000
    phone.record("left", visit)
    clock.move(hours=5)
    phone.wall_ms += 3_600_000

    assert _statuses(phone.sync()) == [("accepted", None), ("quarantined", "not_assigned")]


def test_losing_the_visit_takes_it_off_the_phone(office: Office, phone: Phone, visit: str) -> None:
    from server.storage import feed

    phone.sync()
    with transaction() as connection:
        connection.execute(text("UPDATE assignments SET ended_at = :at"), {"at": str(NOW)})
        feed.append(LANDLORD, [feed.Change(feed.operative("op-1"), "visit", visit)], at=NOW)

    answer = phone.sync()

    assert [(c["op"], c["kind"], c["id"]) for c in answer["changes"]] == [("remove", "visit", visit)]


def test_a_visit_that_the_phone_made_is_known_by_its_opening(phone: Phone) -> None:
    made = str(uuid4())
    phone.record("visit_opened", made, reason="tenant stopped me in the street", uprn="100000000001")
    phone.record("arrived", made)

    assert _statuses(phone.sync()) == [("accepted", None), ("accepted", None)]


def test_events_before_the_opening_wait_for_it_and_are_released_by_it(phone: Phone) -> None:
    made = str(uuid4())
    arrived = phone.record("arrived", made)
    opened = phone.record("visit_opened", made, reason="in passing")

    assert _statuses(phone.sync([arrived])) == [("quarantined", "unknown_visit")]
    assert _statuses(phone.sync([opened])) == [("accepted", None)]

    assert _applied() == ["arrived", "visit_opened"]
    state = json.loads(db.session.execute(text("SELECT state FROM visit_states")).scalar_one())
    assert (state["status"], state["event_count"]) == ("at_door", 2)


def test_an_opening_that_was_kept_apart_makes_its_visit_once_it_counts(phone: Phone) -> None:
    """Its forerunner came altered, so that it seemed not to follow; then the true bytes arrive."""
    made = str(uuid4())
    true = phone.record("day_started")
    opened, arrived = phone.record("visit_opened", made, reason="in passing"), phone.record("arrived", made)
    torn = {**true, "body": true["body"] + " ", "hash": "d" * 64}
    assert _statuses(phone.sync([torn, opened, arrived])) == [
        ("quarantined", "hash_mismatch"),
        ("quarantined", "chain_break"),
        ("quarantined", "unknown_visit"),
    ]

    phone.sync([true])

    assert _applied() == ["day_started", "visit_opened", "arrived"]
    left = phone.record("left", made)
    assert _statuses(phone.sync([left])) == [("accepted", None)]


def test_what_was_recorded_before_a_new_sign_in_waits_for_the_visit_as_well(phone: Phone) -> None:
    """The visit is opened in another chain of the same phone than what waited for it."""
    made = str(uuid4())
    arrived = phone.record("arrived", made)
    phone.sync([arrived])
    phone.epoch, phone.seq, phone.hash, phone.acked = "second-life", 0, GENESIS, (0, GENESIS)

    opened = phone.record("visit_opened", made, reason="in passing")

    assert _statuses(phone.sync([opened])) == [("accepted", None)]
    assert sorted(_applied()) == ["arrived", "visit_opened"]


def test_another_phone_cannot_record_on_a_visit_made_elsewhere(office: Office, phone: Phone) -> None:
    made = str(uuid4())
    phone.record("visit_opened", made, reason="in passing")
    phone.sync()
    an_operative("op-2")
    other = office.phone("op-2")
    other.record("arrived", made)

    assert _statuses(other.sync()) == [("quarantined", "not_assigned")]


def test_two_operatives_share_a_phone_and_one_chain(office: Office, phone: Phone, visit: str) -> None:
    an_operative("op-2")
    first = phone.record("arrived", visit)
    second_self = Phone.enrolled(office.client, office.code("op-2"), token=phone.token)
    phone.record("day_started", None, actor_id="op-2")

    assert second_self.device_id == phone.device_id
    assert second_self.token != phone.token
    answer = phone.sync()
    assert _statuses(answer) == [("accepted", None), ("accepted", None)]
    assert first["seq"] == 1
    operatives = [change["id"] for change in answer["changes"] if change["kind"] == "operative"]
    assert sorted(operatives) == ["op-1", "op-2"]


def test_a_revoked_phone_may_hand_in_what_it_holds_and_gets_nothing(
    office: Office, phone: Phone, visit: str, clock: FixedClock
) -> None:
    phone.sync()
    phone.record("arrived", visit)
    revoke_device(phone.device_id, landlord_id=LANDLORD, by="test", clock=clock)

    bare = phone.post(phone.request([]))
    assert bare.status_code == 403
    assert db.session.execute(text("SELECT head_seq FROM device_heads")).scalar_one() == 1

    answer = phone.sync()
    assert _statuses(answer) == [("quarantined", "actor_revoked")]
    assert (answer["changes"], answer["acked_seq"]) == ([], 1)
    assert _applied() == []


def test_an_unknown_token_is_asked_to_enrol_again(phone: Phone) -> None:
    phone.token = "nobody's"

    response = phone.post(phone.request([]))

    assert response.status_code == 401
    assert response.get_json()["code"] == "unknown_token"
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_household_concern_goes_to_its_own_lane(phone: Phone, visit: str) -> None:
    phone.record("concern_reported", visit, about="person", category="self_neglect", seen="No food", danger_now=False)
    phone.record("damage_reported", visit, item="door frame", room="hall", made_good=False, customer_told=True)
    phone.sync()

    rows = db.session.execute(text("SELECT lane, reference FROM reports ORDER BY reference")).all()
    assert [tuple(row) for row in rows] == [("household", "C-1001"), ("damage", "D-1001")]


def test_the_wall_clock_alone_moves_no_event_before_the_phones_enrolment(phone: Phone, visit: str) -> None:
    phone.wall_ms = 1_000
    sent = phone.record("arrived", visit)
    assert sent["hash"] == event_hash(sent)

    phone.sync()

    row = db.session.execute(text("SELECT hard_from_at, hard_to_at, clock FROM visit_events")).one()
    assert str(row[0]).startswith("2026-11-23 09:00")
    assert json.loads(row[2])["suspect"] is not None
