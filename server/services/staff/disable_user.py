"""Taking away somebody's sign-in. What they did stays, under their name."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage.database import db, transaction
from server.storage.people import audit, users
from server.storage.tables.staff import User, UserRole


def disable_user(user_id: str, *, landlord_id: str, by: str, clock: Clock) -> None:
    """Disable the user and end their sessions; a second time changes nothing. The last administrator stays."""
    now = clock.now()
    with transaction():
        user = users.by_id(landlord_id, user_id)
        if user is None:
            raise DoorstepError("not_found", "There is no such user.")
        if user.disabled_at is not None:
            return
        if "administrator" in users.roles_of(user_id) and _administrators(landlord_id) == 1:
            raise DoorstepError(
                "last_administrator", "This is the last administrator. Add another one before you disable this one."
            )
        user.disabled_at = now
        users.end_sessions(user_id, now)
        audit.record(landlord_id, audit.Subject("user", user_id), "user_disabled", by=by, at=now)


def _administrators(landlord_id: str) -> int:
    return (
        db.session.query(User)
        .join(UserRole, UserRole.user_id == User.user_id)
        .filter(User.landlord_id == landlord_id, User.disabled_at.is_(None), UserRole.role == "administrator")
        .count()
    )
