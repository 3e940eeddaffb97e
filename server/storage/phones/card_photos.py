"""The pictures on operatives' cards: whose are to go, and whether one is still shown anywhere."""

from datetime import date

from sqlalchemy import exists, select

from server.storage.database import db
from server.storage.tables.files import Blob
from server.storage.tables.register import Operative


def of_leavers(today: date) -> list[Operative]:
    """Those who left before this day and whose card still has a picture."""
    query = select(Operative).where(Operative.photo_sha256.is_not(None), Operative.left_on < today)
    return list(db.session.scalars(query))


def is_shown(landlord_id: str, sha256: str) -> bool:
    """Whether a card, or a photo of a visit, is this picture."""
    worn = exists().where(Operative.landlord_id == landlord_id, Operative.photo_sha256 == sha256)
    sent = exists().where(Blob.landlord_id == landlord_id, Blob.sha256 == sha256)
    return bool(db.session.scalar(select(worn | sent)))
