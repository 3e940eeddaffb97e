"""Changing one's own password, which ends one's other sessions."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.outside.passwords import LONGEST, SHORTEST, hash_password, password_matches
from server.storage.database import db, transaction
from server.storage.people import audit, users
from server.storage.tables.staff import User


class UnfitPassword(DoorstepError):
    """A password that may not be used; the sentence says what is asked."""

    def __init__(self, message: str) -> None:
        super().__init__("unfit_password", message)


def check_password(password: str) -> None:
    """Length is all that is asked: rules about digits and signs make worse passwords."""
    if len(password) < SHORTEST:
        raise UnfitPassword(f"The new password must have at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise UnfitPassword(f"The new password must have at most {LONGEST} characters.")


def change_password(user_id: str, old: str, new: str, *, token: str, clock: Clock) -> None:
    """Put the new password in the old one's place; `token` is the session that stays."""
    check_password(new)
    now = clock.now()
    with transaction():
        user = db.session.get_one(User, user_id)
        if not password_matches(user.password_hash, old):
            raise DoorstepError("wrong_password", "The present password is not right.")
        user.password_hash = hash_password(new)
        users.end_sessions(user_id, now, except_token=token)
        subject = audit.Subject("user", user_id)
        audit.record(user.landlord_id, subject, "password_changed", by=user_id, at=now)
