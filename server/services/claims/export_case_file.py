"""Sets the file of a repair with its photos as a document, and writes down who took it out, with its fingerprint."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from server.domain.viewing import Viewer
from server.outside.blobs import VIEW, Blobs
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.services.photos.read_picture import PictureNotThere, read_picture
from server.storage.database import transaction
from server.storage.filing.case_file import CaseFile
from server.storage.people import audit

Facts = Callable[[Mapping[str, str]], Mapping[str, object]]


def export_case_file(file: CaseFile, facts: Facts, *, viewer: Viewer, blobs: Blobs, clock: Clock) -> bytes:
    """The PDF of the facts, which were cut down to this viewer; they are given the names of the pictures we have."""
    pictures = _pictures(file, viewer.landlord_id, blobs)
    named = {sha: f"{sha}.jpg" for sha in pictures}
    content = make_pdf("report", facts(named), pictures={named[sha]: made for sha, made in pictures.items()})
    after = {"sha256": sha256(content).hexdigest(), "roles": list(viewer.roles), "photos": len(pictures)}
    with transaction():
        subject = audit.Subject("repair", file.repair.root)
        audit.record(viewer.landlord_id, subject, "case_file_exported", by=viewer.user_id, at=clock.now(), after=after)
    return content


def _pictures(file: CaseFile, landlord_id: str, blobs: Blobs) -> dict[str, bytes]:
    """Of the photos that this reader may see; originals never leave here."""
    records = [photos for _, record in file.visits for photos in record.photos.values()]
    found = {}
    for photo in (photo for photos in records for photo in photos):
        try:
            found[photo.sha256] = read_picture(landlord_id, photo.sha256, VIEW, blobs=blobs)
        except PictureNotThere:
            # The file names it and says why its picture is missing.
            continue
    return found
