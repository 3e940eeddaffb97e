"""Puts one notice into the outbox, with its words; takes back what it overtakes; leaves out what was said just now.

Call it inside the transaction that found the cause.
"""

from datetime import datetime

from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.notices import (
    NEW_TIME,
    ON_MY_WAY,
    REPLACED,
    DueNotice,
    Happening,
    is_double,
    overtaken_by,
)
from server.domain.notices.kinds import ABOUT_A_TIME
from server.domain.wording.languages import first_known
from server.domain.wording.notice_facts import text_name, told_facts
from server.domain.wording.templates import fill
from server.outside.phone_numbers import as_dialled
from server.services.notices.queue_letter import queue_notice_letter
from server.services.wording.read_speech import manner_of, text_template, unchecked_text
from server.storage.database import transaction
from server.storage.telling import letters, notices
from server.storage.telling.notice_readers import Addressed
from server.storage.telling.notices import NoticeRow

_LEAVES = ("queued", "held")


def put_notice(addressed: Addressed, notice: DueNotice, now: datetime, *, old_start: datetime | None = None) -> bool:
    """True where it is new. `old_start` is the time that a move or a cancellation took away."""
    happening = notice.happening
    cause = f"{addressed.landlord_id}:{happening.kind}:{happening.cause}"
    with transaction() as connection:
        if notice.state == REPLACED and notices.replace_waiting(connection, cause, notice.reason):
            letters.call_off_replaced(connection, addressed.landlord_id, addressed.appointment_id)
            return False
        if notices.of_cause(connection, cause) is not None:
            return False
        row = _row(addressed, notice, cause, now, old_start)
        if notice.state in _LEAVES and _was_said(connection, addressed, happening, now):
            row = _replaced(row, "The same was said within the hour.")
        if not notices.put(connection, row):
            return False
        _overtake(connection, addressed, row)
        if row.state == "held" and row.channel == "letter" and not notice.waits_for_leave:
            queue_notice_letter(connection, row, now=now)
    return True


def words_of(addressed: Addressed, happening: Happening, old_start: datetime | None) -> str:
    """The text that a notice of this would be, in the language it would go in."""
    name = _name(addressed, happening)
    language, template = text_template(addressed.landlord_id, name, addressed.language)
    return fill(name, template, _facts(addressed, happening, old_start, language))


def _was_said(connection: Connection, addressed: Addressed, happening: Happening, now: datetime) -> bool:
    return is_double(happening, notices.said(connection, addressed.landlord_id, addressed.appointment_id), now)


def _overtake(connection: Connection, addressed: Addressed, row: NoticeRow) -> None:
    kinds = overtaken_by(row.kind)
    if kinds and row.state in _LEAVES:
        where = (addressed.landlord_id, addressed.appointment_id)
        if notices.replace_overtaken(connection, *where, kinds, besides=row.cause):
            letters.call_off_replaced(connection, *where)


def _replaced(row: NoticeRow, reason: str) -> NoticeRow:
    return NoticeRow(**{**row.__dict__, "state": REPLACED, "failure": reason})


def _row(addressed: Addressed, notice: DueNotice, cause: str, now: datetime, old_start: datetime | None) -> NoticeRow:
    happening = notice.happening
    name = _name(addressed, happening)
    language, template = text_template(addressed.landlord_id, name, addressed.language)
    facts = _facts(addressed, happening, old_start, language)
    is_new_time = happening.tells_new_time
    return NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=addressed.landlord_id,
        cause=cause,
        kind=happening.kind,
        template=name,
        language=language,
        channel=notice.channel,
        person_id=addressed.person_id,
        recipient=notice.recipient,
        text=fill(name, template, facts),
        own_text=_own_text(addressed, happening, old_start, name) if language != addressed.language else "",
        short_text=_short_text(addressed, happening, old_start),
        firm_id=addressed.firm_id,
        appointment_id=addressed.appointment_id,
        visit_id=happening.visit_id or addressed.visit_id,
        new_start_at=happening.starts_at if is_new_time else None,
        new_end_at=happening.ends_at if is_new_time else None,
        about_at=happening.starts_at,
        useless_after_at=notice.useless_after,
        queued_at=happening.received_at,
        state=notice.state,
        due_at=now,
        failure=notice.reason,
    )


def _name(addressed: Addressed, happening: Happening) -> str:
    """The code stands in a text only for those who asked for it: others may read the phone (product.md).

    On a phone that others share, anything but the time of a visit says no more than that there is news.
    """
    name = text_name(happening)
    if addressed.reader.shared_phone and happening.kind not in ABOUT_A_TIME:
        return "news"
    return "on_my_way_code" if name == ON_MY_WAY and addressed.reader.code_by_text else name


def _facts(addressed: Addressed, happening: Happening, old_start: datetime | None, language: str) -> dict[str, str]:
    """With `{link}` and `{code}` still standing: they are filled in when the notice leaves."""
    return {
        "landlord": addressed.landlord_name,
        "phone": as_dialled(addressed.landlord_phone),
        "firm": addressed.firm_name,
        "link": "{link}",
        "code": "{code}",
        **told_facts(happening, old_start or addressed.slot_start, manner_of(addressed.landlord_id, language)),
    }


def _own_text(addressed: Addressed, happening: Happening, old_start: datetime | None, name: str) -> str:
    facts = _facts(addressed, happening, old_start, first_known([addressed.language]))
    return unchecked_text(addressed.landlord_id, name, addressed.language, facts)


def _short_text(addressed: Addressed, happening: Happening, old_start: datetime | None) -> str:
    name = f"push_{happening.kind}" if happening.kind in (ON_MY_WAY, NEW_TIME) else "push_news"
    language, template = text_template(addressed.landlord_id, name, addressed.language)
    return fill(name, template, _facts(addressed, happening, old_start, language))
