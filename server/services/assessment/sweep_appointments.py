"""Looks at what time alone has changed: appointments over, waits ended, phones heard since, settings begun."""

from datetime import datetime, timedelta

from server.outside.clock import Clock
from server.services.assessment.change_setting import take_up_settings
from server.services.assessment.reassess_everything import assess_all
from server.storage.cases import cases, households
from server.storage.database import transaction
from server.storage.evidence import alerts
from server.storage.people import landlords
from server.storage.people.audit import Subject
from server.storage.phones import touched
from server.storage.tables.register import Appointment
from server.storage.tables.standings import AppointmentStanding

_TOLERANCE = timedelta(seconds=600)


def sweep_appointments(*, clock: Clock, limit: int = 50) -> int:
    """Assess the cases that are due, at most `limit` for each landlord; returns how many were."""
    counts = [_sweep(landlord_id, clock, limit) for landlord_id in landlords.all_ids()]
    return sum(counts)


def _sweep(landlord_id: str, clock: Clock, limit: int) -> int:
    now = clock.now()
    take_up_settings(landlord_id, clock=clock)
    causes = dict(list(_causes(landlord_id, now, limit).items())[:limit])
    for cause in sorted(set(causes.values())):
        names = [name for name, why in causes.items() if why == cause]
        for case_id in assess_all(landlord_id, names, cause=cause, clock=clock).failed:
            _put_off(landlord_id, case_id, clock)
    return len(causes)


def _causes(landlord_id: str, now: datetime, limit: int) -> dict[str, str]:
    """The cases to look at, each with the first of the reasons for it: an assessment says why it was made."""
    over = touched.appointments_over(landlord_id, over_before=now - _TOLERANCE, now=now, limit=limit)
    found = {
        "the tenant was told of a change": touched.cases_change_told(landlord_id, limit),
        "the tenant was told of a time": touched.cases_text_left(landlord_id, limit),
        "a phone was heard from": touched.cases_phone_spoke(landlord_id, limit),
        "what it rests on was changed": _cases_of(
            landlord_id, touched.appointments_changed(landlord_id, limit=limit), now
        ),
        "its time was over": _cases_of(landlord_id, over, now),
        "a wait or an agreed time was over": cases.cases_due(landlord_id, now=now, limit=limit),
    }
    causes: dict[str, str] = {}
    for cause, names in found.items():
        causes.update({name: cause for name in names if name not in causes})
    return causes


def _cases_of(landlord_id: str, appointments: list[Appointment], now: datetime) -> list[str]:
    owners = households.of_appointments(landlord_id, appointments)
    _note_empty_homes(landlord_id, [name for name, owner in owners.items() if owner is None], now)
    return [owner.case_id for owner in owners.values() if owner is not None]


def _note_empty_homes(landlord_id: str, names: list[str], now: datetime) -> None:
    """An appointment at a home where nobody lives owes nobody anything; the sweep need not see it again."""
    if not names:
        return
    with transaction():
        cases.put_appointment_standings(
            [
                AppointmentStanding(
                    landlord_id=landlord_id, appointment_id=name, result="no_case", code="", looked_at=now, stale=False
                )
                for name in names
            ]
        )


def _put_off(landlord_id: str, case_id: str, clock: Clock) -> None:
    """A case that cannot be assessed is put off for an hour and shown to a person; the others went on."""
    with transaction():
        alerts.raise_once(landlord_id, "not_assessable", Subject("case", case_id), {}, at=clock.now())
        touched.put_off(landlord_id, case_id, until=clock.now() + timedelta(hours=1))
