"""Staff, their roles and their sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Row, select, update
from sqlalchemy.engine import Connection

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.tables.register import Firm
from server.storage.tables.staff import StaffSession, User, UserRole


@dataclass(frozen=True)
class ListedUser:
    """One line of the list of people who may sign in."""

    user_id: str
    name: str
    email: str
    firm_id: str | None
    roles: tuple[str, ...]
    created_at: datetime
    disabled_at: datetime | None
    locked_until_at: datetime | None


def by_email(email: str) -> User | None:
    """The user who signs in with this address, however it is capitalised."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def by_id(landlord_id: str, user_id: str) -> User | None:
    return db.session.scalar(select(User).where(User.landlord_id == landlord_id, User.user_id == user_id))


def roles_of(user_id: str) -> tuple[str, ...]:
    return tuple(db.session.scalars(select(UserRole.role).where(UserRole.user_id == user_id).order_by(UserRole.role)))


def viewer_of(user: User) -> Viewer:
    """The user as pages and queries know them."""
    return Viewer(user.user_id, user.name, user.email, user.landlord_id, user.firm_id, roles_of(user.user_id))


def token_hash(token: str) -> str:
    """What stands in the table in a session token's place."""
    return sha256(token.encode()).hexdigest()


def viewer_by_session(token: str, now: datetime) -> Viewer | None:
    """Who holds this session; None where it never was, has ended or run out, or the person was disabled."""
    query = (
        select(User)
        .join(StaffSession, StaffSession.user_id == User.user_id)
        .where(
            StaffSession.token_hash == token_hash(token),
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > now,
            User.disabled_at.is_(None),
        )
    )
    user = db.session.scalar(query)
    return None if user is None else viewer_of(user)


def end_sessions(user_id: str, now: datetime, *, except_token: str | None = None) -> None:
    """End a user's sessions, all or all but one."""
    kept = token_hash(except_token) if except_token else ""
    db.session.execute(
        update(StaffSession)
        .where(StaffSession.user_id == user_id, StaffSession.ended_at.is_(None), StaffSession.token_hash != kept)
        .values(ended_at=now)
    )


def all_users(landlord_id: str) -> list[ListedUser]:
    """Everybody who may or might sign in, by name."""
    rows = db.session.scalars(select(User).where(User.landlord_id == landlord_id).order_by(User.name, User.email))
    roles: dict[str, list[str]] = {}
    for user_id, role in db.session.execute(select(UserRole.user_id, UserRole.role).order_by(UserRole.role)):
        roles.setdefault(user_id, []).append(role)
    return [_listed(row, tuple(roles.get(row.user_id, ()))) for row in rows]


def names_of(user_ids: Iterable[str]) -> dict[str, str]:
    """The names behind ids that stand in `by` columns; ids that are no user's are left out."""
    wanted = set(user_ids)
    query = select(User.user_id, User.name).where(User.user_id.in_(wanted))
    return {row[0]: row[1] for row in db.session.execute(query)} if wanted else {}


def with_roles(connection: Connection, landlord_id: str, roles: Iterable[str]) -> list[Row[str, str]]:
    """(user_id, email) of the landlord's own people who hold one of these roles and may sign in."""
    query = (
        select(User.user_id, User.email)
        .join(UserRole, UserRole.user_id == User.user_id)
        .where(User.landlord_id == landlord_id, User.firm_id.is_(None), User.disabled_at.is_(None))
        .where(UserRole.role.in_(list(roles)))
        .distinct()
        .order_by(User.user_id)
    )
    return list(connection.execute(query))


def firm_names(landlord_id: str) -> dict[str, str]:
    """The firms' names by their ids, in order of name."""
    query = select(Firm.firm_id, Firm.name).where(Firm.landlord_id == landlord_id).order_by(Firm.name)
    return {row[0]: row[1] for row in db.session.execute(query)}


def firm_exists(landlord_id: str, firm_id: str) -> bool:
    query = select(Firm.firm_id).where(Firm.landlord_id == landlord_id, Firm.firm_id == firm_id)
    return db.session.scalar(query) is not None


def _listed(row: User, roles: tuple[str, ...]) -> ListedUser:
    return ListedUser(
        user_id=row.user_id,
        name=row.name,
        email=row.email,
        firm_id=row.firm_id,
        roles=roles,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        locked_until_at=row.locked_until_at,
    )
