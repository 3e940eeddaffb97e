"""Notices for tests, written straight into the outbox."""

from datetime import datetime, timedelta
from typing import Any

from uuid_utils.compat import uuid7

from server.storage.database import db, transaction
from server.storage.telling import notices
from server.storage.telling.notices import NOTICES, NoticeRow
from tests.factories import LANDLORD, an_appointment


def queued_notices(count: int, at: datetime, **fields: Any) -> list[str]:
    """So many texts to as many numbers, due at `at`, all with a link to the page of A-1; returns their ids."""
    an_appointment()
    rows = [a_notice(f"+4477009{number:05d}", at, **fields) for number in range(count)]
    with transaction() as connection:
        for row in rows:
            notices.put(connection, row)
    return [row.notice_id for row in rows]


def a_notice(number: str, at: datetime, **fields: Any) -> NoticeRow:
    notice_id = str(uuid7())
    values: dict[str, Any] = {
        "notice_id": notice_id,
        "landlord_id": LANDLORD,
        "cause": f"{LANDLORD}:reminder:{notice_id}",
        "kind": "reminder",
        "template": "reminder",
        "language": "en",
        "channel": "sms",
        "person_id": "person-1",
        "recipient": number,
        "text": "Havebury: a reminder, your visit is Tue 24 Nov, 10am-midday. See {link} or ring 0300 555 0100",
        "short_text": "There is news about your visit. Open to see it.",
        "firm_id": "firm-a",
        "appointment_id": "A-1",
        "visit_id": None,
        "new_start_at": None,
        "new_end_at": None,
        "useless_after_at": at + timedelta(days=1),
        "queued_at": at,
        "state": "queued",
        "due_at": at,
        **fields,
    }
    return NoticeRow(**values)


def outbox() -> list[dict[str, Any]]:
    """Every notice as it stands now, the oldest first."""
    db.session.rollback()
    query = NOTICES.select().order_by(NOTICES.c.queued_at, NOTICES.c.notice_id)
    return [dict(row) for row in db.session.execute(query).mappings()]
