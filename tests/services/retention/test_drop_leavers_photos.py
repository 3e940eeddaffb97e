"""The photo of an operative's card goes with the employment."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from server.outside.blobs import THUMBNAIL, VIEW, Blobs, rendition_key
from server.outside.clock import FixedClock
from server.services.phones.set_operative_photo import set_operative_photo
from server.services.retention.drop_leavers_photos import drop_leavers_photos
from server.storage import files
from server.storage.database import db, transaction
from server.storage.tables.files import Blob
from server.storage.tables.imports import AuditEntry
from server.storage.tables.register import Operative
from tests.factories import LANDLORD, NOW, an_operative

SHA = "ab" * 32
TODAY = NOW.date()


@pytest.fixture
def blobs(app: Flask) -> Any:
    store = app.extensions["doorstep_blobs"]
    for which in (VIEW, THUMBNAIL):
        store.put(rendition_key(LANDLORD, SHA, which), b"a face")
    return store


def _photo(operative_id: str) -> str | None:
    return db.session.scalar(select(Operative.photo_sha256).where(Operative.operative_id == operative_id))


def test_it_goes_on_the_day_after_they_left(blobs: Blobs, clock: FixedClock) -> None:
    an_operative("op-1", photo_sha256=SHA, left_on=TODAY)
    assert drop_leavers_photos(blobs=blobs, clock=clock) == 0

    clock.move(hours=24)

    assert [drop_leavers_photos(blobs=blobs, clock=clock), drop_leavers_photos(blobs=blobs, clock=clock)] == [1, 0]
    assert _photo("op-1") is None
    assert list(blobs.keys()) == []
    assert db.session.scalars(select(AuditEntry.action)).all() == ["photo_removed"]


def test_who_works_here_keeps_theirs(blobs: Blobs, clock: FixedClock) -> None:
    an_operative("op-1", photo_sha256=SHA)
    an_operative("op-2", photo_sha256=SHA, left_on=TODAY + timedelta(days=30))

    assert drop_leavers_photos(blobs=blobs, clock=clock) == 0
    assert len(list(blobs.keys())) == 2


def test_the_same_picture_of_a_visit_stays(blobs: Blobs, clock: FixedClock) -> None:
    an_operative("op-1", photo_sha256=SHA, left_on=TODAY - timedelta(days=1))
    with transaction() as connection:
        owner = {"landlord_id": LANDLORD, "firm_id": "firm-a"}
        files.keep_blob(connection, Blob(**owner, sha256=SHA, size=6, verified_at=NOW))

    assert drop_leavers_photos(blobs=blobs, clock=clock) == 1

    assert _photo("op-1") is None
    assert len(list(blobs.keys())) == 2


def test_one_that_another_takes_the_place_of_goes_at_once(blobs: Blobs, clock: FixedClock) -> None:
    an_operative("op-1", photo_sha256=SHA)
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(picture, "JPEG")

    name = set_operative_photo(LANDLORD, "op-1", picture.getvalue(), by="office", clock=clock, blobs=blobs)
    again = set_operative_photo(LANDLORD, "op-1", picture.getvalue(), by="office", clock=clock, blobs=blobs)

    assert name == again == _photo("op-1")
    assert sorted(blobs.keys()) == sorted(rendition_key(LANDLORD, name, which) for which in (VIEW, THUMBNAIL))


def test_the_same_picture_on_another_card_stays(blobs: Blobs, clock: FixedClock) -> None:
    an_operative("op-1", photo_sha256=SHA, left_on=TODAY - timedelta(days=1))
    an_operative("op-1b", photo_sha256=SHA)

    assert drop_leavers_photos(blobs=blobs, clock=clock) == 1

    assert (_photo("op-1"), _photo("op-1b")) == (None, SHA)
    assert len(list(blobs.keys())) == 2
