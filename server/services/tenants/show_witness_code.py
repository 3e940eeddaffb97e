"""The six digits of this minute for a tenant's page, on the day of the visit and while somebody may still come."""

from dataclasses import dataclass
from datetime import datetime

from server.domain.tenant_page import INSIDE, STILL_TO_COME, UNKNOWN
from server.domain.witness import is_shown, lasts_seconds, minute_code
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.services.tenants.open_tenant_page import OpenLink

_MAY_STILL_MEET = STILL_TO_COME | {INSIDE, UNKNOWN}


@dataclass(frozen=True)
class WitnessCode:
    """A code, the moment it was made for, and for how many seconds it still stands."""

    code: str
    at: datetime
    lasts_seconds: int


def show_witness_code(opened: OpenLink, state: str, *, keys: Keys, clock: Clock) -> WitnessCode | None:
    """The code of now; None where no visit is due. The caller has checked the postcode."""
    row, now = opened.appointment, clock.now()
    if state not in _MAY_STILL_MEET or not is_shown(now, row.now_start_at, row.now_end_at):
        return None
    at_ms = int(now.timestamp() * 1000)
    key = keys.witness_key(row.landlord_id, row.appointment_id)
    return WitnessCode(minute_code(key, at_ms), now, lasts_seconds(at_ms))
