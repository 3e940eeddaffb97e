"""Notes on a damage case that its tenant sent photos after their words, so that whoever decides looks again."""

from datetime import datetime

from server.domain.damage.steps import JOINED
from server.services.damage.append_step import NewStep, append_step
from server.storage.damage import cases
from server.storage.database import transaction
from server.storage.tables.messages import TenantMessage


def join_photos(message: TenantMessage, count: int, *, now: datetime) -> None:
    """Changes no day, and tells the tenant nothing: they know. What the case says stands behind one step for a form."""
    about = cases.of_subject(message.landlord_id, message.message_id)
    if about is None:
        return
    with transaction() as connection:
        cases.hold(connection, about.landlord_id, about.matter)
        case = cases.of_subject(message.landlord_id, message.message_id)
        facts = {"source": "photos", "subject": message.message_id, "photos": count}
        if case is not None:
            append_step(case, NewStep(JOINED, "tenant", facts=facts, is_news=False), now=now)
