"""What is done about a visit whose operative is ill: somebody else goes, it is called off, or the tenant is rung."""

from dataclasses import dataclass
from datetime import datetime

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.absences.plan_absence import NOTHING_DONE, plan_absence
from server.services.appointments.assign_operatives import Assigning, assign_operatives
from server.services.appointments.cancel_appointment import Cancellation, cancel_appointment
from server.services.appointments.move_appointment import Asked
from server.services.appointments.tell_of_change import BY_PERSON, Telling, add_telling, check_telling, record_telling
from server.services.booking.keep_history import Act, keep_history
from server.storage.booking import absences
from server.storage.cases import appointments
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import assignments
from server.storage.tables.booking import Absence
from server.storage.tables.register import Appointment

REASON = "The operative is ill."


@dataclass(frozen=True)
class Settled:
    """How many visits somebody else takes, and how many nobody can."""

    given: int
    left: int


def give_to(absence: Absence, appointment_id: str, operative_id: str, *, by: str, clock: Clock) -> None:
    """Somebody else goes at the agreed time; the tenant is told that the visit stands."""
    row = _of(absence, appointment_id)
    current = {who for _, who in assignments.current_operatives(row.landlord_id, [appointment_id])}
    team = tuple(sorted(current - {absence.operative_id} | {operative_id}))
    wanted = Assigning(team, Asked("contractor", reason=REASON))
    assign_operatives(row.landlord_id, appointment_id, wanted, rev=row.rev, by=by, clock=clock)


def give_all_as_proposed(absence: Absence, *, by: str, clock: Clock) -> Settled:
    """Take every proposal; what nobody can take stays open for a person."""
    given = left = 0
    for line in plan_absence(absence, clock=clock).lines:
        if line.state != NOTHING_DONE:
            continue
        if not line.proposal.operatives:
            left += 1
            continue
        try:
            give_to(absence, line.visit.appointment.appointment_id, line.proposal.operatives[0], by=by, clock=clock)
            given += 1
        except DoorstepError as error:
            if error.code != "slot_taken":
                raise
            left += 1
    return Settled(given, left)


def call_off(absence: Absence, appointment_id: str, *, by: str, clock: Clock) -> None:
    """Cancel it with an apology that leaves at once; the job waits to be booked again."""
    row = _of(absence, appointment_id)
    asked = Asked("contractor", reason=REASON)
    cancel_appointment(row.landlord_id, appointment_id, Cancellation(asked, "illness"), rev=row.rev, by=by, clock=clock)


def told_by_person(absence: Absence, appointment_id: str, channel: str, *, at: datetime, by: str, clock: Clock) -> None:
    """Somebody rang the tenant, or went there: it counts for the newest change, or by itself where nothing changed."""
    row = _of(absence, appointment_id)
    telling = Telling(BY_PERSON, at, channel)
    check_telling(telling, clock.now())
    known = absences.known_of(absence, [appointment_id]).get(appointment_id, [])
    if known:
        record_telling(row.landlord_id, known[-1].change.change_id, telling, by=by, clock=clock)
        return
    with transaction():
        act = Act("told", "contractor", channel=channel, reason=REASON, facts={"absence": absence.absence_id})
        kept = keep_history(row, act, by=by, clock=clock)
        add_telling(row.landlord_id, kept.change_id, telling, by=by, clock=clock)
        about = audit.Subject("appointment", appointment_id)
        audit.record(row.landlord_id, about, "tenant_told", by=by, at=clock.now(), after={"channel": channel})


def _of(absence: Absence, appointment_id: str) -> Appointment:
    if appointment_id not in absences.appointment_ids(absence.absence_id):
        raise DoorstepError("not_found", "This visit is not one of this absence's.")
    return appointments.fresh(appointments.get(absence.landlord_id, appointment_id))
