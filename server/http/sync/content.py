"""Request bodies, expanded no further than the limit, and answers, compressed where the phone accepts it."""

import gzip
import zlib
from typing import Any

import orjson
from flask import Response, request

from server.domain.errors import DoorstepError
from server.domain.sync_messages import MOST_EVENTS

_WORTH_COMPRESSING = 500
_WHOLE = 16 + zlib.MAX_WBITS


class TooLarge(DoorstepError):
    """More bytes than are taken at once."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_large",
            f"This is larger than the {most} bytes taken at once. Send it in halves.",
            {"max_bytes": most, "max_events": MOST_EVENTS},
        )


class Unreadable(DoorstepError):
    """Bytes that are not what the headers say."""

    def __init__(self, message: str) -> None:
        super().__init__("unreadable", message)


def content(most: int) -> bytes:
    """The request's body after expansion; raises TooLarge or Unreadable."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        raise DoorstepError("unsupported_media_type", "Send the content plain, or compressed with gzip.")
    received = _received(most)
    body = _expanded(received, most) if encoding == "gzip" else received
    if len(body) > most:
        raise TooLarge(most)
    return body


def _received(most: int) -> bytes:
    """All of it, or ClientDisconnected where less came than was announced."""
    if request.content_length is None:
        return request.stream.read(most + 1025)
    if request.content_length > most + 1024:
        raise TooLarge(most)
    return request.stream.read()


def _expanded(received: bytes, most: int) -> bytes:
    expander = zlib.decompressobj(_WHOLE)
    try:
        body = expander.decompress(received, most + 1)
    except zlib.error as error:
        raise Unreadable("The content says gzip and is not.") from error
    if len(body) <= most and not expander.eof:
        raise Unreadable("The compressed content is cut short.")
    return body


def parsed(body: bytes) -> Any:
    """The JSON in a body; raises Unreadable."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"This is not JSON that we can read: {error.msg}.") from error


def answered(said: dict[str, Any], status: int = 200, request_id: str | None = None) -> Response:
    """A JSON answer that nothing on the way may keep; with `request_id`, the proof that it is ours."""
    body = orjson.dumps(said)
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"}
    if len(body) > _WORTH_COMPRESSING and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    if request_id is not None:
        headers["Sync-Proof"] = request_id
    return Response(body, status, headers, mimetype="application/json")
