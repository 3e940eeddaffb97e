"""Give a phone a new token once a month; the old one works until the new one has been used."""

from datetime import datetime, timedelta
from hashlib import sha256

from server.outside.keys import Keys
from server.storage.database import transaction
from server.storage.phones import devices
from server.storage.phones.devices import Phone

ROTATED_AFTER = timedelta(days=30)


def rotate_token(phone: Phone, *, keys: Keys, at: datetime) -> str | None:
    """The successor of the phone's token where that one is due, else None. Asked again, it is the same one."""
    if phone.revoked_at is not None or at - phone.token_issued_at < ROTATED_AFTER:
        return None
    token = keys.next_token(phone.token_hash)
    row = {
        "token_hash": sha256(token.encode()).hexdigest(),
        "device_id": phone.device_id,
        "operative_id": phone.operative_id,
        "issued_at": at,
        "first_used_at": None,
        "replaces_hash": phone.token_hash,
        "ended_at": None,
    }
    with transaction() as connection:
        devices.add_token(connection, row)
    return token
