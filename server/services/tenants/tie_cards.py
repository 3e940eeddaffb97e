"""Ties a paper card to the visit whose record names its number, so that the card's code opens that visit's page."""

from server.domain.evidence.phone_events import standing
from server.outside.clock import Clock
from server.storage.cases import case_evidence
from server.storage.database import transaction
from server.storage.people import calling_cards


def tie_cards(landlord_id: str, appointment_id: str, visit_id: str, *, clock: Clock) -> int:
    """How many cards were tied now. A number that we never printed, or that was left elsewhere before, ties nothing."""
    events = case_evidence.phone_events(landlord_id, [appointment_id]).get(appointment_id, [])
    named = {
        str(fields.get("card_number") or "").strip().upper().replace(" ", "")
        for event, fields in standing(events)
        if event.body["type"] == "no_access"
    }
    numbers = sorted(named - {""})
    if not numbers:
        return 0
    with transaction():
        return calling_cards.tie(landlord_id, numbers, appointment_id, visit_id, at=clock.now())
