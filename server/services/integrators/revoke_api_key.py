"""Ends an integrator's key at once."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.people import api_keys, audit


def revoke_api_key(landlord_id: str, key_id: str, *, by: str, clock: Clock) -> None:
    with transaction():
        if not api_keys.revoke(landlord_id, key_id, at=clock.now()):
            raise DoorstepError("not_found", "There is no key of this id in force; `doorstep api-key list` shows them.")
        audit.record(landlord_id, audit.Subject("api_key", key_id), "api_key_revoked", by=by, at=clock.now())
