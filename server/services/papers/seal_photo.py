"""Takes in a photo that a tenant sent: hostile until made anew, both pictures sealed before they are kept.

The bytes as sent are thrown away, and with them the place and the camera that a phone writes into them.
"""

from server.domain.errors import DoorstepError
from server.outside.blobs import THUMBNAIL, VIEW, photo_key
from server.outside.photos import PictureRefused, make_pictures
from server.services.papers.seal_paper import MOST_BYTES, Safe


def seal_photo(landlord_id: str, photo_id: str, content: bytes, *, safe: Safe) -> None:
    """Check, seal and keep; raises `photo_too_large` or `photo_unread` with what to send instead."""
    if len(content) > MOST_BYTES:
        raise DoorstepError("photo_too_large", "This photo is larger than 10 MB. Send a smaller one.")
    try:
        pictures = make_pictures(content)
    except PictureRefused as error:
        raise DoorstepError("photo_unread", f"{error} Send it again, or another photo.") from error
    for which, made in ((VIEW, pictures.view), (THUMBNAIL, pictures.thumbnail)):
        safe.blobs.put(photo_key(landlord_id, photo_id, which), safe.keys.seal_paper(_name(photo_id, which), made))


def open_photo(landlord_id: str, photo_id: str, which: str, *, safe: Safe) -> bytes:
    """The JPEG `view` or `thumbnail`; raises `not_found` where it cannot be opened."""
    box = safe.blobs.get(photo_key(landlord_id, photo_id, which))
    content = None if box is None else safe.keys.open_paper(_name(photo_id, which), box)
    if content is None:
        raise DoorstepError("not_found", "This photo cannot be opened: the store or the server's secret has changed.")
    return content


def remove_photo(landlord_id: str, photo_id: str, *, safe: Safe) -> None:
    for which in (VIEW, THUMBNAIL):
        safe.blobs.remove(photo_key(landlord_id, photo_id, which))


def _name(photo_id: str, which: str) -> str:
    """What a picture is sealed under, so that none can stand in another's place."""
    return f"{photo_id} {which}"
