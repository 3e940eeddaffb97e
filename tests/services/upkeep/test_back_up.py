"""A backup brings everything back, on the same database engine or the other, and phones notice that it happened."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.outside.blobs import THUMBNAIL, Blobs, original_key, paper_key, photo_key, rendition_key
from server.outside.clock import FixedClock
from server.services.upkeep.back_up import BackupRefused, Copied, back_up, restore
from server.storage import meta
from server.storage.database import Tables, db, transaction
from server.storage.migrating import schema_is_current
from tests.evidence import a_phone, recorded
from tests.factories import NOW, a_user, a_visit, an_appointment, an_assignment, an_operative

PHOTO = b"bytes of a photo"


@pytest.fixture
def filled(app: Flask) -> Flask:
    """A landlord with an appointment, a visit, an event, a user and a photo."""
    an_operative()
    an_appointment()
    an_assignment()
    a_user("contract_manager")
    recorded(a_visit(), "arrived", NOW, device=a_phone(), seq=1)
    name = sha256(PHOTO).hexdigest()
    app.extensions["doorstep_blobs"].put(original_key("havebury", name), PHOTO)
    with transaction() as connection:
        meta.server_epoch(connection)
    return app


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables; what `meta` says of this database's life is left out."""
    found = {}
    with db.engine.connect() as connection:
        for table in Tables.metadata.sorted_tables:
            rows = [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            found[table.name] = [row for row in rows if row[0] != meta.SERVER_EPOCH]
    return found


def copied(app: Flask, folder: Path, clock: FixedClock) -> Copied:
    data_dir = app.extensions["doorstep_config"].data_dir
    return back_up(folder, data_dir=data_dir, blobs=app.extensions["doorstep_blobs"], clock=clock)


def put_back(app: Flask, folder: Path, clock: FixedClock) -> Copied:
    data_dir = app.extensions["doorstep_config"].data_dir
    return restore(folder, data_dir=data_dir, blobs=app.extensions["doorstep_blobs"], clock=clock)


class _Leaving:
    """A store out of which one thing goes after it was listed."""

    def __init__(self, blobs: Blobs, name: str) -> None:
        self._blobs, self._name = blobs, name

    def keys(self, prefix: str = "") -> Iterator[str]:
        return self._blobs.keys(prefix)

    def get(self, key: str) -> bytes | None:
        return None if key == self._name else self._blobs.get(key)


def test_a_picture_that_leaves_the_store_meanwhile_is_left_out_and_evidence_is_missed(
    filled: Flask, tmp_path: Path, clock: FixedClock
) -> None:
    blobs, config = filled.extensions["doorstep_blobs"], filled.extensions["doorstep_config"]
    picture, photo = (
        rendition_key("havebury", "ab" * 32, THUMBNAIL),
        original_key("havebury", sha256(PHOTO).hexdigest()),
    )
    blobs.put(picture, b"a face")

    def leaving(name: str, folder: str) -> Copied:
        store: Any = _Leaving(blobs, name)
        return back_up(tmp_path / folder, data_dir=config.data_dir, blobs=store, clock=clock)

    assert leaving(picture, "one").blobs == 1
    assert put_back(filled, tmp_path / "one", clock).blobs == 1
    with pytest.raises(BackupRefused, match="left the store"):
        leaving(photo, "two")


def test_everything_comes_back_as_it_was_and_a_new_epoch_begins(
    filled: Flask, tmp_path: Path, clock: FixedClock
) -> None:
    before, epoch = everything(), _epoch()
    copied(filled, tmp_path / "backup", clock)
    an_appointment("A-2")

    made = put_back(filled, tmp_path / "backup", clock)

    assert everything() == before
    assert made.server_epoch == _epoch() != epoch
    assert schema_is_current()


def test_work_goes_on_after_a_restore(filled: Flask, tmp_path: Path, clock: FixedClock) -> None:
    copied(filled, tmp_path / "backup", clock)
    put_back(filled, tmp_path / "backup", clock)

    an_appointment("A-2")

    assert len(everything()["appointments"]) == 2


def test_photos_and_the_servers_secret_come_back_too(filled: Flask, tmp_path: Path, clock: FixedClock) -> None:
    data_dir: Path = filled.extensions["doorstep_config"].data_dir
    (data_dir / "secret_key").write_text("the secret of then")
    copied(filled, tmp_path / "backup", clock)
    (data_dir / "secret_key").write_text("another")
    for path in (data_dir / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()

    made = put_back(filled, tmp_path / "backup", clock)

    name = sha256(PHOTO).hexdigest()
    assert made.blobs == 1
    assert filled.extensions["doorstep_blobs"].original("havebury", name) == PHOTO
    assert (data_dir / "secret_key").read_text() == "the secret of then"
    assert (data_dir / "secret_key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "backup" / "secret_key").stat().st_mode & 0o077 == 0


def test_what_was_there_before_a_restore_is_kept(filled: Flask, tmp_path: Path, clock: FixedClock) -> None:
    copied(filled, tmp_path / "backup", clock)
    an_appointment("A-2")

    put_back(filled, tmp_path / "backup", clock)

    (kept,) = tmp_path.glob("before-restore-*")
    assert b"A-2" in (kept / "tables" / "appointments.jsonl").read_bytes()


def test_a_damaged_photo_stops_a_restore_before_anything_is_replaced(
    filled: Flask, tmp_path: Path, clock: FixedClock
) -> None:
    copied(filled, tmp_path / "backup", clock)
    for path in (tmp_path / "backup" / "blobs").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    an_appointment("A-2")

    with pytest.raises(BackupRefused, match="damaged"):
        put_back(filled, tmp_path / "backup", clock)
    assert len(everything()["appointments"]) == 2


def test_half_a_backup_and_a_newer_ones_are_refused(filled: Flask, tmp_path: Path, clock: FixedClock) -> None:
    copied(filled, tmp_path / "backup", clock)
    manifest = tmp_path / "backup" / "manifest.json"
    whole = manifest.read_text()

    manifest.write_text(whole.replace('"revision": "0', '"revision": "9'))
    with pytest.raises(BackupRefused, match="newer version"):
        put_back(filled, tmp_path / "backup", clock)
    manifest.unlink()
    with pytest.raises(BackupRefused, match="no whole backup"):
        put_back(filled, tmp_path / "backup", clock)


def test_a_folder_with_something_in_it_is_left_alone(filled: Flask, tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "letter.txt").write_text("mine")

    with pytest.raises(BackupRefused, match="not empty"):
        copied(filled, tmp_path / "backup", clock)


@pytest.mark.parametrize("key", [paper_key("havebury", "paper-1"), photo_key("havebury", "photo-1", "view")])
def test_what_stands_sealed_comes_back_with_what_opens_it(
    filled: Flask, tmp_path: Path, clock: FixedClock, key: str
) -> None:
    blobs = filled.extensions["doorstep_blobs"]
    blobs.put(key, b"a sealed box")
    copied(filled, tmp_path / "backup", clock)
    blobs.remove(key)

    put_back(filled, tmp_path / "backup", clock)

    assert blobs.get(key) == b"a sealed box"
    blobs.remove(key)


def _epoch() -> str:
    with db.engine.connect() as connection:
        return meta.server_epoch(connection)
