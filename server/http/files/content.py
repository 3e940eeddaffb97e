"""The bytes of one PATCH: cut into pieces, and checked first where the client sent a checksum."""

import base64
import binascii
import hashlib
import hmac
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from werkzeug.exceptions import ClientDisconnected

from server.domain.errors import DoorstepError
from server.domain.uploads import BadUpload

CHECKSUMS = ("sha1", "sha256")
LARGEST_READ = 256 * 1024
LEAST_HELD, MOST_HELD = 2 * 1024, 64 * 1024


class ChecksumMismatch(DoorstepError):
    """The bytes of this request were damaged on their way; none of them was kept."""

    def __init__(self) -> None:
        super().__init__("checksum_mismatch", "These bytes do not match their Upload-Checksum. Send them again.")


def offset_header(text: str) -> int:
    """Upload-Offset as a number; raises BadUpload."""
    if not re.fullmatch(r"[0-9]{1,15}", text, re.ASCII):
        raise BadUpload("bad_offset", "Upload-Offset must be a whole number of bytes.")
    return int(text)


def read_size(source: IO[bytes], length: int | None) -> int:
    """How much to ask for at a time of a content of `length` bytes, so that under a hundredth is ever held back.

    A raw source hands over what has come (ours: cli/arriving.py). Any other waits until a read is full, and what it
    holds when a line falls silent is sent again.
    """
    if isinstance(source, io.RawIOBase):
        return LARGEST_READ
    return MOST_HELD if length is None else min(max(length // 128, LEAST_HELD), MOST_HELD)


def pieces_of(stream: IO[bytes], size: int = MOST_HELD) -> Iterator[bytes]:
    """The content in pieces of at most `size` bytes; where the line breaks, it ends."""
    while piece := _read_of(stream, size):
        yield piece


def _read_of(stream: IO[bytes], size: int) -> bytes:
    try:
        return stream.read(size)
    except (ClientDisconnected, OSError):
        return b""


@contextmanager
def checked_content(stream: IO[bytes], checksum: str | None) -> Iterator[IO[bytes]]:
    """The stream itself, or where a checksum was sent its whole content, found right before any of it is used."""
    if checksum is None:
        yield stream
        return
    algorithm, wanted = _read_checksum(checksum)
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with tempfile.SpooledTemporaryFile(max_size=1024 * 1024) as spool:
        for piece in pieces_of(stream):
            digest.update(piece)
            spool.write(piece)
        if not hmac.compare_digest(digest.digest(), wanted):
            raise ChecksumMismatch
        spool.seek(0)
        yield spool


def _read_checksum(header: str) -> tuple[str, bytes]:
    algorithm, _, value = header.partition(" ")
    if algorithm not in CHECKSUMS:
        raise BadUpload("bad_checksum", f"Upload-Checksum must be by one of {', '.join(CHECKSUMS)}.")
    try:
        return algorithm, base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise BadUpload("bad_checksum", "The value of Upload-Checksum must be base64.") from error
