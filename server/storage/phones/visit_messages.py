"""What the office writes to the operatives of a visit."""

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Table, bindparam, or_, select
from sqlalchemy.engine import Connection

from server.storage import feed
from server.storage.phones import told
from server.storage.prepared import Prepared
from server.storage.tables.visits import VisitMessage

MESSAGES = cast(Table, VisitMessage.__table__)


_OF_VISITS = Prepared(
    select(MESSAGES)
    .where(
        or_(
            MESSAGES.c.visit_id.in_(bindparam("visits", expanding=True)),
            MESSAGES.c.message_id.in_(bindparam("messages", expanding=True)),
        )
    )
    .order_by(MESSAGES.c.sent_at, MESSAGES.c.message_id)
)


def add(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(MESSAGES.insert(), [row])


def of_visits(connection: Connection, visit_ids: Collection[str], message_ids: Collection[str] = ()) -> list[Any]:
    """The messages of these visits, and those with these ids; the oldest first."""
    if not visit_ids and not message_ids:
        return []
    return _OF_VISITS.named(connection, {"visits": visit_ids, "messages": message_ids})


def for_phones(connection: Connection, visit_id: str, message_id: str) -> list[feed.Change]:
    """The changes that bring a message to whoever is put on the visit now; none where nobody is."""
    audiences = [change.audience for change in told.for_phones(connection, visit_id)]
    return [feed.Change(audience, "message", message_id) for audience in audiences]
