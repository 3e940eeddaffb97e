"""Writes down what somebody read or made where nothing else changes: household concerns, earnings, originals, codes."""

from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.people import audit


def note_act(subject: audit.Subject, action: str, *, viewer: Viewer, clock: Clock) -> None:
    """Append who did it to the trail; `action` is past tense (`household_concern_read`)."""
    with transaction():
        audit.record(viewer.landlord_id, subject, action, by=viewer.user_id, at=clock.now())
