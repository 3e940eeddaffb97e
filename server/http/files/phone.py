"""Whose upload this is and where its bytes go, for the present request."""

from flask import current_app, g, request

from server.config import Config
from server.outside.clock import Clock
from server.outside.partial_files import PartialFiles
from server.services.create_upload import Sender
from server.services.know_sender import know_sender
from server.services.receive_upload import Rooms


def gate(names: tuple[str, ...]) -> None:
    """Let phones through whose token we know; raises UnknownToken for the rest."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    g.upload_sender = know_sender(token.strip() if kind.lower() == "bearer" else "")


def sender() -> Sender:
    """The phone behind this request, as the gate found it."""
    return g.upload_sender  # type: ignore[no-any-return]


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
