"""Opens the thread about a visit's damage, or joins what is new to it: a phone's report, a tenant's own message.

Damage that was made good on site, and that nobody complains of, needs no case; a person may open one by hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from server.domain.damage.standing import TO_DECIDE, fold_damage, promised_days
from server.domain.damage.steps import JOINED, DamageDeed
from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.damage.append_step import NewStep, append_step, as_step
from server.services.days.days_off import days_off
from server.storage import meta, reports
from server.storage.damage import cases
from server.storage.damage.about import About, about_message, about_report
from server.storage.damage.policy import damage_numbers_on
from server.storage.database import transaction
from server.storage.tables.damage import DamageCase, DamageSource
from server.storage.tables.messages import TenantMessage

# What came this long ago is no news to its tenant.
_STILL_NEWS = timedelta(days=14)


@dataclass(frozen=True)
class Joining:
    """What joins: a `report` or `message`, when it was received, by whom, and whether its tenant is still to hear."""

    kind: str
    subject_id: str
    received_at: datetime
    by: str
    is_news: bool = True


def open_for_visit(landlord_id: str, visit_id: str, *, clock: Clock) -> list[DamageCase]:
    """The cases of a visit's reports of damage that is not made good, as all its records together say; safe to repeat.

    Left unanswered on the phone counts as not made good.
    """
    unresolved = cases.unresolved_events(visit_id)
    found = cases.reports_of_visit(landlord_id, visit_id) if unresolved else []
    opened = []
    for report in found:
        if report.event_id in unresolved:
            joining = Joining(cases.REPORT, report.report_id, report.received_at, report.operative_id)
            opened.append(_join(about_report(report), joining, clock.now()))
    return opened


def open_for_message(message: TenantMessage, *, now: datetime) -> DamageCase:
    """The case of a tenant's own word about damage. That we have it, they have been told already.

    What phones reported of the same visit as made good joins too: both views stand in one thread.
    """
    about = about_message(message)
    joining = Joining(cases.MESSAGE, message.message_id, message.received_at, "tenant", is_news=False)
    with transaction():
        case = _join(about, joining, now)
        for report in cases.reports_of_visit(message.landlord_id, about.visit_id) if about.visit_id else []:
            beside = Joining(cases.REPORT, report.report_id, report.received_at, report.operative_id, is_news=False)
            _join(about, beside, now)
    return case


def open_by_hand(report_id: str, *, viewer: Viewer, clock: Clock) -> DamageCase:
    """A case for a report that needed none at first; raises `not_found`."""
    report = reports.find(viewer, report_id)
    if report is None or report.lane != "damage" or not viewer.may("decide_damage"):
        raise DoorstepError("not_found", "There is no such report of damage, or it is not yours to see.")
    joining = Joining(cases.REPORT, report_id, report.received_at, viewer.user_id)
    return _join(about_report(report), joining, clock.now())


def _join(about: About, joining: Joining, now: datetime) -> DamageCase:
    with transaction() as connection:
        cases.hold(connection, about.landlord_id, about.matter)
        there = cases.of_subject(about.landlord_id, joining.subject_id)
        if there is not None:
            return there
        case = cases.of_matter(about.landlord_id, about.matter) or _new(about, now)
        case.danger_now = case.danger_now or about.danger_now
        cases.add(DamageSource(
            subject_id=joining.subject_id, damage_id=case.damage_id, kind=joining.kind, joined_at=now
        ))  # fmt: skip
        _append(case, joining, now)
    return case


def _new(about: About, now: datetime) -> DamageCase:
    case = DamageCase(
        damage_id=str(uuid7()),
        landlord_id=about.landlord_id,
        reference=f"DM-{_next_number(about.landlord_id)}",
        matter=about.matter,
        firm_id=about.firm_id,
        uprn=about.uprn,
        appointment_id=about.appointment_id,
        visit_id=about.visit_id,
        person_id=about.person_id,
        danger_now=about.danger_now,
        opened_at=now,
        stage=TO_DECIDE,
        steps=0,
        changed_at=now,
    )
    cases.add(case)
    return case


def _next_number(landlord_id: str) -> int:
    with transaction() as connection:
        return meta.next_number(connection, f"damage {landlord_id}", 1001)


def _append(case: DamageCase, joining: Joining, now: datetime) -> None:
    """The days count from the day we received it, whenever the phone found signal and whenever this runs."""
    before = [as_step(row) for row in cases.steps_of(case.damage_id)]
    opens = not before or not fold_damage(before).is_open
    on = london_date(joining.received_at)
    holidays = days_off(case.landlord_id, (on.year, on.year + 1))
    days = promised_days(DamageDeed(JOINED), on, damage_numbers_on(on), holidays=holidays, opens=opens)
    facts = {
        "source": joining.kind,
        "subject": joining.subject_id,
        **{name: day.isoformat() for name, day in days.items()},
    }
    is_news = joining.is_news and opens and now - joining.received_at < _STILL_NEWS
    append_step(case, NewStep(JOINED, joining.by, facts=facts, is_news=is_news), now=now)
