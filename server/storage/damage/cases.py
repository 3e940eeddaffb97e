"""Damage cases in the database: opened, joined, appended to; as far as each person may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.engine import Connection

from server.domain.damage.standing import IS_CLOSED
from server.domain.viewing import Viewer
from server.storage.cases.cases import hold_case
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.pages.visit_page import address_of
from server.storage.tables.damage import DamageCase, DamageSource, DamageStepRow
from server.storage.tables.messages import TenantMessage
from server.storage.tables.notices import Notice
from server.storage.tables.register import Firm, Home, Landlord
from server.storage.tables.visits import Report, VisitState

REPORT, MESSAGE = "report", "message"


@dataclass(frozen=True)
class AskedCases:
    """What is looked for: words of a reference or address, a stage or `open`, overdue ones only."""

    words: str = ""
    stage: str = "open"
    before: date | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True)
class ListedCase:
    """A case with where it is and whose work it was; `things` are what reports say was damaged."""

    case: DamageCase
    address: str
    firm_name: str
    things: tuple[str, ...] = ()


def visible(viewer: Viewer) -> list[ColumnElement[bool]]:
    """The conditions of every query for cases."""
    if viewer.may("damage_cases"):
        return own_work(viewer, DamageCase)
    urgent = DamageCase.danger_now.is_(True) if viewer.may("urgent_reports") else false()
    return [*own_work(viewer, DamageCase), urgent]


def listed(viewer: Viewer, asked: AskedCases) -> list[ListedCase]:
    """Danger first, then what is due first."""
    query = _lines(viewer)
    if asked.stage == "open":
        query = query.where(DamageCase.stage != IS_CLOSED)
    elif asked.stage:
        query = query.where(DamageCase.stage == asked.stage)
    if asked.before is not None:
        query = query.where(DamageCase.due_on < asked.before)
    for word in asked.words.split()[:8]:
        pattern = "%" + word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        places = (DamageCase.reference, Home.address_line_1, Home.postcode)
        query = query.where(or_(*(func.lower(place).like(pattern, escape="\\") for place in places)))
    is_urgent = and_(DamageCase.danger_now.is_(True), DamageCase.stage != IS_CLOSED)
    order = (is_urgent.desc(), DamageCase.due_on.is_(None), DamageCase.due_on, DamageCase.damage_id)
    rows = list(db.session.execute(query.order_by(*order).limit(asked.limit).offset(asked.offset)))
    things = things_of(viewer, [case.damage_id for case, _, _ in rows])
    return [ListedCase(case, address, firm, things.get(case.damage_id, ())) for case, address, firm in rows]


def get(viewer: Viewer, damage_id: str) -> ListedCase | None:
    """One case, where this person may see it."""
    row = db.session.execute(_lines(viewer).where(DamageCase.damage_id == damage_id)).one_or_none()
    if row is None:
        return None
    case, address, firm_name = row
    return ListedCase(case, address, firm_name, things_of(viewer, [damage_id]).get(damage_id, ()))


def counts(viewer: Viewer) -> Mapping[str, int]:
    """How many cases stand at each stage."""
    query = select(DamageCase.stage, func.count()).where(*visible(viewer)).group_by(DamageCase.stage)
    return {row[0]: row[1] for row in db.session.execute(query)}


def things_of(viewer: Viewer, damage_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What was damaged and where, by case, as phones reported it; what left the lane of damage is left out."""
    query = (
        select(DamageSource.damage_id, Report)
        .join(Report, Report.report_id == DamageSource.subject_id)
        .where(DamageSource.damage_id.in_(list(damage_ids)), Report.landlord_id == viewer.landlord_id)
        .where(Report.lane == "damage")
        .order_by(Report.received_at)
    )
    found: dict[str, tuple[str, ...]] = {}
    for damage_id, report in db.session.execute(query):
        found[damage_id] = (*found.get(damage_id, ()), thing_of(report))
    return found


def thing_of(report: Report) -> str:
    """What was damaged and where, in the operative's words."""
    said = ", ".join(str(report.facts[name]) for name in ("item", "room") if report.facts.get(name))
    return said or "Not said what"


def of_matter(landlord_id: str, matter: str) -> DamageCase | None:
    query = select(DamageCase).where(DamageCase.landlord_id == landlord_id, DamageCase.matter == matter)
    return db.session.scalar(query)


def of_subject(landlord_id: str, subject_id: str) -> DamageCase | None:
    """The case that a report or message belongs to."""
    query = (
        select(DamageCase)
        .join(DamageSource, DamageSource.damage_id == DamageCase.damage_id)
        .where(DamageSource.subject_id == subject_id, DamageCase.landlord_id == landlord_id)
    )
    return db.session.scalar(query)


def of_appointment(landlord_id: str, appointment_id: str) -> DamageCase | None:
    """The case that everybody with a link to this appointment sees: what one of them wrote stands nowhere in it."""
    return of_matter(landlord_id, f"appointment {appointment_id}")


def steps_of(damage_id: str) -> list[DamageStepRow]:
    """Every step, oldest first."""
    query = select(DamageStepRow).where(DamageStepRow.damage_id == damage_id).order_by(DamageStepRow.number)
    return list(db.session.scalars(query))


def sources_of(damage_id: str) -> list[DamageSource]:
    """What belongs to the case, oldest first."""
    query = select(DamageSource).where(DamageSource.damage_id == damage_id).order_by(DamageSource.joined_at)
    return list(db.session.scalars(query))


def messages_of(damage_id: str) -> list[TenantMessage]:
    """What the tenant wrote about it, oldest first."""
    query = (
        select(TenantMessage)
        .join(DamageSource, DamageSource.subject_id == TenantMessage.message_id)
        .where(DamageSource.damage_id == damage_id)
    )
    return list(db.session.scalars(query.order_by(TenantMessage.received_at)))


def reports_of(landlord_id: str, damage_id: str) -> list[Report]:
    """The phones' reports of it that still stand in the lane of damage, oldest first."""
    query = (
        select(Report)
        .join(DamageSource, DamageSource.subject_id == Report.report_id)
        .where(DamageSource.damage_id == damage_id, Report.landlord_id == landlord_id, Report.lane == "damage")
    )
    return list(db.session.scalars(query.order_by(Report.received_at)))


def reports_of_visit(landlord_id: str, visit_id: str) -> list[Report]:
    """Every report of damage made on a visit."""
    query = select(Report).where(
        Report.landlord_id == landlord_id, Report.visit_id == visit_id, Report.lane == "damage"
    )
    return list(db.session.scalars(query.order_by(Report.received_at)))


def told_of(case: DamageCase, steps: Iterable[DamageStepRow]) -> dict[str, Notice]:
    """The notice that told the tenant of each step, by the step's id."""
    causes = {f"{case.landlord_id}:news:{case.damage_id}:{step.step_id}": step.step_id for step in steps}
    query = select(Notice).where(Notice.cause.in_(list(causes)))
    return {causes[row.cause]: row for row in db.session.scalars(query)}


def landlord_name(landlord_id: str) -> str:
    return db.session.scalar(select(Landlord.name).where(Landlord.landlord_id == landlord_id)) or landlord_id


def home_of(case: DamageCase) -> str:
    """The address in one line; empty where the home is not known."""
    query = select(Home).where(Home.landlord_id == case.landlord_id, Home.uprn == case.uprn)
    return address_of(db.session.scalar(query))


def unresolved_events(visit_id: str) -> set[str]:
    """The events of a visit that report damage which, corrections and all, is not said to be made good."""
    state = db.session.scalar(select(VisitState.state).where(VisitState.visit_id == visit_id)) or {}
    damage = state.get("damage")
    return {one["event_id"] for one in damage if one["made_good"] is not True} if isinstance(damage, list) else set()


def hold(connection: Connection, landlord_id: str, matter: str) -> None:
    """Keep others who would change this case waiting until our commit."""
    hold_case(connection, landlord_id, f"damage {matter}")


def add(row: DamageCase | DamageSource | DamageStepRow) -> None:
    db.session.add(row)
    db.session.flush()


def _lines(viewer: Viewer) -> Select[Any]:
    landlord = DamageCase.landlord_id
    query: Any = (
        select(
            DamageCase,
            func.coalesce(Home.address_line_1, "Address not known"),
            func.coalesce(Firm.name, DamageCase.firm_id),
        )
        .outerjoin(Home, and_(Home.landlord_id == landlord, Home.uprn == DamageCase.uprn))
        .outerjoin(Firm, and_(Firm.landlord_id == landlord, Firm.firm_id == DamageCase.firm_id))
        .where(*visible(viewer))
    )
    found: Select[Any] = query
    return found
