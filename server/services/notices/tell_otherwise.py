"""The next way after one that did not work: a text after a push, an email, a letter or a person after a text.

The notice that did not get through keeps its row; the next way is a notice of its own, whose cause names the first.
"""

from dataclasses import replace
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.notices import HELD, QUEUED, route
from server.services.notices.post import EMAIL, PUSH, SMS
from server.services.notices.queue_letter import queue_notice_letter
from server.services.tenants.make_tenant_link import unmask
from server.storage.database import db
from server.storage.telling import notice_readers, notices
from server.storage.telling.notices import NoticeRow


def tell_otherwise(notice: NoticeRow, *, now: datetime) -> bool:
    """Queue it by the next way; True where there is a new row. Messages to our own people have no other way."""
    if notice.person_id is None or (notice.useless_after_at or now) <= now:
        return False
    connection = db.session.connection()
    reader, _ = notice_readers.reader_of(connection, notice.landlord_id, notice.person_id)
    without = _tried(notice)
    reader = replace(
        reader,
        takes_push=reader.takes_push and PUSH not in without,
        unreachable=SMS in without,
        email="" if EMAIL in without else reader.email,
    )
    channel, recipient, problem = route(reader, notice.kind, time_left=(now, notice.useless_after_at or now))
    row = replace(
        notice,
        notice_id=str(uuid7()),
        cause=f"{notice.cause}:{channel}",
        channel=channel,
        recipient=recipient,
        text=unmask(notice.text),
        state=HELD if problem else QUEUED,
        failure=problem,
        due_at=now,
        attempts=0,
        lease_until_at=None,
    )
    is_new = notices.put(connection, row)
    if is_new and channel == "letter":
        queue_notice_letter(connection, row, now=now)
    return is_new


_WAYS = frozenset({SMS, PUSH, EMAIL})


def _tried(notice: NoticeRow) -> set[str]:
    """The ways that this news has gone already: each adds its name to the cause."""
    return {notice.channel, *(part for part in notice.cause.split(":") if part in _WAYS), PUSH}
