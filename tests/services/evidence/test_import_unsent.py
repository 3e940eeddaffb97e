"""A phone that can no longer send: its file of sealed boxes, brought in by hand, loses and doubles nothing."""

import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.outside.blobs import original_key
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.import_unsent import NotAnUnsentFile, Room, Taken, import_unsent
from server.services.phones.revoke_device import revoke_device
from server.storage.database import db
from server.storage.people import audit
from tests.evidence import journal_faults
from tests.factories import LANDLORD
from tests.phone import Phone, box_for

PHOTO = b"\xff\xd8 a photo that never left"
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def room(app: Flask, clock: FixedClock) -> Room:
    return Room(Keys(app.extensions["doorstep_config"].secret_key), app.extensions["doorstep_blobs"], clock)


def a_file(phone: Phone, *, photos: tuple[bytes, ...] = (), key: dict[str, str] | None = None, **fields: Any) -> bytes:
    """What the app's "Copy unsent to a file" writes."""
    seal = key or phone.seal_key_jwk
    assert seal is not None
    events = [
        {"epoch": one["epoch"], "seq": one["seq"], "hash": one["hash"], "box": box_for(seal, json.dumps(one).encode())}
        for one in phone.unsent
    ]
    images = [
        {"sha256": hashlib.sha256(one).hexdigest(), "mime": "image/jpeg", "box": box_for(seal, one)} for one in photos
    ]
    content = {"doorstep_unsent": 1, "device_id": phone.device_id, "events": events, "photos": images}
    return json.dumps({**content, **fields}).encode()


def taken_in(content: bytes, room: Room) -> Taken:
    return import_unsent(content, landlord_id=LANDLORD, by="user-1", room=room)


def count(table: str) -> int:
    return int(db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def a_day(phone: Phone, visit: str) -> None:
    named = {"sha256": NAME, "size": len(PHOTO), "mime": "image/jpeg", "role": "card"}
    phone.record("arrived", visit)
    phone.record("no_access", visit, reason="nobody_in", card_left=True, blobs=[named])


def test_what_could_not_be_sent_counts_after_it_came_by_file(
    phone: Phone, visit: str, clock: FixedClock, room: Room
) -> None:
    phone.sync([])
    clock.move(hours=3)
    a_day(phone, visit)

    taken = taken_in(a_file(phone, photos=(PHOTO,)), room)

    assert (taken.events, taken.photos, taken.refused) == ({"accepted": 2}, {"kept": 1}, [])
    assert count("visit_events") == 2
    assert room.blobs.get(original_key(LANDLORD, NAME)) == PHOTO
    assert journal_faults() == []


def test_the_same_file_again_changes_nothing(phone: Phone, visit: str, room: Room) -> None:
    a_day(phone, visit)
    content = a_file(phone, photos=(PHOTO,))
    taken_in(content, room)
    before = count("journal"), count("visit_events"), count("blobs"), count("feed")

    taken = taken_in(content, room)

    assert (taken.events, taken.photos) == ({"duplicate": 2}, {"duplicate": 1})
    assert (count("journal"), count("visit_events"), count("blobs"), count("feed")) == before


def test_a_phone_that_sends_after_all_is_told_that_all_of_it_is_here(phone: Phone, visit: str, room: Room) -> None:
    a_day(phone, visit)
    taken_in(a_file(phone), room)

    answer = phone.sync()

    assert [result["status"] for result in answer["results"]] == ["duplicate", "duplicate"]
    assert (answer["acked_seq"], phone.unsent) == (2, [])
    assert count("visit_events") == 2


def test_a_time_that_came_by_file_is_less_sure_and_says_why(
    phone: Phone, visit: str, clock: FixedClock, room: Room
) -> None:
    phone.sync([])
    a_day(phone, visit)
    clock.move(hours=5)
    taken_in(a_file(phone), room)

    clocks = db.session.execute(text("SELECT clock FROM visit_events")).scalars().all()
    found = [json.loads(one) if isinstance(one, str) else one for one in clocks]
    assert [(one["suspect"], one["estimate"]) for one in found] == [("by_file", None)] * 2


def test_a_revoked_phones_file_is_kept_apart_like_its_sync(
    phone: Phone, visit: str, clock: FixedClock, room: Room
) -> None:
    a_day(phone, visit)
    revoke_device(phone.device_id, landlord_id=LANDLORD, by="user-1", clock=clock)

    assert taken_in(a_file(phone), room).events == {"quarantined": 2}


def test_boxes_of_another_server_are_left_and_the_rest_is_taken(phone: Phone, visit: str, room: Room) -> None:
    a_day(phone, visit)
    content = json.loads(a_file(phone))
    other = json.loads(a_file(phone, key=Keys("another secret " * 4).seal_key_jwk))  # type: ignore[arg-type]
    content["events"][1] = other["events"][1]

    taken = taken_in(json.dumps(content).encode(), room)

    assert taken.events == {"accepted": 1}
    assert taken.refused == ["record 2: sealed for another server, or damaged"]


@pytest.mark.parametrize("damage", ["renamed", "not named"])
def test_a_photo_counts_only_if_it_is_what_a_record_names(phone: Phone, visit: str, room: Room, damage: str) -> None:
    a_day(phone, visit)
    content = json.loads(a_file(phone, photos=(b"another picture",)))
    if damage == "renamed":
        content["photos"][0]["sha256"] = NAME

    taken = taken_in(json.dumps(content).encode(), room)

    assert (taken.photos, len(taken.refused), count("blobs")) == ({}, 1, 0)


def test_records_of_a_phone_that_is_not_ours_are_left(phone: Phone, visit: str, room: Room) -> None:
    phone.device_id = "a-phone-of-nobody"
    a_day(phone, visit)

    taken = taken_in(a_file(phone), room)

    assert taken.refused == ["2 records of a phone that is not enrolled here"]
    assert count("journal") == 0


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"doorstep_unsent": 2}', b'{"doorstep_unsent": 1, "events": 3}']
)
def test_anything_else_is_refused_in_a_sentence(app: Flask, room: Room, content: bytes) -> None:
    with pytest.raises(NotAnUnsentFile, match="not a whole file of unsent records"):
        taken_in(content, room)


def test_who_brought_the_file_is_written_down(phone: Phone, visit: str, room: Room) -> None:
    a_day(phone, visit)
    taken_in(a_file(phone), room)

    (entry,) = audit.trail(LANDLORD, audit.Subject("device", phone.device_id))
    assert (entry.action, entry.by) == ("unsent_file_imported", "user-1")
