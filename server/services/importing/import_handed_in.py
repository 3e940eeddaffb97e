"""Imports the file that has waited longest of those people handed in, and clears its bytes away."""

import structlog

from server.outside.clock import Clock
from server.services.importing.import_file import ImportRun, import_file
from server.storage.database import db, transaction
from server.storage.importing import imports, uploads
from server.storage.importing.uploads import Shelf
from server.storage.tables.imports import ImportUpload

log = structlog.get_logger()


def import_handed_in(*, clock: Clock, shelf: Shelf) -> int:
    """Returns how many files were dealt with: one, or none."""
    with transaction():
        upload = uploads.next_waiting()
        if upload is None:
            return 0
        upload.state = "running"
        db.session.flush()
        db.session.expunge(upload)
    try:
        _import(upload, clock, shelf)
    except Exception as error:
        # Whatever it was, nothing of the file is kept; the person is told, and the next file has its turn.
        log.error("import_failed", upload=upload.upload_id, exc_info=error)
        db.session.rollback()
        _failed(upload, clock)
    shelf.clear(upload.upload_id)
    return 1


class FilesWaiting:
    """Whether a file waits. When first asked, what the last worker had not finished is made to wait again."""

    def __init__(self) -> None:
        self._has_looked_back = False

    def is_any(self) -> bool:
        if not self._has_looked_back:
            with transaction():
                uploads.wait_again()
            self._has_looked_back = True
        return uploads.next_waiting() is not None


def _import(upload: ImportUpload, clock: Clock, shelf: Shelf) -> None:
    path = shelf.source(upload.upload_id, upload.file_name)
    run = ImportRun(upload.landlord_id, upload.as_of_at, upload.uploaded_by)

    def progress(_name: str, done: int, rows: int) -> None:
        shelf.note_progress(upload.upload_id, done, rows)

    report = import_file(path, run, clock=clock, progress=progress)
    with transaction():
        newest = imports.newest(upload.landlord_id, report.file)
        uploads.mark(upload.upload_id, "done", at=clock.now(), import_id=newest or "")


def _failed(upload: ImportUpload, clock: Clock) -> None:
    with transaction():
        uploads.mark(
            upload.upload_id,
            "failed",
            at=clock.now(),
            failure="The import stopped on a fault of ours. Nothing of the file was kept. Hand it in again; if it "
            "stops again, tell whoever runs Doorstep.",
        )
