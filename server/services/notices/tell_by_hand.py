"""A person tells what no message could: by voice, by a letter that is posted, or by a text that a manager lets go.

Only then does it count as told; who did it and when is written down.
"""

from datetime import datetime

from server.domain.errors import DoorstepError
from server.domain.notices import PLANNED
from server.domain.notices.routes import LETTER
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.notices.queue_letter import queue_notice_letter
from server.services.phones.tell_phones import tell_phones_of
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.telling import letters, notices
from server.storage.telling.letters import LetterRow
from server.storage.telling.notices import NoticeRow

BY_VOICE = ("phone", "in_person")


class NotToTell(DoorstepError):
    """Somebody else has told it, it is no news any more, or it is another firm's."""

    def __init__(self) -> None:
        message = "This is not waiting any more: somebody has told it, or it is no news now. Nothing was changed."
        super().__init__("not_found", message)


class ReasonMissing(DoorstepError):
    """A late notice of planned works leaves only with a reason (HS004A 4)."""

    def __init__(self) -> None:
        super().__init__("reason_missing", "Write why the tenant gets less than ten working days' notice.")


def told_by_voice(viewer: Viewer, notice_id: str, how: str, *, clock: Clock) -> None:
    """The tenant has just been told, on the phone or at the door."""
    if how not in BY_VOICE:
        raise DoorstepError("wrong_channel", "Say whether you told them by phone or in person.")
    now = clock.now()
    with transaction() as connection:
        notice = _waiting(viewer, notice_id)
        notices.told_by_person(connection, notice.notice_id, how, now)
        _note(viewer, notice, f"told_by_{how}", now)
        notices.tell_the_rule(connection, notice)
        tell_phones_of(notice, at=now)


def allow_late_notice(viewer: Viewer, notice_id: str, reason: str, *, clock: Clock) -> None:
    """A manager lets planned works' notice leave with less than the ten working days."""
    if not reason.strip():
        raise ReasonMissing
    now = clock.now()
    with transaction() as connection:
        notice = _waiting(viewer, notice_id)
        if notice.kind != PLANNED:
            raise NotToTell
        notices.allow(connection, notice.notice_id, reason.strip(), now)
        if notice.channel == LETTER:
            queue_notice_letter(connection, notice, now=now)
        _note(viewer, notice, "late_notice_allowed", now, reason=reason.strip())


def letter_posted(viewer: Viewer, letter_id: str, *, clock: Clock) -> None:
    """It is in the post: its tenant counts as told from now."""
    now = clock.now()
    with transaction() as connection:
        letter = find_letter(viewer, letter_id)
        if not letters.note_posted(connection, letter, by=viewer.user_id, at=now):
            raise NotToTell
        subject = audit.Subject("letter", letter.letter_id)
        audit.record(viewer.landlord_id, subject, "letter_posted", by=viewer.user_id, at=now)
        notice = notices.get(connection, letter.notice_id or "")
        if notice is not None and notice.state == "held":
            notices.told_by_person(connection, notice.notice_id, "letter", now)
            notices.tell_the_rule(connection, notice)


def find_letter(viewer: Viewer, letter_id: str) -> LetterRow:
    """Raises NotToTell for one that is not there or not this person's."""
    letter = letters.get(db.session.connection(), viewer.landlord_id, letter_id)
    if letter is None or viewer.firm_id not in (None, letter.firm_id):
        raise NotToTell
    return letter


def _waiting(viewer: Viewer, notice_id: str) -> NoticeRow:
    notice = notices.get(db.session.connection(), notice_id)
    if notice is None or notice.landlord_id != viewer.landlord_id or notice.state != "held":
        raise NotToTell
    if viewer.firm_id not in (None, notice.firm_id):
        raise NotToTell
    return notice


def _note(viewer: Viewer, notice: NoticeRow, action: str, at: datetime, *, reason: str = "") -> None:
    subject = audit.Subject("notice", notice.notice_id)
    after = {"kind": notice.kind, "appointment_id": notice.appointment_id}
    audit.record(viewer.landlord_id, subject, action, by=viewer.user_id, at=at, after=after, reason=reason)
