"""Makes a key for an integrator. The key itself is in the answer and nowhere else."""

import secrets
from collections.abc import Sequence

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.integrating import SCOPES
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.people import api_keys, audit
from server.storage.tables.integrators import ApiKey


def make_api_key(landlord_id: str, name: str, scopes: Sequence[str], *, by: str, clock: Clock) -> str:
    """Return the key, to be shown once."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise DoorstepError(
            "wrong_scope", "Choose what the program may do: one or more of the list.", {"unknown": unknown}
        )
    key = f"doorstep_{secrets.token_urlsafe(32)}"
    row = ApiKey(
        key_id=str(uuid7()),
        landlord_id=landlord_id,
        key_hash=api_keys.key_hash(key),
        name=name,
        scopes=sorted(set(scopes)),
        made_by=by,
        made_at=clock.now(),
    )
    with transaction():
        api_keys.add(row)
        after: dict[str, object] = {"name": name, "scopes": row.scopes}
        audit.record(
            landlord_id, audit.Subject("api_key", row.key_id), "api_key_made", by=by, at=clock.now(), after=after
        )
    return key
