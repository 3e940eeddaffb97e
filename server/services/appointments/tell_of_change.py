"""How the tenant is told of a change: by a person, then and thus; by a notice that leaves now; or not yet.

A change that nobody was told of has no effect under the policy. So what is told later, by voice or by a text that has
really left, is appended beside the change and is what the rule reads (docs/decisions/0181).
"""

from dataclasses import dataclass
from datetime import datetime

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_household import assess_household
from server.storage.booking import changes
from server.storage.cases import appointments, households
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.booking import ChangeTelling

BY_NOTICE, BY_PERSON, NOT_YET = "notice", "person", "not_yet"
BY_VOICE_OR_HAND = ("phone", "in_person", "letter", "sms")


@dataclass(frozen=True)
class Telling:
    """`how`: notice (it leaves now), person (told at `at` by `channel` already) or not_yet."""

    how: str = BY_NOTICE
    at: datetime | None = None
    channel: str | None = None


_AS_THE_RULE_SAYS = {"page": "push", "email": "letter"}


def channel_of_rule(channel: str) -> str:
    """The word of the case format: the tenant's own page counts as a push, an email as a letter; both are written."""
    return _AS_THE_RULE_SAYS.get(channel, channel)


def check_telling(telling: Telling, now: datetime) -> None:
    """Refuse a telling without its moment and way, or in the future."""
    if telling.how not in (BY_NOTICE, BY_PERSON, NOT_YET):
        raise DoorstepError("told_how", "Say how the other side is told: by text now, by you already, or not yet.")
    if telling.how != BY_PERSON:
        return
    if telling.at is None or telling.channel not in BY_VOICE_OR_HAND:
        raise DoorstepError("told_how", "Say when and how the other side was told.")
    if telling.at > now:
        raise DoorstepError("told_in_future", "The other side cannot have been told in the future.")


def record_telling(landlord_id: str, change_id: str, telling: Telling, *, by: str, clock: Clock) -> None:
    """The tenant was told by a person after all; the case is assessed again at once."""
    check_telling(telling, clock.now())
    if telling.how != BY_PERSON:
        raise DoorstepError("told_how", "Say when and how the other side was told.")
    with transaction():
        change = changes.find(landlord_id, change_id)
        if change is None:
            raise DoorstepError("not_found", "There is no such change.")
        add_telling(landlord_id, change_id, telling, by=by, clock=clock)
        about = audit.Subject("appointment", change.appointment_id)
        audit.record(landlord_id, about, "tenant_told", by=by, at=clock.now(), after={"channel": telling.channel})
        assess_after_telling(landlord_id, change.appointment_id, clock=clock)


def add_telling(
    landlord_id: str, change_id: str, telling: Telling, *, by: str, clock: Clock, notice_cause: str | None = None
) -> None:
    """Append it inside the caller's transaction; a notice's moment stands with the notice."""
    row = ChangeTelling(
        landlord_id=landlord_id,
        change_id=change_id,
        channel=telling.channel or "notice",
        told_at=telling.at,
        notice_cause=notice_cause,
        by=by,
        at=clock.now(),
    )
    changes.add(row)


def assess_after_telling(landlord_id: str, appointment_id: str, *, clock: Clock) -> None:
    """What the tenant was told may change what is owed."""
    appointments.get(landlord_id, appointment_id)
    household = households.of_appointment(landlord_id, appointment_id)
    if household is not None:
        assess_household(landlord_id, household.case_id, cause="the tenant was told of a change", clock=clock)
