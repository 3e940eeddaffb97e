"""Tenants' messages in the database: appended for ever, with what was done about each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, and_, func, select

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.insertion import insert_if_absent
from server.storage.pages.own_work import own_work
from server.storage.standards import line
from server.storage.tables.messages import TenantMessage, TenantMessageStep
from server.storage.tables.register import Firm, Home, Person
from server.storage.tables.visits import Visit

MESSAGES = cast(Table, TenantMessage.__table__)


@dataclass(frozen=True)
class ListedMessage:
    """A message with who said it, where they live and are rung, and the visit that it is about."""

    message: TenantMessage
    who: str = ""
    address: str = ""
    firm_name: str = ""
    numbers: tuple[str, ...] = ()
    visit_id: str | None = None


def add(message: TenantMessage) -> TenantMessage:
    """Append it; where one with the same `once_key` stands already, or comes at this moment, that is returned."""
    values = {column.key: getattr(message, column.key) for column in MESSAGES.columns}
    insert_if_absent(db.session.connection(), MESSAGES, [values])
    found = db.session.scalars(select(TenantMessage).where(TenantMessage.once_key == message.once_key)).one()
    if found.message_id == message.message_id:
        _to_be_counted(found, found.received_at)
    return found


def add_step(step: TenantMessageStep) -> None:
    db.session.add(step)
    db.session.flush()
    message = db.session.get(TenantMessage, step.message_id)
    if message is not None:
        _to_be_counted(message, step.at)


def _to_be_counted(message: TenantMessage, at: datetime) -> None:
    line.touch(db.session.connection(), message.landlord_id, line.MESSAGE, [message.message_id], at=at)


def reference_taken(reference: str) -> bool:
    return db.session.scalar(select(TenantMessage.message_id).where(TenantMessage.reference == reference)) is not None


def of_tenant(landlord_id: str, appointment_id: str, person_id: str | None) -> list[TenantMessage]:
    """What this person said about this appointment, newest first."""
    query = select(TenantMessage).where(
        TenantMessage.landlord_id == landlord_id,
        TenantMessage.appointment_id == appointment_id,
        TenantMessage.person_id.is_(None) if person_id is None else TenantMessage.person_id == person_id,
    )
    return list(db.session.scalars(query.order_by(TenantMessage.received_at.desc())))


def get(viewer: Viewer, message_id: str) -> ListedMessage | None:
    """One message, where this person may see it."""
    row = db.session.execute(_listed(viewer).where(TenantMessage.message_id == message_id)).one_or_none()
    return _shown(*row) if row else None


def listed(viewer: Viewer) -> list[ListedMessage]:
    """Every message that this person may see, oldest first."""
    return [_shown(*row) for row in db.session.execute(_listed(viewer).order_by(TenantMessage.received_at))]


def steps_of(message_ids: Iterable[str]) -> dict[str, list[TenantMessageStep]]:
    """What was done about each message, oldest first."""
    query = select(TenantMessageStep).where(TenantMessageStep.message_id.in_(list(message_ids)))
    found: dict[str, list[TenantMessageStep]] = {}
    for step in db.session.scalars(query.order_by(TenantMessageStep.at, TenantMessageStep.step_id)):
        found.setdefault(step.message_id, []).append(step)
    return found


def _listed(viewer: Viewer) -> Select[Any]:
    visit = (
        select(Visit.visit_id)
        .where(
            Visit.landlord_id == TenantMessage.landlord_id,
            Visit.appointment_id == TenantMessage.appointment_id,
        )
        .order_by(Visit.made_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query: Any = (
        select(TenantMessage, Person, Home.address_line_1, Firm.name, func.coalesce(TenantMessage.visit_id, visit))
        .outerjoin(
            Person,
            and_(Person.landlord_id == TenantMessage.landlord_id, Person.person_id == TenantMessage.person_id),
        )
        .outerjoin(Home, and_(Home.landlord_id == TenantMessage.landlord_id, Home.uprn == TenantMessage.uprn))
        .outerjoin(Firm, and_(Firm.landlord_id == TenantMessage.landlord_id, Firm.firm_id == TenantMessage.firm_id))
        .where(*own_work(viewer, TenantMessage))
    )
    found: Select[Any] = query
    return found


def _shown(
    message: TenantMessage, person: Person | None, address: str | None, firm: str | None, visit_id: str | None
) -> ListedMessage:
    given = (person.first_name, person.last_name) if person is not None else ()
    numbers = (person.mobile, person.landline) if person is not None else ()
    return ListedMessage(
        message=message,
        who=" ".join(part for part in given if part),
        address=address or "",
        firm_name=firm or message.firm_id,
        numbers=tuple(number for number in numbers if number),
        visit_id=visit_id,
    )
