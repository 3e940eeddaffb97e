"""Photos come in piece by piece, are found again after any break, and count only when they hash to their name."""

import base64
import hashlib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.outside.clock import FixedClock
from server.services.photos.create_upload import MOST_OPEN
from server.storage.database import db, transaction
from server.storage.files import UPLOADS, find_rendition, verified_among
from tests.http.files.tus import a_phone, begin, metadata, offset_of, patch

PHOTO = bytes(range(256)) * 40
NAME = hashlib.sha256(PHOTO).hexdigest()


def is_verified(firm_id: str = "BRK") -> bool:
    with db.engine.connect() as connection:
        return verified_among(connection, "havebury", firm_id, [NAME]) == {NAME}


def test_a_photo_sent_in_two_pieces_is_kept_as_it_was(client: FlaskClient, app: Flask) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]

    first = patch(client, phone, where, 0, PHOTO[:4000])
    half_way = is_verified()
    last = patch(client, phone, where, 4000, PHOTO[4000:])

    assert (first.status_code, first.headers["Upload-Offset"], half_way) == (204, "4000", False)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
    assert is_verified()
    assert app.extensions["doorstep_blobs"].original("havebury", NAME) == PHOTO


def test_a_verified_photo_waits_for_its_safe_pictures(client: FlaskClient) -> None:
    phone = a_phone()
    patch(client, phone, begin(client, phone, PHOTO).headers["Location"], 0, PHOTO)

    with db.engine.connect() as connection:
        rendition = find_rendition(connection, "havebury", NAME)
    assert rendition is not None
    assert rendition.state == "waiting"


def test_bytes_that_are_not_the_photo_are_discarded_and_the_photo_can_be_sent_again(client: FlaskClient) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]

    wrong = patch(client, phone, where, 0, PHOTO[::-1])

    assert (wrong.status_code, wrong.get_json()["code"]) == (422, "hash_mismatch")
    assert not is_verified()
    assert client.head(where, headers=phone).status_code == 410
    again = begin(client, phone, PHOTO).headers["Location"]
    assert patch(client, phone, again, 0, PHOTO).status_code == 204
    assert is_verified()


def test_a_photo_the_firm_has_sent_before_begins_finished(client: FlaskClient) -> None:
    phone, colleague = a_phone(), a_phone("phone-2")
    patch(client, phone, begin(client, phone, PHOTO).headers["Location"], 0, PHOTO)

    again = begin(client, colleague, PHOTO)

    assert again.status_code == 201
    assert again.headers["Upload-Offset"] == str(len(PHOTO))
    assert offset_of(client, colleague, again.headers["Location"]) == len(PHOTO)


def test_another_firms_photo_is_not_known_to_us(client: FlaskClient) -> None:
    phone, stranger = a_phone(), a_phone("phone-2", firm_id="SAX")
    patch(client, phone, begin(client, phone, PHOTO).headers["Location"], 0, PHOTO)

    assert begin(client, stranger, PHOTO).headers["Upload-Offset"] == "0"
    assert not is_verified("SAX")


def test_another_phone_does_not_see_the_upload(client: FlaskClient) -> None:
    phone, other = a_phone(), a_phone("phone-2")
    where = begin(client, phone, PHOTO).headers["Location"]

    assert client.head(where, headers=other).status_code == 404
    assert patch(client, other, where, 0, PHOTO).status_code == 404
    assert client.delete(where, headers=other).status_code == 404


def test_bytes_at_the_wrong_offset_are_refused_and_change_nothing(client: FlaskClient) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]
    patch(client, phone, where, 0, PHOTO[:100])

    for offset in (0, 99, 101):
        assert patch(client, phone, where, offset, b"x" * 50).status_code == 409

    assert offset_of(client, phone, where) == 100


def test_more_bytes_than_announced_are_refused(client: FlaskClient) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]

    assert patch(client, phone, where, 0, PHOTO + b"more").status_code == 413
    assert offset_of(client, phone, where) == 0


def test_an_upload_ends_after_a_week(client: FlaskClient, clock: FixedClock) -> None:
    phone = a_phone()
    begun = begin(client, phone, PHOTO)
    where = begun.headers["Location"]
    patch(client, phone, where, 0, PHOTO[:100])

    clock.move(days=8)

    assert begun.headers["Upload-Expires"] == "Mon, 30 Nov 2026 09:00:00 GMT"
    assert client.head(where, headers=phone).status_code == 410
    assert patch(client, phone, where, 100, PHOTO[100:]).get_json()["code"] == "upload_gone"
    assert begin(client, phone, PHOTO).status_code == 201


def test_an_upload_can_be_ended_by_its_phone(client: FlaskClient) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]

    assert client.delete(where, headers=phone).status_code == 204
    assert patch(client, phone, where, 0, PHOTO).status_code == 410


def test_an_upload_that_was_ended_after_its_end_is_gone_and_its_photo_stays(client: FlaskClient) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]
    patch(client, phone, where, 0, PHOTO)

    assert client.delete(where, headers=phone).status_code == 204
    assert client.head(where, headers=phone).status_code == 410
    assert client.delete(where, headers=phone).status_code == 410
    assert is_verified()


def test_a_phone_with_too_many_open_uploads_is_told_when_to_come_back(client: FlaskClient) -> None:
    phone = a_phone()
    begin(client, phone, PHOTO)
    with transaction() as connection:
        (first,) = connection.execute(select(UPLOADS)).mappings()
        connection.execute(UPLOADS.insert(), [{**first, "upload_id": f"open-{n}"} for n in range(MOST_OPEN)])

    refused = begin(client, phone, PHOTO)

    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many")
    assert int(refused.headers["Retry-After"]) == refused.get_json()["details"]["retry_after_s"] >= 60


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_with_its_checksum_is_taken_and_a_damaged_one_leaves_nothing(
    client: FlaskClient, algorithm: str
) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]
    right = base64.b64encode(hashlib.new(algorithm, PHOTO[:500]).digest()).decode()

    damaged = patch(client, phone, where, 0, PHOTO[1:501], **{"Upload-Checksum": f"{algorithm} {right}"})
    assert (damaged.status_code, damaged.get_json()["code"]) == (460, "checksum_mismatch")
    assert offset_of(client, phone, where) == 0

    assert patch(client, phone, where, 0, PHOTO[:500], **{"Upload-Checksum": f"{algorithm} {right}"}).status_code == 204
    assert offset_of(client, phone, where) == 500


@pytest.mark.parametrize("checksum", ["crc32 AAAA", "sha1", "sha1 !!!"])
def test_a_checksum_we_cannot_read_is_refused(client: FlaskClient, checksum: str) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]

    refused = patch(client, phone, where, 0, PHOTO, **{"Upload-Checksum": checksum})

    assert refused.status_code in (400, 460)
    assert offset_of(client, phone, where) == 0


@pytest.mark.parametrize(
    "header",
    [
        "",
        metadata(sha256=NAME),
        metadata(event_id="e"),
        metadata(sha256="abc", event_id="e"),
        "sha256 not-base64!,event_id ZQ==",
        f"{metadata(sha256=NAME)},{metadata(sha256=NAME)},{metadata(event_id='e')}",
    ],
)
def test_an_upload_must_name_its_photo_and_its_event(client: FlaskClient, header: str) -> None:
    assert begin(client, a_phone(), PHOTO, **{"Upload-Metadata": header}).status_code == 400


@pytest.mark.parametrize(("length", "status"), [("", 400), ("-1", 400), ("ten", 400), (str(26 * 1024 * 1024), 413)])
def test_the_announced_length_is_checked(client: FlaskClient, length: str, status: int) -> None:
    assert begin(client, a_phone(), PHOTO, **{"Upload-Length": length}).status_code == status


def test_the_wrong_version_is_told_the_right_one(client: FlaskClient) -> None:
    refused = begin(client, {**a_phone(), "Tus-Resumable": "0.2.2"}, PHOTO)

    assert refused.status_code == 412
    assert refused.headers["Tus-Version"] == "1.0.0"


def test_anyone_may_ask_what_the_server_can_do(client: FlaskClient) -> None:
    answer = client.options("/api/v1/files")

    assert answer.status_code == 204
    assert answer.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert int(answer.headers["Tus-Max-Size"]) > 0
    assert "sha1" in answer.headers["Tus-Checksum-Algorithm"]


def test_no_answer_is_kept_by_caches_on_the_way(client: FlaskClient) -> None:
    phone = a_phone()
    begun = begin(client, phone, PHOTO)
    answers = [begun, client.head(begun.headers["Location"], headers=phone), client.post("/api/v1/files")]

    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * 3


def test_an_unknown_token_is_turned_away(client: FlaskClient) -> None:
    phone = {**a_phone(), "Authorization": "Bearer somebody else"}

    assert begin(client, phone, PHOTO).status_code == 401


def test_networks_that_allow_only_post_can_send_too(client: FlaskClient) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

    sent = client.post(where, headers={**phone, **headers, "X-HTTP-Method-Override": "PATCH"}, data=PHOTO)

    assert sent.status_code == 204
    assert is_verified()


def test_a_half_sent_file_that_was_lost_is_begun_anew(client: FlaskClient, app: Flask) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]
    patch(client, phone, where, 0, PHOTO[:100])
    for file in (app.extensions["doorstep_config"].data_dir / "uploads").iterdir():
        file.unlink()

    assert client.head(where, headers=phone).status_code == 410
