"""A photo that is in the store and that an event names is there, even where a restored database has forgotten it."""

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from server.outside.blobs import Blobs, original_key
from server.outside.clock import FixedClock
from server.services.photos.find_stored_photos import find_stored_photos
from server.storage.database import db, transaction
from server.storage.files import BLOBS
from server.storage.visits import REFERENCES
from tests.factories import LANDLORD

CONTENT = b"a photo, as it was sent"
SHA = sha256(CONTENT).hexdigest()


@pytest.fixture
def blobs(app: Flask) -> Any:
    return app.extensions["doorstep_blobs"]


@pytest.fixture
def _named(app: Flask) -> None:
    """An accepted event names the photo."""
    values = {"landlord_id": LANDLORD, "firm_id": "firm-a", "event_id": "e", "device_id": "d", "visit_id": None}
    fields = {"envelope_sha256": "0" * 64, "sha256": SHA, "size": len(CONTENT), "mime": "image/jpeg", "role": "damage"}
    with transaction() as connection:
        connection.execute(REFERENCES.insert(), [{**values, **fields}])


@pytest.mark.usefixtures("_named")
def test_a_forgotten_photo_is_found_once(blobs: Blobs, clock: FixedClock) -> None:
    blobs.put(original_key(LANDLORD, SHA), CONTENT)

    assert [find_stored_photos(blobs=blobs, clock=clock), find_stored_photos(blobs=blobs, clock=clock)] == [1, 0]
    row = db.session.execute(select(BLOBS)).one()
    assert (row.sha256, row.firm_id, row.size) == (SHA, "firm-a", len(CONTENT))


@pytest.mark.usefixtures("_named")
def test_a_photo_that_never_came_stays_awaited(blobs: Blobs, clock: FixedClock) -> None:
    assert find_stored_photos(blobs=blobs, clock=clock) == 0


@pytest.mark.usefixtures("_named")
def test_another_firms_photo_is_nobody_elses(blobs: Blobs, clock: FixedClock) -> None:
    blobs.put(original_key(LANDLORD, SHA), CONTENT)
    other = {"landlord_id": LANDLORD, "firm_id": "firm-b", "sha256": SHA, "size": 1, "verified_at": clock.now()}
    with transaction() as connection:
        connection.execute(BLOBS.insert(), [other])

    assert find_stored_photos(blobs=blobs, clock=clock) == 0
    with transaction() as connection:
        connection.execute(delete(BLOBS))
    assert find_stored_photos(blobs=blobs, clock=clock) == 1
