"""Where a visit without a known home is, in the words of the operative who made it: all there is to find them by."""

from collections.abc import Collection

from sqlalchemy import select

from server.storage.cases.recorded import parsed
from server.storage.database import db
from server.storage.tables.journal import JournalBody
from server.storage.tables.visits import VisitEvent
from server.storage.visits import EVENT_BODY


def typed_places(landlord_id: str, visit_ids: Collection[str]) -> dict[str, str]:
    """Visit id -> the place first typed for it, said to be typed; visits for which none was are left out."""
    query = (
        select(VisitEvent.visit_id, JournalBody.body)
        .join(JournalBody, EVENT_BODY)
        .where(VisitEvent.landlord_id == landlord_id, VisitEvent.visit_id.in_(visit_ids))
        .where(VisitEvent.type == "visit_opened")
        .order_by(VisitEvent.position)
    )
    found: dict[str, str] = {}
    for visit_id, body in db.session.execute(query) if visit_ids else ():
        place = _place(body)
        if visit_id and place:
            found.setdefault(visit_id, f"{place} (typed by the operative)")
    return found


def _place(body: bytes | None) -> str:
    data = parsed(body).get("data")
    place = data.get("place") if isinstance(data, dict) else None
    return " ".join(place.split()) if isinstance(place, str) else ""
