"""Somebody takes an item, gives it back, or gives it to somebody else. Of two who take the same, the second is told."""

from typing import Any

from sqlalchemy.engine import Connection

from server.domain.errors import DoorstepError
from server.domain.review.items import CLOSED, ReviewRefused
from server.domain.review.kinds import seen_by
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.people import audit, users
from server.storage.review import items, queue
from server.storage.review.items import ITEMS
from server.storage.review.queue import ListedItem


def take_item(item_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Raises `stale_edit` with the name of whoever has it already."""
    with transaction() as connection:
        item = seen_and_open(item_id, viewer)
        free = ITEMS.c.assigned_to.is_(None)
        if not items.change(connection, item_id, free, assigned_to=viewer.user_id):
            row: Any = items.one(connection, item_id)
            if row.assigned_to == viewer.user_id:
                return
            name = users.names_of([row.assigned_to]).get(row.assigned_to, "Somebody else")
            raise ReviewRefused(f"{name} has taken this already. Talk to them, or look at another.", code="stale_edit")
        _write_down(connection, item, "taken", viewer, clock)


def give_back_item(item_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Nobody has it any more, and everybody who may see it can take it."""
    with transaction() as connection:
        item = seen_and_open(item_id, viewer)
        items.change(connection, item_id, assigned_to=None)
        _write_down(connection, item, "given_back", viewer, clock)


def assign_item(item_id: str, user_id: str, *, rev: int, viewer: Viewer, clock: Clock) -> None:
    """Give it to somebody who may see it. `rev` is what the person had before them: they may be late."""
    with transaction() as connection:
        item = seen_and_open(item_id, viewer)
        if user_id not in {one.user_id for one in who_can_hold(item)}:
            raise ReviewRefused("Choose somebody who may see this.", code="wrong_person")
        if not items.change(connection, item_id, ITEMS.c.rev == rev, assigned_to=user_id):
            raise changed_meanwhile()
        _write_down(connection, item, "assigned", viewer, clock, to=user_id)


def who_can_hold(item: ListedItem) -> list[Viewer]:
    """The people who may see an item, by name: nobody is given what they could not open."""
    return [
        one
        for one in people_of(item.landlord_id)
        if item.kind in seen_by(one) and (one.firm_id is None or one.firm_id == item.firm_id)
    ]


def people_of(landlord_id: str) -> list[Viewer]:
    """Everybody who can sign in, as queries know them."""
    return [
        Viewer(one.user_id, one.name, one.email, landlord_id, one.firm_id, one.roles)
        for one in users.all_users(landlord_id)
        if one.disabled_at is None
    ]


def seen_and_open(item_id: str, viewer: Viewer) -> ListedItem:
    """The item, where this person may act on it; else `not_found`, or who closed it."""
    item = queue.find(viewer, item_id)
    if item is None:
        raise DoorstepError("not_found", "There is no such item, or it is not yours to see.")
    if item.state == CLOSED:
        name = users.names_of([item.closed_by or ""]).get(item.closed_by or "", "Somebody")
        raise ReviewRefused(f"{name} has closed this meanwhile. Look at its history.", code="stale_edit")
    return item


def changed_meanwhile() -> ReviewRefused:
    return ReviewRefused("Somebody has changed this meanwhile. Look at it again, then do it.", code="stale_edit")


def _write_down(
    connection: Connection, item: ListedItem, what: str, viewer: Viewer, clock: Clock, **facts: object
) -> None:
    items.note(connection, item, what, at=clock.now(), by=viewer.user_id, facts=facts)
    about = audit.Subject("review_item", item.item_id)
    audit.record(viewer.landlord_id, about, f"review_{what}", by=viewer.user_id, at=clock.now())
