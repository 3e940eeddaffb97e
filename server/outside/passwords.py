"""Passwords: hashed with argon2id, checked in the same time whether or not the person exists."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# One of the settings OWASP names for argon2id: strong, and thirty people can sign in at once on a small server.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

SHORTEST = 12
LONGEST = 200


def hash_password(password: str) -> str:
    """The hash to keep."""
    return _HASHER.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; with no hash the work is done all the same and the answer is no."""
    try:
        return _HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def make_password() -> str:
    """A password nobody chose, for the first sign-in."""
    return secrets.token_urlsafe(15)


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))
