"""Hand out a safe picture of a photo. Who may see the photo is the caller's question; originals never leave here."""

from server.domain.errors import DoorstepError
from server.outside.blobs import THUMBNAIL, VIEW, Blobs, rendition_key
from server.storage import files
from server.storage.database import db


class PictureNotThere(DoorstepError):
    """No safe picture: the photo is awaited, its picture is being made, or it was refused (`state` says which)."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__("not_found", reason, {"state": state})


def read_picture(landlord_id: str, sha256: str, which: str, *, blobs: Blobs) -> bytes:
    """The JPEG `view` or `thumbnail`; raises PictureNotThere."""
    if which not in (VIEW, THUMBNAIL):
        raise PictureNotThere("unknown", "There is no picture of that size.")
    with db.engine.connect() as connection:
        rendition = files.find_rendition(connection, landlord_id, sha256)
    if rendition is None:
        raise PictureNotThere("awaited", "This photo has not arrived yet.")
    if rendition.state != "made":
        raise PictureNotThere(rendition.state, rendition.reason or "The picture is being made.")
    content = blobs.get(rendition_key(landlord_id, sha256, which))
    if content is None:
        raise PictureNotThere("missing", "The picture is missing from the store.")
    return content
