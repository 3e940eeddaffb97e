"""A person decides that a quarantined event will not count. It stays in the journal, with the reason."""

from server.outside.clock import Clock
from server.services.evidence.release_event import quarantined_row
from server.storage import journal
from server.storage.database import transaction
from server.storage.journal import Ruling
from server.storage.people import audit
from server.storage.positions import hold_lock

SET_ASIDE = "set_aside"


def set_event_aside(envelope_sha256: str, *, landlord_id: str, by: str, reason: str, clock: Clock) -> None:
    """Set a quarantined event aside; raises NoSuchEvent."""
    now = clock.now()
    with transaction() as connection:
        hold_lock(connection, landlord_id)
        row = quarantined_row(connection, landlord_id, envelope_sha256)
        journal.rule(connection, landlord_id, [Ruling(envelope_sha256, SET_ASIDE, row.code, by, reason)], at=now)
        subject = audit.Subject("event", row.event_id)
        audit.record(landlord_id, subject, "event_set_aside", by=by, at=now, reason=reason)
