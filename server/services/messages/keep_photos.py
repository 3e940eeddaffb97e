"""Keeps the photos that a tenant sends with their word of damage. The words stand already, whatever becomes of a photo.

The same photo sent again for the same message is kept once, and a closed case takes no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from uuid_utils.compat import uuid7

from server.domain.damage.standing import IS_CLOSED
from server.domain.errors import DoorstepError
from server.domain.messages import DAMAGE
from server.outside.clock import Clock
from server.services.damage.join_photos import join_photos
from server.services.papers.seal_paper import Safe
from server.services.papers.seal_photo import remove_photo, seal_photo
from server.storage.cases.cases import hold_case
from server.storage.damage import cases
from server.storage.database import transaction
from server.storage.tables.messages import MessagePhoto, TenantMessage
from server.storage.telling import message_photos

MOST_PHOTOS = 10


@dataclass(frozen=True)
class Outcome:
    """How many photos were new, and of each photo in its order "", or the code of why it was not kept."""

    new: int
    refused: tuple[str, ...]


def takes_photos(message: TenantMessage) -> bool:
    """Photos are of damage, and until its case is closed."""
    case = cases.of_subject(message.landlord_id, message.message_id) if message.kind == DAMAGE else None
    return case is not None and case.stage != IS_CLOSED


def keep_photos(message: TenantMessage, sent: Iterable[bytes], *, clock: Clock, safe: Safe) -> Outcome:
    """One after the other, so that a bad one costs no other."""
    new, refused = 0, []
    for place, content in enumerate(sent):
        try:
            # Each is made anew by a program of its own, which takes its time: no request makes more than it may keep.
            if place >= MOST_PHOTOS:
                raise _too_many()
            new += _kept(message, content, clock=clock, safe=safe)
            refused.append("")
        except DoorstepError as error:
            refused.append(error.code)
    return Outcome(new, tuple(refused))


def add_photos(message: TenantMessage, sent: Iterable[bytes], *, clock: Clock, safe: Safe) -> Outcome:
    """Later than the words: the case says that there is more to look at."""
    outcome = keep_photos(message, sent, clock=clock, safe=safe)
    if outcome.new:
        join_photos(message, outcome.new, now=clock.now())
    return outcome


def _kept(message: TenantMessage, content: bytes, *, clock: Clock, safe: Safe) -> bool:
    """False where the same photo stands already. The bytes are in the store before the row that names them."""
    photo = MessagePhoto(
        photo_id=str(uuid7()),
        landlord_id=message.landlord_id,
        message_id=message.message_id,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        added_at=clock.now(),
    )
    if not _is_wanted(message, photo):
        return False
    try:
        seal_photo(photo.landlord_id, photo.photo_id, content, safe=safe)
        is_new = _written(message, photo)
    except Exception:
        remove_photo(photo.landlord_id, photo.photo_id, safe=safe)
        raise
    if not is_new:
        remove_photo(photo.landlord_id, photo.photo_id, safe=safe)
    return is_new


def _written(message: TenantMessage, photo: MessagePhoto) -> bool:
    """Looked at once more, now that no other form can add a photo meanwhile."""
    with transaction() as connection:
        hold_case(connection, message.landlord_id, f"photos {message.message_id}")
        if not _is_wanted(message, photo):
            return False
        message_photos.add(photo)
    return True


def _is_wanted(message: TenantMessage, photo: MessagePhoto) -> bool:
    there = message_photos.of_message(message.message_id)
    if photo.sha256 in {one.sha256 for one in there}:
        return False
    if not takes_photos(message):
        raise DoorstepError("photos_over", "This case of damage is closed. Report the damage again, or ring us.")
    if len(there) >= MOST_PHOTOS:
        raise _too_many()
    return True


def _too_many() -> DoorstepError:
    sentence = f"At most {MOST_PHOTOS} photos stand with one message. Report the rest with another one."
    return DoorstepError("too_many_photos", sentence)
