"""What became of the texts that phones asked for: on my way, a new time, the words of the card."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.engine import Connection

from server.domain.notices import NEW_TIME, NO_ACCESS, ON_MY_WAY
from server.storage import feed
from server.storage.prepared import Prepared
from server.storage.tables.notices import Notice
from server.storage.tables.register import Assignment
from server.storage.tables.visits import Visit

NOTICES = cast(Table, Notice.__table__)
VISITS = cast(Table, Visit.__table__)
ASSIGNMENTS = cast(Table, Assignment.__table__)

_ASKED_FOR = frozenset({ON_MY_WAY, NEW_TIME, NO_ACCESS})

# A claimed text may still come back: until the gateway has it, it waits.
_SHOWN = {"sending": "queued"}

_OF_VISITS = Prepared(
    select(
        *(NOTICES.c.visit_id, NOTICES.c.landlord_id, NOTICES.c.cause, NOTICES.c.state, NOTICES.c.queued_at),
        *(NOTICES.c.sent_at, NOTICES.c.delivered_at, NOTICES.c.failed_at),
    )
    .where(NOTICES.c.visit_id.in_(bindparam("visits", expanding=True)))
    .order_by(NOTICES.c.queued_at, NOTICES.c.notice_id)
)
_OPERATIVES = (
    select(ASSIGNMENTS.c.operative_id)
    .distinct()
    .join(
        VISITS,
        (VISITS.c.landlord_id == ASSIGNMENTS.c.landlord_id) & (VISITS.c.appointment_id == ASSIGNMENTS.c.appointment_id),
    )
    .where(VISITS.c.visit_id == bindparam("visit"), ASSIGNMENTS.c.ended_at.is_(None))
    .order_by(ASSIGNMENTS.c.operative_id)
)


def told(connection: Connection, visit_ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """visit id -> the texts that its events asked for, the oldest first.

    `at` is when the state came to be; for one that has not left, when the server heard of the event.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in _OF_VISITS.named(connection, {"visits": visit_ids}) if visit_ids else ():
        if is_asked_for(row.landlord_id, row.cause):
            _add(found.setdefault(row.visit_id, {}), _told(row))
    return {visit_id: list(said.values()) for visit_id, said in found.items()}


def _add(found: dict[str, dict[str, Any]], said: dict[str, Any]) -> None:
    """A text after a push that nobody saw is the same news: the newest way says how it stands.

    A task for the office is no way of ours: the operative hears that the text failed, and can ring too.
    """
    if said["state"] != "held" or said["event_id"] not in found:
        found[said["event_id"]] = said


def is_asked_for(landlord_id: str, cause: str) -> bool:
    """Whether a phone's event is the cause of this notice, so that its phone waits to hear of it."""
    return _cause(landlord_id, cause)[0] in _ASKED_FOR


def states(connection: Connection, appointment_id: str) -> set[tuple[str, str, str]]:
    """(visit, cause, state) of the texts about an appointment that phones asked for: compared, it tells what is new."""
    query = select(NOTICES.c.landlord_id, NOTICES.c.visit_id, NOTICES.c.cause, NOTICES.c.state).where(
        NOTICES.c.appointment_id == appointment_id, NOTICES.c.visit_id.is_not(None)
    )
    return {(row[1], row[2], row[3]) for row in connection.execute(query) if is_asked_for(row[0], row[2])}


def for_phones(connection: Connection, visit_id: str) -> list[feed.Change]:
    """The change that brings a visit's operatives word of its texts; the phone that asked hears it too."""
    operatives = connection.execute(_OPERATIVES, {"visit": visit_id}).scalars()
    return [feed.Change(feed.operative(each), "visit_state", visit_id) for each in operatives]


def _told(row: Any) -> dict[str, Any]:
    kind, event_id = _cause(row.landlord_id, row.cause)
    at = {"sent": row.sent_at, "delivered": row.delivered_at, "failed": row.failed_at}.get(row.state) or row.queued_at
    return {"event_id": event_id, "template": kind, "state": _SHOWN.get(row.state, row.state), "at": _written(at)}


def _cause(landlord_id: str, cause: str) -> tuple[str, str]:
    """A cause is written `landlord:kind:event id`, and `:channel` behind it where another way was tried."""
    kind, event_id = [*cause.removeprefix(f"{landlord_id}:").split(":"), ""][:2]
    return kind, event_id


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
