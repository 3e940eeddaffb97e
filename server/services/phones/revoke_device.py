"""Revoke a phone: it gets nothing more from us, and what it still holds of evidence is taken and set apart."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import enrolments


class UnknownDevice(DoorstepError):
    """No phone has this id."""

    def __init__(self, device_id: str) -> None:
        super().__init__("not_found", f"There is no phone {device_id}.", {"device_id": device_id})


def revoke_device(device_id: str, *, landlord_id: str, by: str, clock: Clock) -> None:
    """Revoke at once; raises UnknownDevice. Its next pull is refused."""
    now = clock.now()
    with transaction() as connection:
        if not enrolments.revoke(connection, landlord_id, device_id, by=by, at=now):
            raise UnknownDevice(device_id)
        audit.record(landlord_id, audit.Subject("device", device_id), "device_revoked", by=by, at=now)
