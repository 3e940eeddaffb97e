"""Sets the photo by which a tenant recognises an operative at the door."""

from hashlib import sha256

from server.domain.errors import DoorstepError
from server.outside.blobs import THUMBNAIL, VIEW, Blobs, rendition_key
from server.outside.clock import Clock
from server.outside.photos import PictureRefused, make_pictures
from server.services.phones.remove_card_pictures import remove_card_pictures
from server.storage import feed
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.register import Operative


def set_operative_photo(
    landlord_id: str, operative_id: str, original: bytes, *, by: str, clock: Clock, blobs: Blobs
) -> str:
    """Keep the photo made anew in the place of the one before, send it to the operative's phones, return its name.

    Raises where there is no such operative or where the bytes make no safe picture.
    """
    name = sha256(original).hexdigest()
    try:
        made = make_pictures(original)
    except PictureRefused as refused:
        raise DoorstepError("photo_refused", f"{refused} Choose another photo.") from refused
    blobs.put(rendition_key(landlord_id, name, VIEW), made.view)
    blobs.put(rendition_key(landlord_id, name, THUMBNAIL), made.thumbnail)
    with transaction():
        operative = db.session.get(Operative, (landlord_id, operative_id))
        if operative is None:
            raise DoorstepError("not_found", "There is no such operative.")
        worn = operative.photo_sha256
        before = {"photo_sha256": worn}
        operative.photo_sha256 = name
        subject = audit.Subject("operative", operative_id)
        audit.record(
            landlord_id, subject, "photo_set", by=by, at=clock.now(), before=before, after={"photo_sha256": name}
        )
        db.session.flush()
        change = feed.Change(feed.operative(operative_id), "operative", operative_id)
        feed.append(landlord_id, [change], at=clock.now())
    if worn is not None:
        remove_card_pictures(landlord_id, worn, blobs=blobs)
    return name
