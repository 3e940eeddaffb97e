"""The worker's daily rounds: reminders of tomorrow's visits, and a word of feedback on yesterday's.

A round is safe to repeat: a visit is reminded of once for each time that it is promised, and asked about once.
"""

from datetime import datetime, time, timedelta

from server.domain.notices import FEEDBACK, REMINDER, Happening, due_notices
from server.domain.notices.daily import feedback_from, wants_reminder
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.notices.put_notice import put_notice
from server.storage.database import db, transaction
from server.storage.people import landlords
from server.storage.telling import daily_rounds, notice_readers
from server.storage.telling.daily_rounds import Coming
from server.storage.telling.telling_policy import TellingPolicy, telling_policy

_LONGEST_AHEAD = timedelta(hours=42)
_FEEDBACK_WITHIN = timedelta(days=3)


def queue_reminders(*, clock: Clock, limit: int = 200) -> int:
    """Queue what is due; returns how many appointments were seen to."""
    now = clock.now()
    policy, seen = telling_policy(london_date(now)), 0
    for landlord_id in landlords.all_ids():
        with db.engine.connect() as connection:
            coming = daily_rounds.without_reminder(connection, landlord_id, now, now + _LONGEST_AHEAD, limit)
        due = [one for one in coming if _is_due(one, policy, now)]
        with transaction():
            seen += sum(_remind(landlord_id, one, now) for one in due)
    return seen


def queue_feedback(*, clock: Clock, limit: int = 200) -> int:
    """Ask the tenants of yesterday's kept appointments; returns how many."""
    now = clock.now()
    at, asked = time(telling_policy(london_date(now)).daily_from_hour), 0
    for landlord_id in landlords.all_ids():
        with db.engine.connect() as connection:
            over = daily_rounds.without_feedback(connection, landlord_id, now - _FEEDBACK_WITHIN, now, limit)
        due = [(name, over_at) for name, over_at in over if feedback_from(over_at, at) <= now]
        with transaction():
            asked += sum(_put(landlord_id, _asking(name, over_at, now), name) for name, over_at in due)
    return asked


def _is_due(one: Coming, policy: TellingPolicy, now: datetime) -> bool:
    return wants_reminder(
        one.starts_at,
        clock=time(policy.daily_from_hour),
        now=now,
        told_at=one.told_at,
        not_after_word=policy.reminder_not_after_word,
    )


def _remind(landlord_id: str, one: Coming, now: datetime) -> bool:
    happening = Happening(
        kind=REMINDER,
        cause=f"{one.appointment_id}:{one.starts_at.isoformat()}",
        earliest=now,
        latest=now,
        received_at=now,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
    )
    return _put(landlord_id, happening, one.appointment_id)


def _asking(appointment_id: str, over_at: datetime, now: datetime) -> Happening:
    return Happening(kind=FEEDBACK, cause=appointment_id, earliest=over_at, latest=over_at, received_at=now)


def _put(landlord_id: str, happening: Happening, appointment_id: str) -> bool:
    with transaction() as connection:
        addressed = notice_readers.find(connection, landlord_id, appointment_id)
        if addressed is None:
            return False
        now = happening.received_at
        (notice,) = due_notices([happening], addressed.reader, slot_end=addressed.slot_end, now=now)
        return put_notice(addressed, notice, now)
