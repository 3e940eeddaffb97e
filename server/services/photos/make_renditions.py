"""Make the pictures that people are shown from the photos that came in; the originals stay as they are."""

from server.outside.blobs import THUMBNAIL, VIEW, Blobs, WrongBytes, rendition_key
from server.outside.clock import Clock
from server.outside.photos import PictureRefused, make_pictures
from server.storage import files
from server.storage.database import db, transaction
from server.storage.files import RenditionRow


def make_renditions(*, clock: Clock, blobs: Blobs, limit: int = 4) -> int:
    """Make up to `limit` waiting ones; returns how many were judged. Doing one twice does no harm."""
    with db.engine.connect() as connection:
        waiting = files.waiting_renditions(connection, limit)
    for rendition in waiting:
        _make(rendition, clock, blobs)
    return len(waiting)


def _make(rendition: RenditionRow, clock: Clock, blobs: Blobs) -> None:
    try:
        original = blobs.original(rendition.landlord_id, rendition.sha256)
        if original is None:
            raise PictureRefused("The photo is missing from the store.")
        made = make_pictures(original)
    except (PictureRefused, WrongBytes) as refused:
        with transaction() as connection:
            files.rendition_refused(connection, rendition, str(refused), clock.now())
        return
    blobs.put(rendition_key(rendition.landlord_id, rendition.sha256, VIEW), made.view)
    blobs.put(rendition_key(rendition.landlord_id, rendition.sha256, THUMBNAIL), made.thumbnail)
    with transaction() as connection:
        files.rendition_made(connection, rendition, made.size, clock.now())
