"""Numbers, gaps and hashes: what is missing, lost, broken, altered or twice."""

import json
import secrets
from typing import Any

import pytest
from sqlalchemy import text

from server.storage.database import db
from tests.http.sync.conftest import Office
from tests.phone import GENESIS, Phone, SigningKey, event_hash


def _statuses(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(result["status"], result.get("code")) for result in answer["results"]]


def _altered(envelope: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Other bytes under the same numbers, with a hash that recomputes unless one is given."""
    made = {**envelope, **fields}
    return made if "hash" in fields else {**made, "hash": event_hash(made)}


def _with_text(envelope: dict[str, Any], said: str) -> str:
    body = json.loads(envelope["body"])
    return json.dumps({**body, "data": {**body["data"], "text": said}})


def _count(table: str) -> int:
    return int(db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_events_after_a_gap_are_applied_and_marked(phone: Phone, visit: str) -> None:
    first, second, third = (phone.record("check_in", visit) for _ in range(3))

    answer = phone.sync([first, third])

    assert _statuses(answer) == [("accepted", None), ("accepted", "after_gap")]
    assert (answer["acked_seq"], answer["acked_hash"]) == (1, first["hash"])
    assert answer["gaps"] == [[2, 2]]

    answer = phone.sync([second])

    assert _statuses(answer) == [("accepted", None)]
    assert (answer["acked_seq"], answer["acked_hash"], answer["gaps"]) == (3, third["hash"], [])
    assert db.session.execute(text("SELECT count(*) FROM visit_events WHERE after_gap")).scalar_one() == 0


def test_a_batch_in_any_order_is_judged_in_the_order_of_its_numbers(phone: Phone, visit: str) -> None:
    sent = [phone.record("check_in", visit) for _ in range(3)]

    answer = phone.sync(sent[::-1])

    assert [result["seq"] for result in answer["results"]] == [3, 2, 1]
    assert _statuses(answer) == [("accepted", None)] * 3


def test_numbers_declared_lost_close_the_gap(phone: Phone, visit: str) -> None:
    first, _, _, fourth = (phone.record("check_in", visit) for _ in range(4))
    phone.sync([first, fourth])

    answer = phone.sync([], lost=[[2, 3]])

    assert (answer["acked_seq"], answer["acked_hash"], answer["gaps"]) == (4, fourth["hash"], [])


def test_the_hash_at_a_lost_number_is_the_highest_received_below_it(phone: Phone, visit: str) -> None:
    first, _, _ = (phone.record("check_in", visit) for _ in range(3))

    answer = phone.sync([first], lost=[[2, 3]])

    assert (answer["acked_seq"], answer["acked_hash"]) == (3, first["hash"])


def test_a_chain_that_is_lost_whole_stands_at_zeros(phone: Phone, visit: str) -> None:
    for _ in range(2):
        phone.record("check_in", visit)

    answer = phone.sync([], lost=[[1, 2]])

    assert (answer["acked_seq"], answer["acked_hash"]) == (2, GENESIS)


def test_a_phone_below_what_is_held_is_told_what_stands_at_its_own_head(phone: Phone, visit: str) -> None:
    first, second, third = (phone.record("check_in", visit) for _ in range(3))
    assert "held" not in phone.sync([first, second, third])

    phone.seq, phone.hash = 2, second["hash"]
    answer = phone.sync([second])
    beacon = phone.sync([])

    assert (answer["acked_seq"], answer["acked_hash"]) == (3, third["hash"])
    assert answer["held"] == beacon["held"] == {"seq": 2, "hash": second["hash"]}
    assert _statuses(answer) == [("duplicate", None)]


@pytest.mark.parametrize("later", [0, 2], ids=["to the same number", "below it"])
def test_a_phone_put_back_that_wrote_on_is_told_how_far_its_chain_is_what_stands(
    phone: Phone, visit: str, later: int
) -> None:
    """Put back to its second record it writes another third; what the server holds ends there, or goes on above."""
    first, second = (phone.record("check_in", visit) for _ in range(2))
    lost = [phone.record("check_in", visit) for _ in range(1 + later)]
    phone.sync([first, second, *lost])

    phone.seq, phone.hash = 2, second["hash"]
    third = phone.record("left", visit)
    answer = phone.sync([first, second, third])

    assert _statuses(answer) == [("duplicate", None), ("duplicate", None), ("forked", None)]
    assert (answer["acked_seq"], answer["acked_hash"]) == (3 + later, lost[-1]["hash"])
    assert answer["held"] == {"seq": 2, "hash": second["hash"]}
    assert phone.sync([first, second, third])["held"] == answer["held"]


def test_a_fork_at_the_first_number_leaves_nothing_that_stands(phone: Phone, visit: str) -> None:
    phone.sync([phone.record("check_in", visit)])

    phone.seq, phone.hash = 0, GENESIS
    answer = phone.sync([phone.record("left", visit)])

    assert _statuses(answer) == [("forked", None)]
    assert "held" not in answer


def test_at_a_lost_number_of_its_own_head_the_highest_below_it_is_named(phone: Phone, visit: str) -> None:
    first, _, third = (phone.record("check_in", visit) for _ in range(3))
    phone.sync([first, third], lost=[[2, 2]])

    assert phone.sync([], head={"seq": 2, "hash": "f" * 64})["held"] == {"seq": 2, "hash": first["hash"]}
    assert "held" not in phone.sync([], head={"seq": 0, "hash": GENESIS})


def test_numbers_above_the_head_cannot_be_declared_lost(phone: Phone, visit: str) -> None:
    sent = phone.record("check_in", visit)

    response = phone.post(phone.request([sent], lost=[[2, 9]]))

    assert response.status_code == 400
    assert response.get_json()["details"]["field"] == "lost[0]"


def test_a_lost_event_that_turns_up_is_accepted_after_all(phone: Phone, visit: str) -> None:
    first, second = (phone.record("check_in", visit) for _ in range(2))
    phone.sync([first], lost=[[2, 2]])

    answer = phone.sync([second])

    assert _statuses(answer) == [("accepted", None)]
    assert answer["acked_hash"] == second["hash"]


def test_altered_bytes_under_the_old_hash_never_stand(phone: Phone, visit: str) -> None:
    true = phone.record("tenant_remark", visit, text="true")
    after = phone.record("check_in", visit)
    forged = _altered(true, body=_with_text(true, "forged"), hash=true["hash"])

    answer = phone.sync([forged, after])

    assert _statuses(answer) == [("quarantined", "hash_mismatch"), ("accepted", None)]
    assert answer["acked_seq"] == 2

    answer = phone.sync([true])

    assert _statuses(answer) == [("accepted", None)]
    assert _count("journal") == 3


def test_other_bytes_at_the_same_number_are_a_fork(phone: Phone, visit: str) -> None:
    first = phone.record("tenant_remark", visit, text="first")
    other = _altered(first, id=secrets.token_hex(16), body=_with_text(first, "second"))

    answer = phone.sync([first])
    assert phone.post(phone.request([other])).get_json()["results"][0]["status"] == "forked"

    answer = phone.sync([])
    assert answer["acked_hash"] == first["hash"]
    assert _count("journal") == 2
    assert db.session.execute(text("SELECT kind FROM alerts")).scalars().all() == ["forked"]


def test_a_copy_of_a_fork_is_told_as_one(phone: Phone, visit: str) -> None:
    """Else a phone that is opened anew takes it for good news, and counts it as waiting for ever."""
    first = phone.record("tenant_remark", visit, text="first")
    other = _altered(first, id=secrets.token_hex(16), body=_with_text(first, "second"))
    phone.sync([first])

    both = phone.post(phone.request([other, other])).get_json()
    again = phone.post(phone.request([other])).get_json()

    assert _statuses(both) == [("forked", None), ("duplicate", "forked")]
    assert _statuses(again) == [("duplicate", "forked")]


def test_the_same_id_with_other_bytes_is_a_fork_at_a_free_number_too(phone: Phone, visit: str) -> None:
    first = phone.record("tenant_remark", visit, text="first")
    phone.sync()
    phone.append(_with_text(first, "second"), event_id=first["id"])

    answer = phone.sync()

    assert _statuses(answer) == [("forked", None)]
    assert answer["acked_seq"] == 2


def test_a_fork_in_one_batch_keeps_the_first(phone: Phone, visit: str) -> None:
    first = phone.record("tenant_remark", visit, text="first")
    other = _altered(first, id=secrets.token_hex(16), body=_with_text(first, "second"))

    answer = phone.sync([first, other, first])

    assert [status for status, _ in _statuses(answer)] == ["accepted", "forked", "duplicate"]


def test_an_event_that_does_not_follow_the_one_before_is_set_apart(phone: Phone, visit: str) -> None:
    phone.record("check_in", visit)
    phone.hash = "a" * 64
    phone.record("check_in", visit)

    answer = phone.sync()

    assert _statuses(answer) == [("accepted", None), ("quarantined", "chain_break")]
    assert answer["acked_seq"] == 2


def test_the_first_event_begins_with_zeros(phone: Phone, visit: str) -> None:
    phone.hash = "b" * 64
    phone.record("check_in", visit)

    assert _statuses(phone.sync()) == [("quarantined", "chain_break")]


def test_a_break_is_found_whichever_side_arrives_first(phone: Phone, visit: str) -> None:
    first = phone.record("check_in", visit)
    phone.hash = "c" * 64
    second = phone.record("arrived", visit)

    assert _statuses(phone.sync([second])) == [("accepted", "after_gap")]
    phone.sync([first])

    assert db.session.execute(text("SELECT type FROM visit_events")).scalars().all() == ["check_in"]
    assert db.session.execute(text("SELECT code FROM journal_rulings")).scalars().all()[-1] == "chain_break"


def test_a_break_against_a_false_claim_heals_with_the_true_bytes(phone: Phone, visit: str) -> None:
    true = phone.record("check_in", visit)
    after = phone.record("arrived", visit)
    false_claim = _altered(true, hash="d" * 64)

    assert _statuses(phone.sync([false_claim, after])) == [
        ("quarantined", "hash_mismatch"),
        ("quarantined", "chain_break"),
    ]
    assert _statuses(phone.sync([true])) == [("accepted", None)]

    types = db.session.execute(text("SELECT type FROM visit_events ORDER BY seq")).scalars().all()
    assert types == ["check_in", "arrived"]


def test_a_signature_covers_the_chain_below_it(office: Office, visit: str) -> None:
    phone = office.phone(key=SigningKey())
    first = phone.record("check_in", visit)
    phone.sync([first])
    second, third = phone.record("check_in", visit), phone.record("check_in", visit)
    key, phone.key = phone.key, None
    phone.sync([second])
    assert db.session.execute(text("SELECT signed FROM visit_events ORDER BY seq")).scalars().all() == [1, 0]

    phone.key = key
    phone.sync([third])

    assert db.session.execute(text("SELECT signed FROM visit_events ORDER BY seq")).scalars().all() == [1, 1, 1]


def test_a_false_signature_sets_its_event_apart(office: Office, visit: str) -> None:
    phone = office.phone(key=SigningKey())
    sent = phone.record("check_in", visit)

    answer = phone.sync([{**sent, "sig": SigningKey().sign(sent["hash"])}])

    assert _statuses(answer) == [("quarantined", "bad_sig")]


def test_the_signature_is_no_part_of_what_makes_two_copies_the_same(office: Office, visit: str) -> None:
    phone = office.phone(key=SigningKey())
    sent = phone.record("check_in", visit)
    phone.sync()
    phone.key = None

    assert _statuses(phone.sync([sent])) == [("duplicate", None)]


def test_a_phone_without_a_key_is_unsigned_and_no_more(phone: Phone, visit: str) -> None:
    sent = phone.record("check_in", visit)

    assert _statuses(phone.sync([{**sent, "sig": SigningKey().sign(sent["hash"])}])) == [("accepted", None)]


def test_a_new_epoch_is_a_chain_of_its_own(phone: Phone, visit: str) -> None:
    before = phone.record("check_in", visit)
    phone.epoch, phone.seq, phone.hash = "second-life", 0, GENESIS
    after = phone.record("check_in", visit)

    answer = phone.sync([before, after])

    assert _statuses(answer) == [("accepted", None), ("accepted", None)]
    assert (answer["acked_seq"], answer["acked_hash"]) == (1, after["hash"])
