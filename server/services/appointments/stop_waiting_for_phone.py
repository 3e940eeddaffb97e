"""A person's decision that a silent phone will say no more: the outcome is what is known, and may be decided."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_household import Assessed, assess_household
from server.storage.cases import appointments, households
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.standings import SilenceRuling


def stop_waiting_for_phone(
    landlord_id: str, appointment_id: str, *, reason: str, by: str, clock: Clock
) -> Assessed | None:
    """Append the decision with its reason. What the phone still sends later is assessed as ever."""
    if not reason.strip():
        raise DoorstepError("reason_missing", "Say why we need not wait: whom you asked and what they said.")
    with transaction():
        appointments.get(landlord_id, appointment_id)
        appointments.add_silence_ruling(
            SilenceRuling(landlord_id=landlord_id, appointment_id=appointment_id, by=by, at=clock.now(), reason=reason)
        )
        subject = audit.Subject("appointment", appointment_id)
        audit.record(landlord_id, subject, "stopped_waiting_for_phone", by=by, at=clock.now(), reason=reason)
        household = households.of_appointment(landlord_id, appointment_id)
        if household is None:
            return None
        cause = "a person decided not to wait for the phone"
        return assess_household(landlord_id, household.case_id, cause=cause, clock=clock)
