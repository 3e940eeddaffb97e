"""Everything that is known of one repair, for the file that an Ombudsman reads: rows as they were recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.domain.viewing import Viewer
from server.storage.cases import cases, recorded
from server.storage.cases.recorded import Record
from server.storage.database import db
from server.storage.filing.case_money import CaseMoney, money_of
from server.storage.pages import repair_page
from server.storage.pages.repair_page import RepairPage
from server.storage.tables.decisions import PolicyOverride
from server.storage.tables.imports import AuditEntry
from server.storage.tables.messages import TenantMessage, TenantMessageStep
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, AppointmentChange, Landlord, VisitHistory
from server.storage.tables.standings import AppointmentDispute, SilenceRuling
from server.storage.tables.visits import Visit


@dataclass(frozen=True)
class Said:
    """What a tenant told the landlord, and what was done about it, in order."""

    message: TenantMessage
    steps: Sequence[TenantMessageStep]


@dataclass(frozen=True)
class CaseFile:
    """One repair's appointments, what was told, visits, contacts, households' money, policy changes and trail."""

    repair: RepairPage
    landlord: Landlord
    appointments: Sequence[Appointment]
    changes: Sequence[AppointmentChange]
    notices: Sequence[Notice]
    visits: Sequence[tuple[Visit, Record]]
    imported: Sequence[VisitHistory]
    disputes: Sequence[AppointmentDispute]
    rulings: Sequence[SilenceRuling]
    said: Sequence[Said]
    money: Sequence[CaseMoney]
    policy: Sequence[PolicyOverride]
    trail: Sequence[AuditEntry]


def find(viewer: Viewer, root: str) -> CaseFile | None:
    """The file as far as this person may read it; None where there is no such repair."""
    repair = repair_page.find(viewer, root)
    landlord = db.session.get(Landlord, viewer.landlord_id)
    if repair is None or repair.home is None or landlord is None:
        return None
    appointments = cases.appointments_of_repair(viewer.landlord_id, repair.home.uprn, root)
    names = [one.appointment_id for one in appointments]
    visits = [(one, recorded.of_visit(viewer, one.visit_id)) for one in _rows(Visit, viewer, names, Visit.made_at)]
    money = [money_of(viewer.landlord_id, one.case_id) for one in repair.cases]
    return CaseFile(
        repair=repair,
        landlord=landlord,
        appointments=appointments,
        changes=_rows(AppointmentChange, viewer, names, AppointmentChange.recorded_at),
        notices=_rows(Notice, viewer, names, Notice.queued_at),
        visits=visits,
        imported=_rows(VisitHistory, viewer, names, VisitHistory.history_id),
        disputes=_rows(AppointmentDispute, viewer, names, AppointmentDispute.dispute_id),
        rulings=_rows(SilenceRuling, viewer, names, SilenceRuling.ruling_id),
        said=_said(viewer, names),
        money=money,
        policy=_policy(viewer.landlord_id),
        trail=_trail(viewer.landlord_id, _subjects(root, names, visits, money)),
    )


def _rows(table: Any, viewer: Viewer, names: Sequence[str], order: Any) -> list[Any]:
    query = select(table).where(table.landlord_id == viewer.landlord_id, table.appointment_id.in_(names))
    return list(db.session.scalars(query.order_by(order)))


def _said(viewer: Viewer, names: Sequence[str]) -> list[Said]:
    messages = _rows(TenantMessage, viewer, names, TenantMessage.received_at)
    query = select(TenantMessageStep).where(TenantMessageStep.message_id.in_([one.message_id for one in messages]))
    steps: dict[str, list[TenantMessageStep]] = {}
    for step in db.session.scalars(query.order_by(TenantMessageStep.at, TenantMessageStep.step_id)):
        steps.setdefault(step.message_id, []).append(step)
    return [Said(one, steps.get(one.message_id, ())) for one in messages]


def _policy(landlord_id: str) -> list[PolicyOverride]:
    query = select(PolicyOverride).where(PolicyOverride.landlord_id == landlord_id)
    return list(db.session.scalars(query.order_by(PolicyOverride.override_id)))


def _subjects(
    root: str, names: Sequence[str], visits: Sequence[tuple[Visit, Record]], money: Sequence[CaseMoney]
) -> Mapping[str, Sequence[str]]:
    """What the trail is asked about; reports have a trail of their own that not everyone may read."""
    return {
        "repair": [root],
        "appointment": names,
        "visit": [one.visit_id for one, _ in visits],
        "case": [one.case_id for one in money],
        "recharge": [f"{number}-{firm}" for one in money for number, firm in one.recharged],
    }


def _trail(landlord_id: str, subjects: Mapping[str, Sequence[str]]) -> list[AuditEntry]:
    found: list[AuditEntry] = []
    for kind, ids in subjects.items():
        query = select(AuditEntry).where(AuditEntry.landlord_id == landlord_id, AuditEntry.subject_kind == kind)
        found += db.session.scalars(query.where(AuditEntry.subject_id.in_(list(ids)))) if ids else ()
    return sorted(found, key=_in_order)


def _in_order(entry: AuditEntry) -> tuple[datetime, str]:
    return entry.at, entry.entry_id
