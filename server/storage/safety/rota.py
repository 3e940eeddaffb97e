"""Who is on duty: the offices' turns and the landlord's duty managers, now and in the days to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.tables.safety import DutyTurn
from server.storage.tables.staff import User, UserRole


@dataclass(frozen=True)
class OnDuty:
    """Somebody to be told: their id, name and mobile number."""

    user_id: str
    name: str
    mobile: str


def on_duty(connection: Connection, landlord_id: str, post: str, firm_id: str, at: datetime) -> list[OnDuty]:
    """Those whose turn it is at this post; for the office post, of this firm. Disabled people are left out."""
    query = (
        select(User.user_id, User.name, DutyTurn.mobile)
        .join(User, User.user_id == DutyTurn.user_id)
        .where(DutyTurn.landlord_id == landlord_id, DutyTurn.post == post, DutyTurn.removed_at.is_(None))
        .where(DutyTurn.starts_at <= at, DutyTurn.ends_at > at, User.disabled_at.is_(None))
        .order_by(DutyTurn.made_at)
    )
    if post == "office":
        query = query.where(DutyTurn.firm_id == firm_id)
    return [OnDuty(*row) for row in connection.execute(query)]


def turns(viewer: Viewer, since: datetime) -> list[tuple[DutyTurn, str]]:
    """The turns that are not over, with names; a firm's people see their own office's."""
    query = (
        select(DutyTurn, User.name)
        .join(User, User.user_id == DutyTurn.user_id)
        .where(DutyTurn.landlord_id == viewer.landlord_id, DutyTurn.removed_at.is_(None), DutyTurn.ends_at > since)
        .order_by(DutyTurn.starts_at, DutyTurn.post)
    )
    if viewer.firm_id is not None:
        query = query.where(DutyTurn.firm_id == viewer.firm_id)
    return [(turn, name) for turn, name in db.session.execute(query)]


def find(viewer: Viewer, turn_id: str) -> DutyTurn | None:
    query = select(DutyTurn).where(DutyTurn.landlord_id == viewer.landlord_id, DutyTurn.turn_id == turn_id)
    if viewer.firm_id is not None:
        query = query.where(DutyTurn.firm_id == viewer.firm_id)
    return db.session.scalar(query.where(DutyTurn.removed_at.is_(None)))


def people(viewer: Viewer, roles: Iterable[str]) -> list[User]:
    """Who may be put on the rota: people with one of these roles, of this person's own side."""
    query = (
        select(User)
        .join(UserRole, UserRole.user_id == User.user_id)
        .where(User.landlord_id == viewer.landlord_id, User.disabled_at.is_(None), UserRole.role.in_(list(roles)))
        .order_by(User.name)
        .distinct()
    )
    if viewer.firm_id is not None:
        query = query.where(User.firm_id == viewer.firm_id)
    return list(db.session.scalars(query))
