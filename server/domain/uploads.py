"""What a phone must say to begin an upload (tus 1.0 creation, with our two required facts)."""

import base64
import binascii
import re
from dataclasses import dataclass

from server.domain.errors import DoorstepError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_EVENT_ID = re.compile(r"[\x21-\x7e]{1,80}")


class BadUpload(DoorstepError):
    """An upload whose headers say too little or too much."""


@dataclass(frozen=True)
class UploadWish:
    """The photo that is to come: its name (SHA-256, lower-case hex), the event that names it, its size in bytes."""

    sha256: str
    event_id: str
    length: int


def read_metadata(header: str) -> dict[str, str]:
    """The pairs of an Upload-Metadata header; an empty header is none."""
    pairs: dict[str, str] = {}
    for part in header.split(","):
        words = part.split()
        if not words:
            continue
        if len(words) > 2 or words[0] in pairs:
            raise BadUpload("bad_metadata", "Upload-Metadata must be pairs of a key and a base64 value.")
        pairs[words[0]] = _decoded(words[1]) if len(words) == 2 else ""
    return pairs


def read_wish(length_header: str, metadata_header: str, most_bytes: int) -> UploadWish:
    """Check the headers of a creation; raises BadUpload naming the header and the way out."""
    if not re.fullmatch(r"[0-9]{1,15}", length_header, re.ASCII):
        raise BadUpload("bad_length", "Upload-Length must be the photo's size in whole bytes.")
    length = int(length_header)
    if length > most_bytes:
        raise BadUpload("too_large", f"A photo may have at most {most_bytes} bytes.", {"max_bytes": most_bytes})
    pairs = read_metadata(metadata_header)
    sha256, event_id = pairs.get("sha256", "").lower(), pairs.get("event_id", "")
    if not _SHA256.fullmatch(sha256):
        raise BadUpload("bad_metadata", "Upload-Metadata needs sha256: the SHA-256 of the whole photo, in hex.")
    if not _EVENT_ID.fullmatch(event_id):
        raise BadUpload("bad_metadata", "Upload-Metadata needs event_id: the id of the event that names the photo.")
    return UploadWish(sha256, event_id, length)


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise BadUpload("bad_metadata", "The values of Upload-Metadata must be base64 of UTF-8 text.") from error
