"""Takes an alarm to a rung of its ladder: tells who is there, writes down who was told, and says when it goes on.

Call these inside the caller's transaction. A rung on which nobody is on duty is passed at once: nobody waits for an
empty chair. At the top every console shouts until a person stops it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.notices.kinds import ALARM
from server.domain.safety import ladder
from server.domain.safety.settings import SafetySettings
from server.domain.wording.templates import fill
from server.outside.phone_numbers import as_dialled
from server.storage.phones import phone_view
from server.storage.safety import alarms, rota, told
from server.storage.safety.rota import OnDuty
from server.storage.safety.words import alarm_texts
from server.storage.telling import notices
from server.storage.telling.notices import NoticeRow

_TEXT_HELPS = timedelta(hours=2)


def reach(connection: Connection, alarm: Any, rung: str, settings: SafetySettings, *, at: datetime) -> None:
    """Reach this rung, and every one above it that nobody would hear on."""
    while True:
        heard = _tell(connection, alarm, rung, at)
        above = ladder.next_rung(rung)
        goes_on_at = ladder.reached_at(alarm.kind, above, alarm.deadline_at, settings) if above else None
        if heard or above is None:
            break
        rung = above
    alarms.change(connection, alarm.alarm_id, rung=rung, look_at=goes_on_at)


def _tell(connection: Connection, alarm: Any, rung: str, at: datetime) -> bool:
    """Tell whoever stands on this rung; False where nobody does."""
    if rung == ladder.SHOUT:
        alarms.note(connection, alarm, "shouting", at=at, rung=rung)
        return True
    people = _people(connection, alarm, rung, at)
    for one in people:
        _text(connection, alarm, rung, one, at)
        facts: dict[str, object] = {"user_id": one.user_id, "name": one.name}
        alarms.note(connection, alarm, "told", at=at, rung=rung, facts=facts)
    if not people:
        alarms.note(connection, alarm, "nobody_on_duty", at=at, rung=rung)
    # An office without a turn on the rota still has its console, which shows the alarm from here on.
    return bool(people) or rung == ladder.OFFICE


def _people(connection: Connection, alarm: Any, rung: str, at: datetime) -> Sequence[OnDuty]:
    if rung == ladder.PHONE:
        return told.operative(connection, alarm.landlord_id, alarm.operative_id)
    return rota.on_duty(connection, alarm.landlord_id, rung, alarm.firm_id, at)


def _text(connection: Connection, alarm: Any, rung: str, one: OnDuty, at: datetime) -> None:
    """One text in the outbox; its firm may read what its own office was told, and nobody else's number."""
    name = f"{'drill' if alarm.kind == ladder.DRILL else 'alarm'}_{'phone' if rung == ladder.PHONE else 'duty'}"
    is_firms = rung in (ladder.PHONE, ladder.OFFICE)
    row = NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=alarm.landlord_id,
        cause=f"alarm:{alarm.alarm_id}:{rung}:{one.user_id}",
        template=name,
        language="en",
        channel="sms",
        recipient=one.mobile,
        text=_words(connection, alarm, name),
        firm_id=alarm.firm_id if is_firms else "",
        useless_after_at=at + _TEXT_HELPS,
        queued_at=at,
        kind=ALARM,
        due_at=at,
    )
    notices.put(connection, row)


def _words(connection: Connection, alarm: Any, name: str) -> str:
    landlord = phone_view.landlord(connection, alarm.landlord_id)
    facts = {
        "landlord": landlord.name if landlord else "",
        "phone": as_dialled(landlord.phone) if landlord else "",
        "reference": alarm.reference,
    }
    return fill(name, alarm_texts()[name], facts)
