"""Requests that cannot be read, are too large, or are poisoned: a clear error or a quarantine, never a lost event."""

import gzip
import json
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from server.storage.database import db
from tests.http.sync.conftest import Office
from tests.phone import GENESIS, Phone, event_hash


def _post(phone: Phone, content: bytes, **headers: str) -> Any:
    return phone.client.post("/api/v1/sync", data=content, headers={**phone.headers, **headers})


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"protocol":1,"request_id":"\\ud800"}', b"[" * 5000],
)
def test_what_is_no_request_is_a_400_with_a_code(phone: Phone, content: bytes) -> None:
    response = _post(phone, content)

    assert response.status_code == 400
    assert response.get_json()["code"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("protocol", "1"),
        ("protocol", True),
        ("request_id", 5),
        ("request_id", ""),
        ("request_id", "two\r\nlines"),
        ("epoch", None),
        ("epoch", "nul\x00"),
        ("epoch", "e" * 65),
        ("head", None),
        ("head", {"seq": -1, "hash": "0" * 64}),
        ("head", {"seq": 1, "hash": "zz"}),
        ("acked", {"seq": 1.5, "hash": "0" * 64}),
        ("clock", {}),
        ("clock", {"wall_ms": "now"}),
        ("clock", {"wall_ms": 1e300}),
        ("events", {}),
        ("events", [5]),
        ("lost", [[2]]),
        ("lost", [[2, 1]]),
        ("lost", ["1-2"]),
        ("want", ["../etc"]),
        ("sealed", [{"seq": 1}]),
        ("cursor", 7),
        ("pending", []),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(phone: Phone, field: str, value: Any) -> None:
    response = phone.post({**phone.request([]), field: value})

    assert response.status_code == 400
    assert response.get_json()["details"]["field"].startswith(field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("id", "with space"),
        ("seq", 0),
        ("seq", "1"),
        ("seq", True),
        ("seq", 2**53),
        ("prev", "0"),
        ("hash", "0" * 63),
        ("hash", ("A" * 64)),
        ("body", {}),
        ("body", None),
        ("device_id", 4),
        ("epoch", "e" * 65),
        ("sig", 5),
    ],
)
def test_a_broken_envelope_is_a_400_and_nothing_is_journalled(phone: Phone, visit: str, field: str, value: Any) -> None:
    good, bad = phone.record("arrived", visit), phone.record("arrived", visit)

    response = phone.post(phone.request([good, {**bad, field: value}]))

    assert response.status_code == 400
    assert response.get_json()["details"]["field"] == f"events[1].{field}"
    assert db.session.execute(text("SELECT count(*) FROM journal")).scalar_one() == 0


@pytest.mark.parametrize(
    "said",
    [
        '"nul \\u0000 inside"',
        '"half \\ud800 a pair"',
        "9007199254740993",
        "123456789012345678901234567890",
        '"\U0001f600 \u202e rtl \u0645"',
        '{"deep":' * 30 + "1" + "}" * 30,
        "1e300",
    ],
)
def test_odd_content_is_accepted_kept_exactly_and_shown_safely(
    office: Office, phone: Phone, visit: str, said: str
) -> None:
    whole = json.loads(phone.record("tenant_remark", visit, text="x")["body"])
    phone.unsent.clear()
    phone.seq, phone.hash = 0, "0" * 64
    body = json.dumps(whole).replace('"text": "x"', f'"text": "x", "odd": {said}')
    phone.append(body)

    answer = phone.sync()

    assert answer["results"][0]["status"] == "accepted"
    kept = db.session.execute(text("SELECT body FROM journal_bodies")).scalar_one()
    assert bytes(kept) == body.encode()
    assert db.session.execute(text("SELECT count(*) FROM visit_states")).scalar_one() == 1


def test_the_longest_names_that_are_taken_can_be_kept(phone: Phone, visit: str) -> None:
    phone.epoch = "e" * 64
    body = phone.record("arrived", visit)["body"]
    phone.unsent.clear()
    phone.seq, phone.hash = 0, GENESIS
    phone.append(body, event_id="i" * 80)

    answer = phone.sync(clock={"wall_ms": 0, "mono_ms": -(2**52), "context_id": "c" * 80})

    assert answer["results"][0]["status"] == "accepted"


def test_a_number_beyond_all_columns_beside_half_a_letter_is_kept_and_reported(phone: Phone, visit: str) -> None:
    """Half a letter is read by another parser than the rest, which knows no largest number."""
    whole = phone.record("damage_reported", visit, item="door")["body"]
    phone.unsent.clear()
    phone.seq, phone.hash = 0, GENESIS
    phone.append(whole.replace('"item": "door"', '"item": "\\ud800", "odd": [123456789012345678901234567890, -1e999]'))

    assert phone.sync()["results"][0]["status"] == "accepted"
    assert db.session.execute(text("SELECT count(*) FROM reports")).scalar_one() == 1


def test_a_body_nested_beyond_reason_is_set_apart(phone: Phone, visit: str) -> None:
    whole = json.loads(phone.record("tenant_remark", visit, text="x")["body"])
    phone.unsent.clear()
    phone.seq, phone.hash = 0, "0" * 64
    deep = "[" * 900 + "]" * 900
    phone.append(json.dumps(whole).replace('"text": "x"', f'"text": "x", "odd": {deep}'))

    assert phone.sync()["results"][0]["code"] == "bad_schema"


def test_a_visit_id_that_no_column_holds_is_an_unknown_visit(phone: Phone, visit: str) -> None:
    phone.record("arrived", "x" * 4000)
    phone.record("arrived", "nul\x00")
    phone.record("visit_opened", "not a uuid", reason="in passing")

    codes = [result["code"] for result in phone.sync()["results"]]

    assert codes == ["unknown_visit", "unknown_visit", "bad_schema"]


def test_too_many_events_are_refused_with_the_limits(phone: Phone, visit: str) -> None:
    for _ in range(201):
        phone.append("{}")

    response = phone.post(phone.request(phone.unsent))

    assert response.status_code == 413
    said = response.get_json()
    assert (said["max_bytes"], said["max_events"]) == (1024 * 1024, 200)
    assert said["details"] == {"max_bytes": 1024 * 1024, "max_events": 200}


def test_the_limit_counts_what_comes_out_of_the_compression(phone: Phone) -> None:
    request = phone.request([])
    whole = orjson.dumps({**request, "app_version": ""})
    padded = whole.replace(b'"app_version":""', b'"app_version":"' + b"a" * (1024 * 1024 - len(whole)) + b'"')
    assert len(padded) == 1024 * 1024

    assert _post(phone, gzip.compress(padded, mtime=0), **{"Content-Encoding": "gzip"}).status_code == 200
    assert _post(phone, gzip.compress(padded + b" ", mtime=0), **{"Content-Encoding": "gzip"}).status_code == 413
    assert _post(phone, gzip.compress(b" " * 50_000_000, mtime=0), **{"Content-Encoding": "gzip"}).status_code == 413
    assert _post(phone, padded + b" ").status_code == 413


def test_a_compressed_request_is_read_and_the_answer_compressed(phone: Phone, visit: str) -> None:
    phone.record("arrived", visit)
    request = phone.request(phone.unsent)
    headers = {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"}

    response = _post(phone, gzip.compress(orjson.dumps(request)), **headers)

    assert response.headers["Content-Encoding"] == "gzip"
    assert orjson.loads(gzip.decompress(response.get_data()))["results"][0]["status"] == "accepted"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("content", [b"not gzip", gzip.compress(b"{}" * 100, mtime=0)[:-9]])
def test_compression_that_is_none_or_cut_short_is_a_400(phone: Phone, content: bytes) -> None:
    assert _post(phone, content, **{"Content-Encoding": "gzip"}).status_code == 400


def test_an_event_that_no_batch_can_carry_goes_by_raw(phone: Phone, visit: str) -> None:
    poison = b'{"v":1,"type":"arrived","data":"\xff\xfe half"}'
    envelope = phone.append("")
    envelope["hash"] = event_hash(envelope, poison)

    response = phone.send_raw(envelope, poison)

    assert response.status_code == 200
    said = response.get_json()
    assert response.headers["Sync-Proof"] == said["request_id"]
    assert said["results"] == [{"id": envelope["id"], "seq": 1, "status": "quarantined", "code": "bad_schema"}]
    assert (said["acked_seq"], said["acked_hash"]) == (1, envelope["hash"])
    assert (said["changes"], said["cursor"]) == ([], None)
    assert bytes(db.session.execute(text("SELECT body FROM journal_bodies")).scalar_one()) == poison


def test_a_large_event_by_raw_is_as_if_it_had_come_in_a_batch(phone: Phone, visit: str) -> None:
    envelope = phone.record("tenant_remark", visit, text="a" * 2_000_000)

    response = phone.send_raw(envelope, envelope["body"].encode())
    assert response.get_json()["results"][0]["status"] == "accepted"

    small = phone.record("tenant_remark", visit, text="b")
    phone.send_raw(small, small["body"].encode())
    assert phone.sync([small])["results"][0]["status"] == "duplicate"


def test_raw_has_its_own_limits_and_names_a_missing_header(phone: Phone, visit: str) -> None:
    envelope = phone.record("arrived", visit)

    assert phone.send_raw(envelope, b"a" * (4 * 1024 * 1024 + 1)).status_code == 413
    assert phone.send_raw(envelope, b"{}", **{"Event-Seq": "x"}).status_code == 400
    assert phone.send_raw(envelope, b"{}", **{"Event-Hash": ""}).status_code == 400
    assert phone.send_raw(envelope, b"{}", **{"Sync-Request-Id": ""}).status_code == 400
