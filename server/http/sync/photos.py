"""An operative's photo as the phone keeps it: the small picture inside the JSON, there without a network."""

import base64

from flask import current_app

from server.outside.blobs import THUMBNAIL, Blobs, rendition_key
from server.services.sync.phone_objects import PhotoReader


def photo_reader(landlord_id: str) -> PhotoReader:
    """Reads a photo by its SHA-256 as a data URL; None until its picture has been made."""

    def read(sha256: str) -> str | None:
        blobs: Blobs = current_app.extensions["doorstep_blobs"]
        content = blobs.get(rendition_key(landlord_id, sha256, THUMBNAIL))
        return None if content is None else "data:image/jpeg;base64," + base64.b64encode(content).decode()

    return read
