"""An administrator gives somebody a new password, for one who forgot theirs or is locked out."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.outside.passwords import hash_password, make_password
from server.storage.database import transaction
from server.storage.people import audit, users


def give_new_password(user_id: str, *, landlord_id: str, by: str, clock: Clock) -> str:
    """Make a new password, end the person's sessions and unlock them; the password is returned once and not kept."""
    now = clock.now()
    password = make_password()
    with transaction():
        user = users.by_id(landlord_id, user_id)
        if user is None or user.disabled_at is not None:
            raise DoorstepError("not_found", "There is no such user.")
        user.password_hash = hash_password(password)
        user.failed_sign_ins = 0
        user.locked_until_at = None
        users.end_sessions(user_id, now)
        audit.record(landlord_id, audit.Subject("user", user_id), "password_given", by=by, at=now)
    return password
