"""Makes the insurer's pack of a damage case as a tagged PDF, and writes down who took it out, with its fingerprint."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from server.domain.viewing import Viewer
from server.outside.blobs import VIEW, Blobs
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.services.damage.read_damage import ReadDamage
from server.services.photos.read_picture import PictureNotThere, read_picture
from server.storage.database import transaction
from server.storage.people import audit

Pictured = Mapping[str, str]
"""The file name of each photo's picture, by the photo's fingerprint."""

Facts = Callable[[Pictured], Mapping[str, object]]


def make_insurers_pack(one: ReadDamage, facts: Facts, *, viewer: Viewer, blobs: Blobs, clock: Clock) -> bytes:
    """`facts` says what stands in the pack, given the pictures that we have. Originals never leave here."""
    pictures = _pictures(one, viewer.landlord_id, blobs)
    named = {sha: f"{sha}.jpg" for sha in pictures}
    content = make_pdf("report", facts(named), pictures={named[sha]: made for sha, made in pictures.items()})
    after = {"sha256": sha256(content).hexdigest(), "photos": len(pictures)}
    with transaction():
        subject = audit.Subject("damage", one.case.damage_id)
        audit.record(viewer.landlord_id, subject, "insurers_pack_made", by=viewer.user_id, at=clock.now(), after=after)
    return content


def _pictures(one: ReadDamage, landlord_id: str, blobs: Blobs) -> dict[str, bytes]:
    found = {}
    for each in one.reports:
        for photo in (photo for photos in each.photos.values() for photo in photos):
            try:
                found[photo.sha256] = read_picture(landlord_id, photo.sha256, VIEW, blobs=blobs)
            except PictureNotThere:
                # The pack names it and says why its picture is missing.
                continue
    return found
