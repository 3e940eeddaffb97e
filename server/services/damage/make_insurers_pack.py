"""Makes the insurer's pack of a damage case as a tagged PDF, and writes down who took it out, with its fingerprint."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer
from server.outside.blobs import VIEW, Blobs
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.services.damage.read_damage import ReadDamage
from server.services.papers.seal_paper import Safe
from server.services.papers.seal_photo import open_photo
from server.services.photos.read_picture import PictureNotThere, read_picture
from server.storage.database import transaction
from server.storage.people import audit

Pictured = Mapping[str, str]
"""The file name of each photo's picture: by the photo's fingerprint, and of a tenant's photo by its id."""

Facts = Callable[[Pictured], Mapping[str, object]]


def make_insurers_pack(one: ReadDamage, facts: Facts, *, viewer: Viewer, safe: Safe, clock: Clock) -> bytes:
    """`facts` says what stands in the pack, given the pictures that we have. Originals never leave here."""
    pictures = {**_pictures(one, viewer.landlord_id, safe.blobs), **_tenants_pictures(one, safe)}
    named = {name: f"{name}.jpg" for name in pictures}
    content = make_pdf("report", facts(named), pictures={named[name]: made for name, made in pictures.items()})
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


def _tenants_pictures(one: ReadDamage, safe: Safe) -> dict[str, bytes]:
    found = {}
    for photo in (photo for each in one.messages for photo in each.photos):
        try:
            found[photo.photo_id] = open_photo(photo.landlord_id, photo.photo_id, VIEW, safe=safe)
        except DoorstepError as error:
            if error.code != "not_found":
                raise
            # The pack names it and says why its picture is missing.
    return found
