"""Adding somebody who may sign in to the console."""

from dataclasses import dataclass

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.viewing import ROLES, roles_fit
from server.outside.clock import Clock
from server.outside.passwords import hash_password
from server.services.staff.change_password import check_password
from server.storage.database import db, transaction
from server.storage.people import audit, users
from server.storage.tables.staff import User, UserRole


@dataclass(frozen=True)
class NewUser:
    """Who to add. `firm_id` is None for the landlord's own people."""

    email: str
    name: str
    roles: tuple[str, ...]
    password: str
    firm_id: str | None = None


def add_user(new: NewUser, *, landlord_id: str, by: str, clock: Clock) -> str:
    """Add the user and return their id; raises where the address is taken or the roles do not fit the firm."""
    email = new.email.strip().lower()
    roles = tuple(dict.fromkeys(new.roles))
    _check(new, email, roles)
    now = clock.now()
    with transaction():
        _check_against_database(new, email, landlord_id)
        user_id = str(uuid7())
        db.session.add(
            User(
                user_id=user_id,
                landlord_id=landlord_id,
                firm_id=new.firm_id,
                email=email,
                name=new.name.strip(),
                password_hash=hash_password(new.password),
                created_at=now,
                failed_sign_ins=0,
            )
        )
        db.session.flush()
        db.session.add_all(UserRole(user_id=user_id, role=role) for role in roles)
        facts = {"email": email, "roles": list(roles), "firm_id": new.firm_id}
        audit.record(landlord_id, audit.Subject("user", user_id), "user_added", by=by, at=now, after=facts)
    return user_id


def _check(new: NewUser, email: str, roles: tuple[str, ...]) -> None:
    if not new.name.strip():
        raise DoorstepError("missing_name", "Give the person's name.")
    if "@" not in email or " " in email or len(email) > 200:
        raise DoorstepError("bad_email", "Give an email address, such as name@example.org.")
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise DoorstepError("unknown_role", "Choose at least one of the roles of the list.")
    if not roles_fit(roles, new.firm_id):
        raise DoorstepError(
            "roles_do_not_fit",
            "A contractor's person needs the role of the contractor's office and their firm; "
            "the landlord's own people have any of the other roles and no firm.",
        )
    check_password(new.password)


def _check_against_database(new: NewUser, email: str, landlord_id: str) -> None:
    if users.by_email(email) is not None:
        raise DoorstepError("email_taken", "Somebody already signs in with this email address.")
    if new.firm_id is not None and not users.firm_exists(landlord_id, new.firm_id):
        raise DoorstepError("unknown_firm", f"There is no firm {new.firm_id!r}. Import its operatives first.")
