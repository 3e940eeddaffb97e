"""Asks the operative of an item's visit on their phone; the answer comes back as an event of the visit."""

from server.domain.review.items import CLOSED, ReviewRefused
from server.domain.review.kinds import ASKED_ABOUT
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.phones.send_message import Letter, send_message
from server.services.review.hold_item import seen_and_open
from server.storage.database import transaction
from server.storage.review import items
from server.storage.review.queue import ListedItem


def can_be_asked(item: ListedItem) -> bool:
    return item.kind in ASKED_ABOUT and item.visit_id is not None and item.state != CLOSED


def ask_operative(item_id: str, text: str, *, viewer: Viewer, clock: Clock) -> None:
    """Raises WrongMessage where it does not fit a phone or nobody would read it. The item stays as it is."""
    with transaction() as connection:
        item = seen_and_open(item_id, viewer)
        if item.visit_id is None or not can_be_asked(item):
            raise ReviewRefused("Nobody can be asked about this on a phone. Ring the contractor.", code="not_askable")
        letter = Letter(item.visit_id, text)
        message_id = send_message(viewer.landlord_id, letter, by=viewer.user_id, clock=clock)
        row = {"message_id": message_id, "landlord_id": viewer.landlord_id, "item_id": item_id}
        asked = {"visit_id": item.visit_id, "text": text.strip(), "asked_by": viewer.user_id, "asked_at": clock.now()}
        items.add_question(connection, {**row, **asked, "answer": ""})
        items.note(connection, item, "asked", at=clock.now(), by=viewer.user_id)
