"""Photos that came in become safe pictures; what cannot is marked refused and stays as evidence."""

from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.blobs import original_key
from server.outside.clock import FixedClock
from server.services.photos.make_renditions import make_renditions
from server.services.photos.read_picture import PictureNotThere, read_picture
from server.storage.database import db
from server.storage.files import find_rendition
from tests.http.files.tus import a_phone, begin, patch

PHOTOS = Path(__file__).parents[2] / "data" / "photos"


def sent(client: FlaskClient, content: bytes) -> str:
    phone = a_phone()
    patch(client, phone, begin(client, phone, content).headers["Location"], 0, content)
    return sha256(content).hexdigest()


def test_a_photo_gets_a_view_and_a_thumbnail_and_its_original_stays(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    original = (PHOTOS / "orientation-6.jpg").read_bytes()
    name = sent(client, original)
    blobs = app.extensions["doorstep_blobs"]

    assert make_renditions(clock=clock, blobs=blobs) == 1

    view, thumbnail = (read_picture("havebury", name, which, blobs=blobs) for which in ("view", "thumbnail"))
    assert len(thumbnail) < len(view)
    assert b"Exif" not in view
    assert blobs.original("havebury", name) == original
    assert make_renditions(clock=clock, blobs=blobs) == 0


def test_a_file_that_is_no_photo_is_refused_with_its_reason_and_kept(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    original = b"\x89PNG\r\n\x1a\n<html>no picture</html>"
    name = sent(client, original)
    blobs = app.extensions["doorstep_blobs"]

    make_renditions(clock=clock, blobs=blobs)

    with db.engine.connect() as connection:
        rendition = find_rendition(connection, "havebury", name)
    assert rendition is not None
    assert (rendition.state, rendition.reason) == ("refused", rendition.reason)
    assert "not a picture" in rendition.reason
    assert blobs.original("havebury", name) == original
    with pytest.raises(PictureNotThere, match="not a picture"):
        read_picture("havebury", name, "view", blobs=blobs)


def test_a_photo_that_was_damaged_in_the_store_holds_up_no_other(
    app: Flask, client: FlaskClient, clock: FixedClock
) -> None:
    name = sent(client, (PHOTOS / "orientation-1.jpg").read_bytes())
    blobs = app.extensions["doorstep_blobs"]
    blobs.put(original_key("havebury", name), b"damaged")

    assert make_renditions(clock=clock, blobs=blobs) == 1
    with pytest.raises(PictureNotThere, match="damaged"):
        read_picture("havebury", name, "view", blobs=blobs)


@pytest.mark.parametrize(("which", "state"), [("view", "awaited"), ("original", "unknown")])
def test_nothing_but_a_made_picture_is_handed_out(app: Flask, which: str, state: str) -> None:
    with pytest.raises(PictureNotThere) as refused:
        read_picture("havebury", "0" * 64, which, blobs=app.extensions["doorstep_blobs"])

    assert refused.value.details == {"state": state}
