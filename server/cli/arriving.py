"""A request's content as its line brings it, for who cannot wait until a read is full."""

from collections.abc import Callable, Iterable
from io import RawIOBase
from typing import Any

from gunicorn.http.body import Body, LengthReader

LEAST = 2 * 1024
"""Bytes that a read waits for, where so many are to come: each piece has a cost of its own."""


class ArrivingContent(RawIOBase):
    """Gunicorn's content of a known length, read as it comes.

    Its own reads wait until they are full, and copy all that they hold ready with each of them: a photo in small
    pieces took more processor time to copy than to write.
    """

    def __init__(self, reader: LengthReader) -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        """What is here, as far as it fits; nothing where the line has ended. Raises OSError."""
        room, taken = min(len(into), self._reader.length), 0
        while taken < min(room, LEAST) and (piece := self._piece(room - taken)):
            into[taken : taken + len(piece)] = piece
            taken += len(piece)
        return taken

    def _piece(self, most: int) -> bytes:
        line = self._reader.unreader
        piece: bytes = line.read(None, read_ahead=most)
        if len(piece) > most:
            line.unread(piece[most:])
            piece = piece[:most]
        self._reader.length -= len(piece)
        return piece


def with_arriving_photos(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Hand a PATCH over as it arrives (tus, core protocol): of a photo each byte counts, however its line ends."""

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        content = environ["wsgi.input"]
        if (
            environ["REQUEST_METHOD"] == "PATCH"
            and isinstance(content, Body)
            and isinstance(content.reader, LengthReader)
        ):
            environ["wsgi.input"] = ArrivingContent(content.reader)
        return app(environ, start_response)

    return serve
