"""Records that a tenant contests what was recorded, or takes it back; appended, and the case is assessed at once."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_household import Assessed, assess_household
from server.storage.cases import appointments, households
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.standings import AppointmentDispute

ABOUT = ("attendance", "time")
CHANNELS = ("page", "phone", "letter", "in_person", "email", "sms")


@dataclass(frozen=True)
class Dispute:
    """`attendance`: nobody came, or not as recorded. `time`: they came, but not at the time that is recorded."""

    about: str
    channel: str
    text: str = ""
    stands: bool = True


def dispute_appointment(
    landlord_id: str, appointment_id: str, dispute: Dispute, *, by: str, clock: Clock
) -> Assessed | None:
    """Append the tenant's word. Returns None where the appointment belongs to no household."""
    if dispute.about not in ABOUT or dispute.channel not in CHANNELS:
        raise DoorstepError("wrong_dispute", "Say what is disputed (attendance or time) and how we were told.")
    with transaction():
        row = appointments.get(landlord_id, appointment_id)
        appointments.add_dispute(
            AppointmentDispute(
                landlord_id=landlord_id,
                appointment_id=appointment_id,
                about=dispute.about,
                stands=dispute.stands,
                channel=dispute.channel,
                text=dispute.text,
                recorded_by=by,
                recorded_at=clock.now(),
            )
        )
        if dispute.about == "attendance":
            row.tenant_disputes = dispute.stands
        action = "dispute_recorded" if dispute.stands else "dispute_withdrawn"
        subject, after = audit.Subject("appointment", appointment_id), {"about": dispute.about}
        audit.record(landlord_id, subject, action, by=by, at=clock.now(), after=after)
        household = households.of_appointment(landlord_id, appointment_id)
        if household is None:
            return None
        cause = "the tenant disputes the record" if dispute.stands else "the tenant took a dispute back"
        return assess_household(landlord_id, household.case_id, cause=cause, clock=clock)
