"""The server stands at an earlier point than the phone was told: a restored backup."""

from typing import Any

from sqlalchemy import text

from server.storage import meta
from server.storage.database import db, transaction
from tests.phone import Phone


def _restore_yesterday() -> None:
    """What a restore leaves: an emptier journal and a new epoch. The guards against rewriting are lifted first."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    for table in ("journal", "journal_bodies", "heads_heard"):
        with transaction() as connection:
            if is_sqlite:
                connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
                connection.execute(text(f"DELETE FROM {table}"))
            else:
                connection.execute(text(f"TRUNCATE {table}"))
    with transaction() as connection:
        connection.execute(text("DELETE FROM visit_events"))
        connection.execute(text("DELETE FROM device_heads"))
        meta.renew_server_epoch(connection)


def _told(response: Any) -> dict[str, Any]:
    said: dict[str, Any] = response.get_json()
    assert response.headers["Sync-Proof"] == said["request_id"]
    return said


def test_a_new_epoch_is_a_409_that_names_where_to_send_from(phone: Phone, visit: str) -> None:
    phone.record("arrived", visit)
    phone.sync()
    _restore_yesterday()

    response = phone.post(phone.request([]))

    assert response.status_code == 409
    said = _told(response)
    assert (said["acked_seq"], said["acked_hash"]) == (0, "0" * 64)
    assert said["server_epoch"] != phone.server_epoch
    assert (said["device_id"], said["epoch"]) == (phone.device_id, phone.epoch)


def test_what_the_server_lacks_is_a_409_in_the_same_epoch_too(phone: Phone, visit: str) -> None:
    phone.record("arrived", visit)
    phone.sync()
    _restore_yesterday()
    phone.server_epoch = _told(phone.post(phone.request([])))["server_epoch"]

    assert phone.post(phone.request([])).status_code == 409


def test_events_that_come_with_the_409_are_journalled(phone: Phone, visit: str) -> None:
    phone.record("arrived", visit)
    phone.sync()
    _restore_yesterday()
    later = phone.record("left", visit)

    response = phone.post(phone.request([later]))

    assert response.status_code == 409
    assert db.session.execute(text("SELECT count(*) FROM journal")).scalar_one() == 1


def test_sealed_events_close_the_hole_byte_for_byte(phone: Phone, visit: str) -> None:
    first, second = phone.record("arrived", visit), phone.record("id_shown", visit)
    phone.sync()
    _restore_yesterday()
    phone.server_epoch = _told(phone.post(phone.request([])))["server_epoch"]
    third = phone.record("left", visit)

    answer = phone.sync([third], sealed=[phone.sealed(first), phone.sealed(second)])

    assert {result["seq"]: result["status"] for result in answer["results"]} == dict.fromkeys((1, 2, 3), "accepted")
    assert (answer["acked_seq"], answer["acked_hash"]) == (3, third["hash"])
    bodies = db.session.execute(text("SELECT body FROM journal_bodies")).scalars().all()
    assert {bytes(body) for body in bodies} == {each["body"].encode() for each in (first, second, third)}


def test_a_box_that_cannot_be_opened_is_kept_and_counts(phone: Phone, visit: str) -> None:
    first = phone.record("arrived", visit)
    box = {"seq": 1, "hash": first["hash"], "box": "AAAA"}

    answer = phone.sync([], sealed=[box])

    assert [(r["seq"], r["status"], r["code"]) for r in answer["results"]] == [(1, "quarantined", "hash_mismatch")]
    assert answer["acked_seq"] == 1
    assert phone.sync([first])["results"][0]["status"] == "accepted"


def test_a_revoked_phone_hears_of_the_restore_and_hands_in_its_boxes(phone: Phone, visit: str) -> None:
    first = phone.record("arrived", visit)
    phone.sync()
    _restore_yesterday()
    with transaction() as connection:
        connection.execute(text("UPDATE devices SET revoked_at = enrolled_at"))

    said = _told(phone.post(phone.request([])))
    phone.server_epoch = said["server_epoch"]
    answer = phone.sync([], sealed=[phone.sealed(first)], acked=None)

    assert [(each["seq"], each["code"]) for each in answer["results"]] == [(1, "actor_revoked")]
    assert phone.post(phone.request([])).status_code == 403
