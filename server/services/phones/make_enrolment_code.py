"""Make a one-time code with which an operative's phone enrols: ten characters, valid for a day, kept as a hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from server.config import Config
from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.phones import enrolments

VALID = timedelta(hours=24)
LENGTH = 10

# Crockford's letters: none is taken for another when read aloud or copied by hand.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


class UnknownOperative(DoorstepError):
    """No operative has this id."""

    def __init__(self, operative_id: str) -> None:
        super().__init__(
            "unknown_operative",
            f"There is no operative {operative_id}. Import the operatives first, or check the id.",
            {"operative_id": operative_id},
        )


@dataclass(frozen=True)
class EnrolmentCode:
    """A code to be shown once. `link` opens the app with it; the fragment never reaches a server's log."""

    code: str
    link: str
    expires_at: datetime


def make_enrolment_code(operative_id: str, *, made_by: str, config: Config, clock: Clock) -> EnrolmentCode:
    """A fresh code for this operative; raises UnknownOperative."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    now = clock.now()
    with transaction() as connection:
        if operative_id not in enrolments.operative_cards(connection, config.landlord_id, [operative_id]):
            raise UnknownOperative(operative_id)
        row = {
            "code_hash": code_hash(code),
            "landlord_id": config.landlord_id,
            "operative_id": operative_id,
            "made_by": made_by,
            "made_at": now,
            "expires_at": now + VALID,
        }
        enrolments.add_code(connection, row)
    return EnrolmentCode(code, f"{config.public_url}/app/#enrol={code}", now + VALID)


def code_hash(code: str) -> str:
    """The hash under which a code is kept, however it was typed."""
    return sha256(code.upper().translate(_READ_AS).encode("utf-8", "replace")).hexdigest()
