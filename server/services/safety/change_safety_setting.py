"""Changes a setting of lone working from a day on, with its reason. Nothing is overwritten."""

from dataclasses import dataclass
from datetime import date

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.safety.settings import NAMES, put_together, read_value
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage import feed
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.safety import told
from server.storage.safety.settings import settings_on
from server.storage.tables.safety import SafetyValue


@dataclass(frozen=True)
class SafetyChange:
    """What is to hold from a day on, as it was typed."""

    name: str
    value: str
    starts_on: date
    reference: str
    reason: str


def change_safety_setting(change: SafetyChange, *, viewer: Viewer, clock: Clock) -> None:
    """Append the value; raises where it is not allowed, not founded, or would put the ladder out of order."""
    now = clock.now()
    value = read_value(change.name, change.value)
    if not change.reference.strip() or not change.reason.strip():
        raise DoorstepError("reason_missing", 'Give the clause it rests on, or "not Havebury\'s", and the reason.')
    if change.starts_on < london_day(now):
        raise DoorstepError("wrong_day", "A change holds from today or a later day: what was in force stays so.")
    with transaction() as connection:
        standing = settings_on(connection, viewer.landlord_id, change.starts_on)
        put_together({**{name: getattr(standing, name) for name in NAMES}, change.name: value})
        db.session.add(
            SafetyValue(
                landlord_id=viewer.landlord_id,
                name=change.name,
                starts_on=change.starts_on,
                value=value,
                reference=change.reference.strip(),
                reason=change.reason.strip(),
                by=viewer.user_id,
                at=now,
            )
        )
        after = {"value": value, "from": change.starts_on.isoformat()}
        about, by = audit.Subject("safety_setting", change.name), viewer.user_id
        audit.record(viewer.landlord_id, about, "setting_changed", by=by, at=now, after=after, reason=change.reason)
        phones = [
            feed.Change(feed.operative(one), "settings", "settings")
            for one in told.with_phones(connection, viewer.landlord_id)
        ]
        feed.append(viewer.landlord_id, phones, at=now)
