"""What waits to be told by a person's voice: tenants whom no message can reach."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, or_, select

from server.domain.review.items import Subject, Waiting
from server.storage.database import db
from server.storage.tables.notices import Notice
from server.storage.telling.by_hand import BY_VOICE


def calls(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """One item for each firm's calls, due when the first of them would help nobody any more."""
    query = (
        select(Notice.firm_id, func.count(), func.min(Notice.queued_at), func.min(Notice.useless_after_at))
        .where(Notice.landlord_id == landlord_id, Notice.state == "held", Notice.channel.in_(BY_VOICE))
        .where(or_(Notice.useless_after_at.is_(None), Notice.useless_after_at > at))
        .group_by(Notice.firm_id)
    )
    for firm_id, count, queued_at, due_at in db.session.execute(query):
        yield Waiting(
            landlord_id,
            "call",
            Subject("calls", firm_id or "landlord"),
            queued_at,
            reference=f"{count} to ring",
            due_at=due_at,
            firm_id=firm_id or None,
        )
