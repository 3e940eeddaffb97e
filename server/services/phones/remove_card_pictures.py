"""The pictures of a card that is worn no more leave the store."""

from sqlalchemy import exists, select

from server.outside.blobs import THUMBNAIL, VIEW, Blobs, rendition_key
from server.storage.database import db
from server.storage.tables.files import Blob
from server.storage.tables.register import Operative


def remove_card_pictures(landlord_id: str, sha256: str, *, blobs: Blobs) -> None:
    """Unless another card, or a photo of a visit, is the same picture. Repeating it does no harm."""
    worn = exists().where(Operative.landlord_id == landlord_id, Operative.photo_sha256 == sha256)
    shown = exists().where(Blob.landlord_id == landlord_id, Blob.sha256 == sha256)
    if db.session.scalar(select(worn | shown)):
        return
    for which in (VIEW, THUMBNAIL):
        blobs.remove(rendition_key(landlord_id, sha256, which))
