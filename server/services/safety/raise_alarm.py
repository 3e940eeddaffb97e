"""Raises an alarm once for its cause, tells the first rung, and lets its operative's phone hear of it.

Call it inside the caller's transaction, and let the feed be the last thing in it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.safety import ladder
from server.domain.safety.settings import SafetySettings
from server.services.safety.climb import reach
from server.storage import meta
from server.storage.safety import alarms


@dataclass(frozen=True)
class NewAlarm:
    """What is wrong, since when, and what told us: `cause` is unique, `raised_by` a phone, a person or the server."""

    landlord_id: str
    firm_id: str
    operative_id: str
    kind: str
    cause: str
    deadline_at: datetime
    raised_by: str = "server"
    visit_id: str | None = None
    facts: dict[str, object] = field(default_factory=dict)


def raise_alarm(connection: Connection, new: NewAlarm, settings: SafetySettings, *, at: datetime) -> str | None:
    """Returns the alarm's id; None where its cause has raised one before."""
    rung = ladder.first_rung(new.kind)
    row: dict[str, Any] = {
        "alarm_id": str(uuid7()),
        "landlord_id": new.landlord_id,
        "firm_id": new.firm_id,
        "reference": f"A-{meta.next_number(connection, f'alarms {new.landlord_id}', 1001)}",
        "cause": new.cause[:200],
        "kind": new.kind,
        "operative_id": new.operative_id,
        "visit_id": new.visit_id,
        "deadline_at": new.deadline_at,
        "raised_at": at,
        "raised_by": new.raised_by,
        "rung": rung,
        "look_at": None,
        "outcome": "",
    }
    if not alarms.add(connection, row):
        return None
    alarm = alarms.one(connection, row["alarm_id"])
    alarms.note(connection, alarm, "raised", at=at, rung=rung, by=new.raised_by, facts=new.facts)
    reach(connection, alarm, rung, settings, at=at)
    return str(row["alarm_id"])
