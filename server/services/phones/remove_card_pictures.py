"""The pictures of a card that is worn no more leave the store."""

from server.outside.blobs import THUMBNAIL, VIEW, Blobs, rendition_key
from server.storage.phones import card_photos


def remove_card_pictures(landlord_id: str, sha256: str, *, blobs: Blobs) -> None:
    """Unless another card, or a photo of a visit, is the same picture. Repeating it does no harm."""
    if card_photos.is_shown(landlord_id, sha256):
        return
    for which in (VIEW, THUMBNAIL):
        blobs.remove(rendition_key(landlord_id, sha256, which))
