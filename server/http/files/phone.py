"""Whose upload this is and where its bytes go, for the present request."""

from flask import current_app

from server.config import Config
from server.http.sync.gate import phone
from server.outside.clock import Clock
from server.outside.partial_files import PartialFiles
from server.services.photos.create_upload import Sender
from server.services.photos.receive_upload import Rooms


def sender() -> Sender:
    """The phone behind this request, as the gate found it."""
    found = phone()
    return Sender(found.device_id, found.landlord_id, found.firm_id)


def clock() -> Clock:
    return current_app.extensions["doorstep_clock"]  # type: ignore[no-any-return]


def most_bytes() -> int:
    """The largest photo we take."""
    config: Config = current_app.extensions["doorstep_config"]
    return config.upload_max_bytes


def rooms() -> Rooms:
    """The half-sent files of this machine and the blob store."""
    config: Config = current_app.extensions["doorstep_config"]
    return Rooms(PartialFiles(config.data_dir / "uploads"), current_app.extensions["doorstep_blobs"])
