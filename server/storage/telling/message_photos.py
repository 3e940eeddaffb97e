"""Photos that tenants sent with their messages: which message each belongs to, and when it came."""

from collections.abc import Iterable

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.messages import MessagePhoto


def add(photo: MessagePhoto) -> None:
    db.session.add(photo)
    db.session.flush()


def find(landlord_id: str, photo_id: str) -> MessagePhoto | None:
    query = select(MessagePhoto).where(MessagePhoto.landlord_id == landlord_id, MessagePhoto.photo_id == photo_id)
    return db.session.scalar(query)


def of_messages(message_ids: Iterable[str]) -> dict[str, tuple[MessagePhoto, ...]]:
    """The photos of each message that has any, oldest first."""
    query = select(MessagePhoto).where(MessagePhoto.message_id.in_(list(message_ids)))
    found: dict[str, tuple[MessagePhoto, ...]] = {}
    for photo in db.session.scalars(query.order_by(MessagePhoto.added_at, MessagePhoto.photo_id)):
        found[photo.message_id] = (*found.get(photo.message_id, ()), photo)
    return found


def of_message(message_id: str) -> tuple[MessagePhoto, ...]:
    """One message's photos, oldest first."""
    return of_messages([message_id]).get(message_id, ())
