"""A line that breaks costs at most a piece, and an old request that still hangs can add nothing (scenarios 20, 21)."""

import random
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.outside.partial_files import PartialFiles, PenTaken
from server.services.photos.create_upload import Sender
from server.services.photos.finish_upload import finish_upload
from server.services.photos.receive_upload import Rooms, look_at_upload, receive_upload
from server.storage.database import db, transaction
from server.storage.files import UploadRow, find_upload, hand_pen_to, verified_among
from tests.http.files.tus import a_phone, begin, offset_of, patch

PHOTO = random.Random(20).randbytes(1_300_000)
NAME = sha256(PHOTO).hexdigest()
SENDER = Sender("phone-1", "havebury", "BRK")


@pytest.fixture
def rooms(app: Flask) -> Rooms:
    folder = app.extensions["doorstep_config"].data_dir / "uploads"
    return Rooms(PartialFiles(folder), app.extensions["doorstep_blobs"])


def begun(client: FlaskClient) -> tuple[dict[str, str], str, str]:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]
    return phone, where, where.rsplit("/", 1)[1]


def is_verified() -> bool:
    with db.engine.connect() as connection:
        return NAME in verified_among(connection, "havebury", "BRK", [NAME])


def find(upload_id: str) -> UploadRow:
    with db.engine.connect() as connection:
        upload = find_upload(connection, upload_id, SENDER.device_id)
    assert upload is not None
    return upload


@pytest.mark.parametrize("seed", range(5))
def test_cuts_at_any_byte_still_end_in_the_whole_photo(
    client: FlaskClient, rooms: Rooms, clock: FixedClock, seed: int
) -> None:
    chance = random.Random(seed)
    phone, where, upload_id = begun(client)

    while not is_verified():
        offset = offset_of(client, phone, where)
        cut = chance.randrange(1, 400_000)
        pieces = [PHOTO[offset : offset + cut]] if chance.random() < 0.8 else []
        receive_upload(SENDER, upload_id, offset, pieces, clock=clock, rooms=rooms)

    assert rooms.blobs.original("havebury", NAME) == PHOTO


def test_a_hanging_request_loses_the_pen_to_the_one_that_resumes(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)
    resumed: list[int] = []

    def stalling() -> Iterator[bytes]:
        yield PHOTO[:100_000]
        resumed.append(offset_of(client, phone, where))
        patch(client, phone, where, 100_000, PHOTO[100_000:200_000])
        yield b"\0" * 50_000

    with pytest.raises(DoorstepError, match="offset"):
        receive_upload(SENDER, upload_id, 0, stalling(), clock=clock, rooms=rooms)

    assert resumed == [100_000]
    assert offset_of(client, phone, where) == 200_000
    assert patch(client, phone, where, 200_000, PHOTO[200_000:]).status_code == 204
    assert is_verified()


def test_a_request_whose_last_byte_another_counted_hears_that_the_photo_is_whole(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)

    def overtaken() -> Iterator[bytes]:
        yield PHOTO
        offset_of(client, phone, where)

    upload = receive_upload(SENDER, upload_id, 0, overtaken(), clock=clock, rooms=rooms)

    assert upload.finished_at is not None
    assert is_verified()


def test_a_photo_that_another_request_began_to_send_anew_is_not_thrown_away_for_what_it_lacks(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)
    patch(client, phone, where, 0, PHOTO[:500_000])
    upload = find(upload_id)
    with transaction() as connection:
        hand_pen_to(connection, upload_id, "the newer request")

    with pytest.raises(PenTaken):
        finish_upload(replace(upload, writer="mine"), clock=clock, partial=rooms.partial, blobs=rooms.blobs)

    assert find(upload_id).ended_at is None
    assert rooms.partial.size(upload_id) == 500_000


def test_an_offset_once_told_is_not_overtaken_by_an_older_request(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)

    def slow() -> Iterator[bytes]:
        yield PHOTO[:1000]
        assert offset_of(client, phone, where) == 1000
        yield PHOTO[1000:2000]

    with pytest.raises(DoorstepError):
        receive_upload(SENDER, upload_id, 0, slow(), clock=clock, rooms=rooms)

    assert list(rooms.partial.path(upload_id).parent.glob("*.mark")) == []
    assert offset_of(client, phone, where) == 1000


def test_bytes_that_came_before_a_line_fell_silent_are_not_sent_again(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    """The old request still waits for more when the phone asks; what it had is counted, and it can add nothing."""
    phone, where, upload_id = begun(client)
    told: list[int] = []

    def silent() -> Iterator[bytes]:
        yield PHOTO[:3_000]
        yield PHOTO[3_000:6_000]
        told.append(offset_of(client, phone, where))
        yield b"\0" * 3_000

    with pytest.raises(DoorstepError, match="offset"):
        receive_upload(SENDER, upload_id, 0, silent(), clock=clock, rooms=rooms)

    assert told == [6_000]
    assert patch(client, phone, where, 6_000, PHOTO[6_000:]).status_code == 204
    assert is_verified()


def test_bytes_that_came_before_the_server_was_killed_are_not_sent_again(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)

    def killed() -> Iterator[bytes]:
        yield PHOTO[:5_000]
        raise SystemExit

    with pytest.raises(SystemExit):
        receive_upload(SENDER, upload_id, 0, killed(), clock=clock, rooms=rooms)

    assert offset_of(client, phone, where) == 5_000


def test_a_mark_that_lost_its_content_with_the_power_counts_for_nothing(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)
    patch(client, phone, where, 0, PHOTO[:1000])
    rooms.partial.path(f"{upload_id}.mark").write_text("")

    assert offset_of(client, phone, where) == 1000
    assert patch(client, phone, where, 1000, PHOTO[1000:]).status_code == 204
    assert is_verified()


def test_bytes_written_before_a_crash_but_not_counted_are_written_over(
    client: FlaskClient, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)
    patch(client, phone, where, 0, PHOTO[:1000])
    with rooms.partial.path(upload_id).open("ab") as file:
        file.write(b"from before the crash" * 100)

    assert offset_of(client, phone, where) == 1000
    patch(client, phone, where, 1000, PHOTO[1000:])
    assert is_verified()


def test_a_store_that_was_down_at_the_end_is_filled_at_the_next_question(
    client: FlaskClient, app: Flask, rooms: Rooms, clock: FixedClock
) -> None:
    phone, where, upload_id = begun(client)
    folder = app.extensions["doorstep_config"].data_dir / "blobs"
    folder.rename(folder.with_name("away"))
    folder.write_text("a file where the folder was")

    down = patch(client, phone, where, 0, PHOTO)
    verified_while_down = is_verified()
    folder.unlink()
    folder.with_name("away").rename(folder)

    assert (down.status_code, down.get_json()["code"], verified_while_down) == (503, "unavailable", False)
    assert offset_of(client, phone, where) == len(PHOTO)
    assert is_verified()
    assert look_at_upload(SENDER, upload_id, clock=clock, rooms=rooms).finished_at is not None


def test_two_uploads_of_one_photo_do_no_harm(client: FlaskClient) -> None:
    phone = a_phone()
    first = begin(client, phone, PHOTO).headers["Location"]
    second = begin(client, phone, PHOTO).headers["Location"]

    patch(client, phone, first, 0, PHOTO[:700_000])
    assert patch(client, phone, second, 0, PHOTO).status_code == 204
    assert patch(client, phone, first, 700_000, PHOTO[700_000:]).status_code == 204
    assert is_verified()
