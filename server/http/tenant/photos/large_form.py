"""A form with photos: larger than other forms may be, and its words are read even where the photos are too large."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData
from werkzeug.wsgi import get_input_stream

from server.domain.messages import DAMAGE
from server.http.tenant.pages import bp
from server.services.messages.keep_photos import MOST_PHOTOS
from server.services.papers.seal_paper import MOST_BYTES

_WORDS_BYTES = 256 * 1024
LARGEST_BYTES = MOST_PHOTOS * MOST_BYTES + _WORDS_BYTES
_READ_TO_THE_END_BYTES = 5 * LARGEST_BYTES
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class SentForm:
    """What was sent. A form that `is_too_large` has its words, and none of its photos."""

    words: Mapping[str, str]
    photos: list[FileStorage] = field(default_factory=list)
    is_too_large: bool = False


@bp.url_value_preprocessor
def allow_photos(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Only here; every other form keeps the common limit."""
    is_damage = endpoint == "tenant.post_tell" and (values or {}).get("kind") == DAMAGE
    if is_damage or endpoint == "tenant.post_photos":
        request.max_content_length = LARGEST_BYTES


def sent_form() -> SentForm:
    """The form of this request; a file field that was left empty is no photo."""
    try:
        files = request.files.getlist("photos")
        return SentForm(request.form, [one for one in files if one.filename])
    except RequestEntityTooLarge:
        return SentForm(_words_before_photos(), is_too_large=True)


def _words_before_photos() -> dict[str, str]:
    """Browsers send fields in the order of the page, and the photos stand last.

    The rest is read and thrown away: a browser that is cut off while it sends shows its own error, and not our page.
    """
    boundary = request.mimetype_params.get("boundary", "")
    length = request.content_length or 0
    # A length that nobody told has been read up to the limit already.
    if not boundary or not length:
        return {}
    stream = get_input_stream(request.environ, max_content_length=None)
    found = _fields(MultipartDecoder(boundary.encode(), _WORDS_BYTES), _first_piece(stream))
    while length <= _READ_TO_THE_END_BYTES and stream.read(_PIECE):
        pass
    return found


def _first_piece(stream: IO[bytes]) -> bytes:
    """One read may bring less than it asked for."""
    found = b""
    while len(found) < _WORDS_BYTES and (more := stream.read(_WORDS_BYTES - len(found))):
        found += more
    return found


def _fields(decoder: MultipartDecoder, content: bytes) -> dict[str, str]:
    """The whole fields up to the first file."""
    decoder.receive_data(content)
    found: dict[str, str] = {}
    name, value = "", b""
    while not isinstance(event := decoder.next_event(), (File, NeedData, Epilogue)):
        if isinstance(event, Field):
            name, value = event.name, b""
        elif isinstance(event, Data):
            value += event.data
            if not event.more_data:
                found[name] = value.decode("utf-8", "replace")
    return found
