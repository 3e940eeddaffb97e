"""Takes a file that a person hands in: its bytes go to a folder of their own, the import waits for the worker."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from uuid_utils.compat import uuid7

from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.importing import uploads
from server.storage.importing.uploads import Shelf, safe_name
from server.storage.people import audit
from server.storage.tables.imports import ImportUpload


@dataclass(frozen=True)
class HandedIn:
    """A file as a browser sends it, and when its extract ran."""

    file_name: str
    content: IO[bytes]
    as_of: datetime


def hand_in_file(landlord_id: str, file: HandedIn, *, by: str, clock: Clock, shelf: Shelf) -> str:
    """Returns the upload's id. The content is copied as a stream, however large it is."""
    upload_id, name = str(uuid7()), safe_name(file.file_name)
    with shelf.make(upload_id, name).open("wb") as target:
        shutil.copyfileobj(file.content, target, 1 << 20)
    with transaction():
        uploads.add(
            ImportUpload(
                upload_id=upload_id,
                landlord_id=landlord_id,
                file_name=name,
                as_of_at=file.as_of,
                state="waiting",
                uploaded_by=by,
                uploaded_at=clock.now(),
            )
        )
        audit.record(landlord_id, audit.Subject("import", upload_id), "file_handed_in", by=by, at=clock.now())
    return upload_id
