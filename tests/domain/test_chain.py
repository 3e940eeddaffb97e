"""Hashes that the phone and the server must both reach."""

import json

from hypothesis import given
from hypothesis import strategies as st

from server.domain.chain import GENESIS, body_sha256, event_hash, raw_received_sha256, received_sha256

ENVELOPE = {
    "id": "01936f4e-0000-7000-8000-000000000001",
    "device_id": "device-1",
    "epoch": "epoch-1",
    "seq": 1,
    "prev": GENESIS,
    "body": '{"v":1,"type":"arrived","note":"Straße 😀"}',
}
# The same two figures stand in tests/pwa/domain/envelope.test.js.
BODY_SHA256 = "2065cf018bb01c14c7431639bf0afb3f911786c6af2e8d162cbf87eaa978eb8c"
HASH = "85b66dfc0ead7fb827756f425045a6d6ca685e8c208ccd5c941f7ceb148d25c7"


def test_the_hash_of_a_known_event_is_the_one_the_phone_makes():
    assert body_sha256(ENVELOPE["body"].encode()) == BODY_SHA256
    assert event_hash(ENVELOPE) == HASH


def test_every_number_and_every_byte_of_the_body_counts():
    changes = {"id": "x", "device_id": "x", "epoch": "x", "seq": 2, "prev": "1" * 64, "body": "{}"}

    hashes = {event_hash({**ENVELOPE, name: value}) for name, value in changes.items()}

    assert len(hashes | {HASH}) == len(changes) + 1


def test_a_signature_makes_no_other_envelope():
    claimed = {**ENVELOPE, "hash": HASH}

    assert received_sha256({**claimed, "sig": "abc"}) == received_sha256(claimed)


def test_other_bytes_under_an_old_hash_are_another_envelope():
    claimed = {**ENVELOPE, "hash": HASH}

    assert received_sha256({**claimed, "body": "{}"}) != received_sha256(claimed)


def test_the_order_of_the_fields_on_the_wire_does_not_matter():
    claimed = {**ENVELOPE, "hash": HASH}

    assert received_sha256(dict(reversed(claimed.items()))) == received_sha256(claimed)


def test_an_event_that_came_as_bare_bytes_is_the_same_as_in_a_batch():
    numbers = {name: value for name, value in ENVELOPE.items() if name != "body"}

    assert raw_received_sha256(numbers, ENVELOPE["body"].encode()) == received_sha256(ENVELOPE)


def test_bytes_that_are_no_text_have_a_name_of_their_own():
    numbers = {name: value for name, value in ENVELOPE.items() if name != "body"}

    assert raw_received_sha256(numbers, b"\xff\xfe") != raw_received_sha256(numbers, b"\xff\xff")


@given(st.text())
def test_any_text_can_be_hashed_and_named(text):
    envelope = json.loads(json.dumps({**ENVELOPE, "body": text}))

    assert len(event_hash(envelope)) == len(received_sha256(envelope)) == 64


def test_half_a_surrogate_pair_can_be_hashed_and_named():
    envelope = {**ENVELOPE, "body": "\ud83d"}

    assert len(event_hash(envelope)) == len(received_sha256(envelope)) == 64
