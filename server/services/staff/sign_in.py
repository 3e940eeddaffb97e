"""Signing in and out of the console. Five wrong passwords lock an account for a quarter of an hour."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.outside.passwords import hash_password, is_outdated, password_matches
from server.storage.database import db, transaction
from server.storage.people import audit, users
from server.storage.tables.staff import StaffSession, User

SESSION_LASTS = timedelta(hours=12)
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


class WrongSignIn(DoorstepError):
    """The address or the password is wrong, or the account waits: one sentence, so that it tells nobody which."""

    def __init__(self) -> None:
        super().__init__(
            "wrong_sign_in",
            "That email address and password do not match. After five wrong tries an account waits 15 minutes; "
            "an administrator can give you a new password.",
        )


class NotAdded(DoorstepError):
    """The landlord's identity provider knows them, and nobody has added them here."""

    def __init__(self) -> None:
        super().__init__("not_added", "Your account has no access to Doorstep. Ask an administrator to add you.")


@dataclass(frozen=True)
class SignedIn:
    """A new session; the token is for the cookie and is kept nowhere else."""

    token: str
    viewer: Viewer
    expires_at: datetime


def sign_in(email: str, password: str, *, clock: Clock) -> SignedIn:
    """Open a session, or raise WrongSignIn. The password is checked even where nobody has the address."""
    now = clock.now()
    user = users.by_email(email)
    matches = password_matches(user.password_hash if user else None, password)
    if user is None or user.disabled_at is not None or _is_locked(user, now):
        raise WrongSignIn
    if not matches:
        _count_failure(user.user_id, now)
        raise WrongSignIn
    return _open_session(user.user_id, now, password=password)


def sign_in_vouched(email: str, *, clock: Clock) -> SignedIn:
    """Open a session for whom the identity provider vouches for, or raise NotAdded. It may know who has no password."""
    user = users.by_email(email)
    if user is None or user.disabled_at is not None:
        raise NotAdded
    return _open_session(user.user_id, clock.now())


def sign_out(token: str, *, clock: Clock) -> None:
    """End the session of this token; a token nobody knows changes nothing."""
    with transaction():
        session = db.session.get(StaffSession, users.token_hash(token))
        if session is not None and session.ended_at is None:
            session.ended_at = clock.now()


def _is_locked(user: User, now: datetime) -> bool:
    return user.locked_until_at is not None and user.locked_until_at > now


def _count_failure(user_id: str, now: datetime) -> None:
    with transaction():
        user = db.session.get_one(User, user_id, with_for_update=True)
        user.failed_sign_ins += 1
        if user.failed_sign_ins < TRIES:
            return
        user.failed_sign_ins = 0
        user.locked_until_at = now + LOCKED_FOR
        audit.record(user.landlord_id, _subject(user), "sign_in_locked", by=user.user_id, at=now)


def _open_session(user_id: str, now: datetime, *, password: str | None = None) -> SignedIn:
    token = secrets.token_urlsafe(32)
    expires_at = now + SESSION_LASTS
    with transaction():
        user = db.session.get_one(User, user_id)
        user.failed_sign_ins = 0
        user.locked_until_at = None
        if password is not None and is_outdated(user.password_hash):
            user.password_hash = hash_password(password)
        db.session.add(
            StaffSession(
                token_hash=users.token_hash(token), user_id=user.user_id, created_at=now, expires_at=expires_at
            )
        )
        audit.record(user.landlord_id, _subject(user), "signed_in", by=user.user_id, at=now)
        viewer = users.viewer_of(user)
    return SignedIn(token, viewer, expires_at)


def _subject(user: User) -> audit.Subject:
    return audit.Subject("user", user.user_id)
