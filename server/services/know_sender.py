"""Who sends these bytes: the phone behind a bearer token.

A revoked phone's token is still known here: what it has of evidence may always be sent in.
"""

from hashlib import sha256

from server.domain.errors import DoorstepError
from server.services.create_upload import Sender
from server.storage import files
from server.storage.database import db


class UnknownToken(DoorstepError):
    """No phone of ours has this token, or it has ended."""

    def __init__(self) -> None:
        super().__init__("unknown_token", "This phone's token is not known. Enrol the phone again; keep what it holds.")


def know_sender(token: str) -> Sender:
    """The phone whose token this is; raises UnknownToken."""
    token_hash = sha256(token.encode()).hexdigest()
    with db.engine.connect() as connection:
        found = files.device_of_token(connection, token_hash)
    if found is None:
        raise UnknownToken
    device_id, landlord_id, firm_id = found
    return Sender(device_id, landlord_id, firm_id)
