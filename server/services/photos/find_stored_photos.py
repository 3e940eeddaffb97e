"""Photos whose bytes are in the store though no row says so: a database put back from a backup forgot them.

The phones have let go of these bytes on our word, so nobody would send them again.
"""

from server.outside.blobs import Blobs
from server.outside.clock import Clock
from server.storage import files
from server.storage.database import db, transaction
from server.storage.files import MissingPhoto
from server.storage.tables.files import Blob

_PAGE = 200


def find_stored_photos(*, blobs: Blobs, clock: Clock) -> int:
    """Write down those photos that events name, nobody has verified and the store holds; returns how many."""
    count, after = 0, ""
    while missing := _missing(after):
        found = [blob for each in missing if (blob := _found(blobs, each, clock)) is not None]
        with transaction() as connection:
            for blob in found:
                files.keep_blob(connection, blob)
        count, after = count + len(found), missing[-1].sha256
    return count


def _missing(after: str) -> list[MissingPhoto]:
    with db.engine.connect() as connection:
        return files.missing_photos(connection, after, _PAGE)


def _found(blobs: Blobs, wanted: MissingPhoto, clock: Clock) -> Blob | None:
    """The bytes are read and hashed once more: a name alone is no evidence."""
    content = blobs.original(wanted.landlord_id, wanted.sha256)
    if content is None:
        return None
    owner = {"landlord_id": wanted.landlord_id, "firm_id": wanted.firm_id}
    return Blob(**owner, sha256=wanted.sha256, size=len(content), verified_at=clock.now())
