"""A tenant's own link: 12 random characters, kept only as a hash, valid until 14 days after the visit."""

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage.database import db, transaction
from server.storage.people import tenant_links
from server.storage.people.tenant_links import LinkRow
from server.storage.tables.register import Appointment

# Without 0, O, 1, l and I, so that a link can be read out and typed.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LENGTH = 12
AFTER_VISIT = timedelta(days=14)
MASKED = "*" * _LENGTH


class NoSuchAppointment(DoorstepError):
    """A link was wanted for an appointment that is not there."""

    def __init__(self, appointment_id: str) -> None:
        super().__init__("not_found", f"There is no appointment {appointment_id}.")


def make_tenant_link(landlord_id: str, appointment_id: str, *, clock: Clock, reader_id: str | None = None) -> str:
    """The token of a new link to the appointment's page; it can never be read back from the database.

    `reader_id` is whom it is sent to, where that is not the person whom the appointment was made with.
    """
    token = new_token()
    now = clock.now()
    with transaction() as connection:
        appointment = db.session.get(Appointment, (landlord_id, appointment_id))
        if appointment is None:
            raise NoSuchAppointment(appointment_id)
        link = LinkRow(
            token_hash=hash_of(token),
            landlord_id=landlord_id,
            about="appointment",
            subject_id=appointment_id,
            person_id=reader_id or appointment.person_id,
            uprn=appointment.uprn,
            created_at=now,
            expires_at=_expiry(appointment, now),
        )
        tenant_links.add(connection, link)
    return token


def new_token() -> str:
    """12 characters that nobody can guess."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def revoke_tenant_links(landlord_id: str, appointment_id: str, *, clock: Clock) -> int:
    """End every link to this appointment's page; returns how many there were."""
    with transaction() as connection:
        return tenant_links.revoke_all(connection, landlord_id, appointment_id, clock.now())


def address(public_url: str, token: str) -> str:
    """The whole link; with MASKED in the token's place it is what may be kept."""
    return f"{public_url}/t/{token}"


def mask_links(text: str) -> str:
    """The text with every link's token masked."""
    masked = re.sub(r"(/t/)[0-9A-Za-z]{12}", rf"\1{MASKED}", text)
    return re.sub(r"( code )\d{6}\b", rf"\1{MASKED[:6]}", masked)


def unmask(text: str) -> str:
    """A masked text with room for a link and a code again, so that the same news can leave by another way."""
    without_link = re.sub(rf"\S+/t/{re.escape(MASKED)}", "{link}", text)
    return re.sub(r"(?<!\*)\*{6}(?!\*)", "{code}", without_link)


def hash_of(token: str) -> str:
    """What the database knows of a token."""
    return sha256(token.encode()).hexdigest()


def _expiry(appointment: Appointment, now: datetime) -> datetime:
    visit = appointment.now_end_at or appointment.now_start_at or now
    return max(visit, now) + AFTER_VISIT
