"""All bytes are here: keep them if they hash to their name, else discard them so that the phone sends its own again."""

import os
from dataclasses import replace

from server.domain.errors import DoorstepError
from server.outside.blobs import Blobs, original_key
from server.outside.clock import Clock
from server.outside.partial_files import PartialFiles, PenTaken
from server.storage import files
from server.storage.database import db, transaction
from server.storage.files import UploadRow


class HashMismatch(DoorstepError):
    """The bytes that arrived are not the photo that was announced."""

    def __init__(self) -> None:
        super().__init__(
            "hash_mismatch", "What arrived is not the photo that was announced. It was discarded; send it again."
        )


def finish_upload(upload: UploadRow, *, clock: Clock, partial: PartialFiles, blobs: Blobs) -> UploadRow:
    """Verify, keep in the blob store, then write it down; repeating it after a crash does no harm.

    Raises PenTaken where a newer request writes on in the file, which may lack by now what was whole here.
    """
    with partial.alone(upload.upload_id) as descriptor:
        with db.engine.connect() as connection:
            now = files.find_upload(connection, upload.upload_id, upload.device_id)
        if now is not None and now.finished_at is not None:
            partial.drop(upload.upload_id)
            return now
        if now is not None and now.writer != upload.writer:
            raise PenTaken
        os.ftruncate(descriptor, upload.length)
        if partial.digest(upload.upload_id, upload.length) != upload.sha256:
            _discard(upload, clock, partial)
            raise HashMismatch
        # The blob first: a row without its bytes would tell the phone to forget the only copy.
        blobs.put(original_key(upload.landlord_id, upload.sha256), partial.path(upload.upload_id))
        finished_at = clock.now()
        with transaction() as connection:
            files.finish_upload(connection, upload, finished_at)
        partial.drop(upload.upload_id)
    return replace(upload, finished_at=finished_at, offset=upload.length, writer=None)


def _discard(upload: UploadRow, clock: Clock, partial: PartialFiles) -> None:
    with transaction() as connection:
        files.end_upload(connection, upload.upload_id, "hash_mismatch", clock.now())
    partial.drop(upload.upload_id)
