"""An ordinary evening: a day's events in one batch, one round trip."""

from sqlalchemy import text

from server.storage.database import db
from tests.http.sync.conftest import Office
from tests.phone import Phone


def test_a_batch_is_accepted_and_acknowledged_in_one_round_trip(phone: Phone, visit: str) -> None:
    sent = [phone.record(kind, visit) for kind in ("travel_started", "arrived", "id_shown")]

    answer = phone.sync()

    assert answer["results"] == [{"id": each["id"], "seq": each["seq"], "status": "accepted"} for each in sent]
    assert (answer["acked_seq"], answer["acked_hash"]) == (3, sent[-1]["hash"])
    assert answer["gaps"] == []


def test_the_first_pull_brings_the_day(phone: Phone, visit: str) -> None:
    answer = phone.sync()

    kinds = {change["kind"]: change for change in answer["changes"]}
    assert set(kinds) == {"settings", "operative", "visit"}
    assert kinds["visit"]["data"]["visit_id"] == visit
    assert kinds["visit"]["data"]["home"]["address"] == ["14 Oak Road"]
    assert (answer["reset"], answer["more"]) == (False, False)


def test_nothing_new_costs_a_small_body_and_two_statements(phone: Phone, visit: str) -> None:
    phone.record("arrived", visit)
    phone.sync()
    phone.sync()

    answer = phone.sync()

    assert answer["changes"] == []
    assert answer["cursor"] == phone.cursor


def test_bodies_are_kept_byte_for_byte(phone: Phone, visit: str) -> None:
    phone.append(f'{{"v":1, "type":"tenant_remark","visit_id":"{visit}","b":1,"a":1.0,"a":2,"data":{{}}}}')
    sent = phone.unsent[0]["body"]

    phone.sync()

    assert bytes(db.session.execute(text("SELECT body FROM journal_bodies")).scalar_one()).decode() == sent


def test_a_second_copy_of_a_batch_changes_nothing(office: Office, phone: Phone, visit: str) -> None:
    batch = [phone.record("arrived", visit), phone.record("id_shown", visit)]
    phone.sync()

    again = phone.sync(batch)

    assert [result["status"] for result in again["results"]] == ["duplicate", "duplicate"]
    assert again["acked_seq"] == 2
    assert db.session.execute(text("SELECT count(*) FROM journal")).scalar_one() == 2
