"""Tells a tenant that there is news about damage in their home; what was damaged stands on their page alone."""

from datetime import datetime

from server.services.messages.queue_received import NewsOf, queue_news_of
from server.storage.tables.damage import DamageCase


def tell_tenant(case: DamageCase, step_id: str, *, now: datetime) -> bool:
    """True where a notice is new. A case of no appointment has no page to link to: a person rings or writes."""
    if case.appointment_id is None:
        return False
    about = NewsOf(case.landlord_id, case.appointment_id, case.firm_id, case.damage_id)
    return queue_news_of(about, step_id, now=now)
