"""An open alarm for the console's tests."""

from typing import Any

from uuid_utils.compat import uuid7

from server.storage.database import db, transaction
from server.storage.tables.safety import Alarm
from tests.factories import LANDLORD, NOW


def an_alarm(visit_id: str | None, operative_id: str = "op-1", firm_id: str = "firm-a", **fields: Any) -> str:
    """A check-in missed at nine that has reached the duty manager; returns the alarm's id."""
    alarm_id = str(uuid7())
    values = {
        "reference": f"A-{alarm_id[-6:]}",
        "cause": alarm_id,
        "kind": "missed_check_in",
        "deadline_at": NOW,
        "raised_at": NOW,
        "raised_by": "server",
        "rung": "duty_manager",
        **fields,
    }
    who = {"operative_id": operative_id, "firm_id": firm_id, "visit_id": visit_id}
    with transaction():
        db.session.add(Alarm(alarm_id=alarm_id, landlord_id=LANDLORD, **who, **values))
    return alarm_id
