"""Which phone is behind a bearer token, with everything that its sync asks first."""

from dataclasses import replace
from hashlib import sha256

from server.domain.errors import DoorstepError
from server.storage import meta
from server.storage.database import asking, transaction
from server.storage.phones import devices
from server.storage.phones.devices import Phone


class UnknownPhone(DoorstepError):
    """No phone of ours has this token, or the token has ended."""

    def __init__(self) -> None:
        super().__init__(
            "unknown_token",
            "This phone's sign-in is not known here any more. Nothing on it is lost; enrol it again with a new code.",
        )


def know_phone(token: str) -> Phone:
    """The phone whose token this is, a revoked one too: it may still hand in what it holds. Raises UnknownPhone."""
    if not token:
        raise UnknownPhone
    token_hash = sha256(token.encode("utf-8", "replace")).hexdigest()
    with asking() as connection:
        phone = devices.phone_of_token(connection, token_hash)
    if phone is None:
        raise UnknownPhone
    if phone.server_epoch is not None:
        return phone
    with transaction() as connection:
        return replace(phone, server_epoch=meta.server_epoch(connection))
