"""Puts something that waits for a person into the review queue, once for its kind and subject."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.review.items import CLOSED, OPEN, Waiting, comes_back
from server.storage.database import transaction
from server.storage.review import items


def put_item(waiting: Waiting, *, at: datetime, again: bool = False) -> None:
    """Joins the caller's transaction. Again with the same subject: takes over what changed, or changes nothing.

    What a person closed stays closed, unless it began to wait anew since: with a `raised_at` after the closing.
    `again` says that it does wait, though an act had ended it.
    """
    with transaction() as connection:
        fresh = _row(waiting)
        items.add(connection, fresh)
        standing = items.of_subject(connection, waiting.landlord_id, waiting.kind, waiting.subject)
        if standing is None or standing.item_id == fresh["item_id"]:
            items.note(connection, standing, "put", at=at)
        else:
            _put_again(connection, standing, waiting, at, again=again)


def _put_again(connection: Connection, standing: Any, waiting: Waiting, at: datetime, *, again: bool) -> None:
    if standing.state == CLOSED:
        if comes_back(waiting.raised_at, standing.closed_at):
            _open_again(connection, standing, waiting, at)
        elif again and not standing.waits:
            _open_again(connection, standing, replace(waiting, raised_at=at), at)
        return
    values = _place(waiting)
    changed = {name: value for name, value in values.items() if getattr(standing, name) != value}
    if changed:
        items.change(connection, standing.item_id, **changed)
        what = "changed" if standing.waits else "came_back"
        items.note(connection, standing, what, at=at, facts={"fields": sorted(changed)})


def _open_again(connection: Connection, standing: Any, waiting: Waiting, at: datetime) -> None:
    nobody = {"assigned_to": None, "closed_at": None, "closed_by": None, "outcome": ""}
    items.change(connection, standing.item_id, state=OPEN, **nobody, **_place(waiting))
    items.note(connection, standing, "came_back", at=at)


def _row(waiting: Waiting) -> dict[str, Any]:
    return {
        "item_id": str(uuid7()),
        "landlord_id": waiting.landlord_id,
        "kind": waiting.kind,
        "subject_kind": waiting.subject.kind,
        "subject_id": waiting.subject.id,
        "state": OPEN,
        "outcome": "",
        "rev": 1,
        **_place(waiting),
    }


def _place(waiting: Waiting) -> dict[str, Any]:
    return {
        "reference": waiting.reference,
        "firm_id": waiting.firm_id,
        "uprn": waiting.uprn,
        "visit_id": waiting.visit_id,
        "rank": waiting.rank,
        "raised_at": waiting.raised_at,
        "due_at": waiting.due_at,
        "order_at": waiting.order_at,
        "waits": True,
    }
