"""Take a photo's bytes in as they come, so that a cut costs next to nothing.

1. A request takes the pen: from then on an older request of the same upload, still hanging somewhere, can add nothing.
2. What arrives is written at once. The offset follows a step at a time, when the bytes are on the disk, and only for
   the holder of the pen.
3. Asking for the offset takes the pen away, so the answer cannot be overtaken, and counts what its holder had written.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

from server.domain.errors import DoorstepError
from server.outside.blobs import Blobs
from server.outside.clock import Clock
from server.outside.partial_files import Mark, PartialFiles, Pen, PenTaken
from server.services.photos.create_upload import Sender
from server.services.photos.finish_upload import finish_upload
from server.storage import files
from server.storage.database import db, transaction
from server.storage.files import UploadRow

STEP = 4 * 1024 * 1024
"""Bytes between two waits for the disk and the database: what a loss of power may cost, a cut never."""


class UploadNotFound(DoorstepError):
    """There is no such upload, or it is another phone's."""

    def __init__(self) -> None:
        super().__init__("not_found", "There is no such upload. Begin a new one.")


class UploadGone(DoorstepError):
    """The upload ran out of time or was ended; its bytes are no longer here."""

    def __init__(self, why: str) -> None:
        super().__init__("upload_gone", "This upload has ended. Begin a new one for the same photo.", {"why": why})


class OffsetConflict(DoorstepError):
    """The bytes do not go on where ours end, or a newer request is sending them."""

    def __init__(self) -> None:
        super().__init__("offset_conflict", "The offset is not where our bytes end. Ask for it and go on from there.")


class TooMuch(DoorstepError):
    """More bytes than the upload was begun for."""

    def __init__(self) -> None:
        super().__init__("too_large", "These are more bytes than Upload-Length said. Begin a new upload.")


@dataclass(frozen=True)
class Rooms:
    """Where photos go: half-sent files, then the blob store."""

    partial: PartialFiles
    blobs: Blobs


def look_at_upload(sender: Sender, upload_id: str, *, clock: Clock, rooms: Rooms) -> UploadRow:
    """The upload as it stands, its offset final until the next request; finishes one that had only that left to do."""
    upload = _open_upload(sender, upload_id, clock)
    if upload.finished_at is not None:
        return upload
    with transaction() as connection:
        upload = _found(files.take_pen_away(connection, upload_id, sender.device_id))
    return _completed(_with_its_bytes(_counted(upload, rooms), clock, rooms), clock, rooms)


def receive_upload(
    sender: Sender,
    upload_id: str,
    offset: int,
    pieces: Iterable[bytes],
    *,
    clock: Clock,
    rooms: Rooms,
    size: int | None = None,
) -> UploadRow:
    """Append pieces from `offset` on; raises OffsetConflict where that is not our end.

    `size`: what the pieces come to, where that is known beforehand.
    """
    upload = _open_upload(sender, upload_id, clock)
    if upload.finished_at is not None or upload.offset != offset:
        raise OffsetConflict
    if offset + (size or 0) > upload.length:
        raise TooMuch
    upload = _take_pen(_with_its_bytes(upload, clock, rooms))
    return _completed(_append(upload, pieces, rooms), clock, rooms)


def end_upload(sender: Sender, upload_id: str, *, clock: Clock, rooms: Rooms) -> None:
    """The phone no longer wants it, and its address is gone; a verified photo stays."""
    upload = _open_upload(sender, upload_id, clock)
    if upload.finished_at is None:
        _end(upload, "terminated", clock, rooms)
        return
    with transaction() as connection:
        files.put_away(connection, upload_id, clock.now())


def expire_uploads(*, clock: Clock, rooms: Rooms) -> int:
    """End what ran out of time and free its disk space; returns how many."""
    with transaction() as connection:
        gone = files.uploads_to_clear(connection, clock.now(), limit=200)
        for upload_id in gone:
            files.end_upload(connection, upload_id, "expired", clock.now())
    for upload_id in gone:
        rooms.partial.drop(upload_id)
    return len(gone)


def _open_upload(sender: Sender, upload_id: str, clock: Clock) -> UploadRow:
    upload = _found(_read(upload_id, sender.device_id))
    if upload.ended_at is not None:
        raise UploadGone(upload.ended_code or "ended")
    if upload.finished_at is None and upload.expires_at <= clock.now():
        raise UploadGone("expired")
    return upload


def _found(upload: UploadRow | None) -> UploadRow:
    if upload is None:
        raise UploadNotFound
    return upload


def _read(upload_id: str, device_id: str) -> UploadRow | None:
    """Read on a connection of its own: what is committed now, not what this request saw at its beginning."""
    with db.engine.connect() as connection:
        return files.find_upload(connection, upload_id, device_id)


def _with_its_bytes(upload: UploadRow, clock: Clock, rooms: Rooms) -> UploadRow:
    """A file shorter than the offset has lost bytes that the phone still has: it must send them anew."""
    if rooms.partial.size(upload.upload_id) >= upload.offset:
        return upload
    _end(upload, "lost", clock, rooms)
    raise UploadGone("lost")


def _take_pen(upload: UploadRow) -> UploadRow:
    writer = str(uuid4())
    with transaction() as connection:
        files.hand_pen_to(connection, upload.upload_id, writer)
        now = _found(files.find_upload(connection, upload.upload_id, upload.device_id))
    if now.offset != upload.offset or now.ended_at is not None or now.finished_at is not None:
        raise OffsetConflict
    return now


def _append(upload: UploadRow, pieces: Iterable[bytes], rooms: Rooms) -> UploadRow:
    mark = Mark(upload.writer or "", upload.offset)
    with _while_ours(), rooms.partial.pen(upload.upload_id, mark) as pen:
        for piece in pieces:
            if pen.end + len(piece) > upload.length:
                raise TooMuch
            pen.write(piece)
            if pen.end - upload.offset >= STEP:
                upload = _moved(upload, pen)
        # The last bytes are waited for where the whole photo is kept, not here as well.
        return replace(upload, offset=pen.end) if pen.end == upload.length else _moved(upload, pen)


def _moved(upload: UploadRow, pen: Pen) -> UploadRow:
    """The offset follows the pen, once the disk has the bytes."""
    pen.flush()
    with transaction() as connection:
        moved = files.move_offset(connection, upload, upload.writer, pen.end)
    if not moved:
        raise OffsetConflict
    return replace(upload, offset=pen.end)


@contextmanager
def _while_ours() -> Iterator[None]:
    try:
        yield
    except PenTaken as error:
        raise OffsetConflict from error


def _counted(upload: UploadRow, rooms: Rooms) -> UploadRow:
    """The upload, whose pen was just taken away, with what its holder had written since the offset last moved."""
    if upload.writer is None:
        return upload
    end = rooms.partial.stop(upload.upload_id, upload.writer)
    now = replace(upload, writer=None)
    if end <= upload.offset:
        return now
    with transaction() as connection:
        moved = files.move_offset(connection, now, None, end)
    if not moved:
        raise OffsetConflict
    return replace(now, offset=end)


def _completed(upload: UploadRow, clock: Clock, rooms: Rooms) -> UploadRow:
    if upload.offset < upload.length:
        return upload
    with _while_ours():
        return finish_upload(upload, clock=clock, partial=rooms.partial, blobs=rooms.blobs)


def _end(upload: UploadRow, code: str, clock: Clock, rooms: Rooms) -> None:
    with transaction() as connection:
        files.end_upload(connection, upload.upload_id, code, clock.now())
    rooms.partial.drop(upload.upload_id)
