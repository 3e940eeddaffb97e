"""Reads a damage case as one thread: what phones reported, what the tenant wrote, what was done; as this person may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.damage.standing import DamageStanding, fold_damage
from server.domain.damage.steps import NOTED, VALUED
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.damage.append_step import as_step
from server.services.messages.read_messages import ReadMessage, read_message
from server.storage import reports
from server.storage.cases import recorded
from server.storage.cases.recorded import Photo, RecordedEvent
from server.storage.damage import cases
from server.storage.damage.cases import AskedCases, ListedCase
from server.storage.tables.damage import DamageCase, DamageStepRow
from server.storage.tables.notices import Notice
from server.storage.tables.visits import Report


@dataclass(frozen=True)
class ReadReport:
    """A phone's report with its record, corrections and all, and its photos by event."""

    report: Report
    events: Sequence[RecordedEvent]
    photos: dict[str, tuple[Photo, ...]]


@dataclass(frozen=True)
class ReadDamage:
    """One case. `seen` counts the steps, also where some are not this person's to read; `told` has their notices."""

    listed: ListedCase
    standing: DamageStanding
    steps: tuple[DamageStepRow, ...]
    seen: int
    reports: tuple[ReadReport, ...]
    messages: tuple[ReadMessage, ...]
    told: Mapping[str, Notice]
    is_overdue: bool

    @property
    def case(self) -> DamageCase:
        return self.listed.case


@dataclass(frozen=True)
class TenantsDamage:
    """What the tenant sees of it: what was reported, and the steps they are told of."""

    case: DamageCase
    things: tuple[str, ...]
    steps: tuple[DamageStepRow, ...]
    standing: DamageStanding


def read_cases(viewer: Viewer, asked: AskedCases) -> list[ListedCase]:
    """Danger first, then what is due first."""
    return cases.listed(viewer, asked)


def read_damage(viewer: Viewer, damage_id: str, *, clock: Clock) -> ReadDamage | None:
    """One case with its whole thread; None where it is not there or not this person's to see."""
    found = cases.get(viewer, damage_id)
    if found is None:
        return None
    rows = cases.steps_of(damage_id)
    standing = fold_damage(as_step(row) for row in rows)
    written = [read_message(viewer, one.message_id, clock=clock) for one in cases.messages_of(damage_id)]
    may_read_messages = viewer.may("tenant_messages")
    return ReadDamage(
        listed=found,
        standing=standing,
        steps=tuple(row for row in rows if _may_read(viewer, row)),
        seen=len(rows),
        reports=tuple(_reports(viewer, damage_id)),
        messages=tuple(one for one in written if one is not None and may_read_messages),
        told=cases.told_of(found.case, rows),
        is_overdue=standing.is_overdue(london_date(clock.now())),
    )


def read_tenants_damage(landlord_id: str, appointment_id: str) -> TenantsDamage | None:
    """What a tenant may see of the damage at their appointment; None where there is no case."""
    case = cases.of_appointment(landlord_id, appointment_id)
    if case is None:
        return None
    rows = cases.steps_of(case.damage_id)
    things = tuple(cases.thing_of(report) for report in cases.reports_of(landlord_id, case.damage_id))
    return TenantsDamage(case, things, tuple(rows), fold_damage(as_step(row) for row in rows))


def _may_read(viewer: Viewer, row: DamageStepRow) -> bool:
    """A note is for its own side; what the landlord reckons a thing is worth is not for the contractor."""
    if viewer.firm_id is None:
        return True
    return row.by_firm or row.kind not in (NOTED, VALUED)


def _reports(viewer: Viewer, damage_id: str) -> list[ReadReport]:
    found = []
    for row in cases.reports_of(viewer.landlord_id, damage_id):
        if reports.find(viewer, row.report_id) is None or recorded.is_hidden(viewer, row.event_id, row.visit_id):
            continue
        events = recorded.tied_to(viewer, row.event_id, row.visit_id)
        photos = recorded.photos_of_events(viewer.landlord_id, [event.row.event_id for event in events])
        found.append(ReadReport(row, events, photos))
    return found
