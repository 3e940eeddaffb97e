"""Which person's act ended a waiting, as the trail and the rows themselves say; None where nobody's did."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import literal, select

from server.domain.review.items import Closing
from server.storage.database import db
from server.storage.tables.imports import AuditEntry, ImportConflict, ImportQuestion
from server.storage.tables.journal import JournalRuling
from server.storage.tables.notices import Notice
from server.storage.tables.staff import User
from server.storage.tables.telling import Letter

ENDS: Mapping[str, tuple[str, ...]] = {
    "alarm": ("alarm_closed",),
    "decision": ("question_answered", "claim_approved", "claim_paid", "claim_refused"),
    "claim": ("claim_paid", "claim_refused"),
    "recharge": ("recharge_decided",),
    "recharge_answer": ("recharge_accepted", "recharge_disputed"),
    "message": ("message_answered",),
    "incident": ("incident_answered",),
    "need_review": ("need_reviewed", "need_ended"),
    "flag_review": (),
    "flag_letter": (),
    "flag_appeal": (),
}
"""The acts that may end it, as the trail names them; where none is named, any act on it but a reading."""


def ended_by(item: Any) -> Closing | None:
    """The newest act since it began to wait."""
    if item.kind in ENDS:
        return _in_trail(item)
    if item.kind in _IN_ROWS:
        found = db.session.execute(_IN_ROWS[item.kind](item)).first()
        return Closing(found[0], found[1]) if found and found[0] else None
    return None


def _in_trail(item: Any) -> Closing | None:
    query = (
        select(AuditEntry.by, AuditEntry.action)
        .join(User, User.user_id == AuditEntry.by)
        .where(
            AuditEntry.landlord_id == item.landlord_id,
            AuditEntry.subject_kind == item.subject_kind,
            AuditEntry.subject_id == item.subject_id,
            AuditEntry.at >= item.raised_at,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.entry_id.desc())
    )
    ends = ENDS[item.kind]
    query = query.where(AuditEntry.action.in_(ends)) if ends else query.where(~AuditEntry.action.endswith("_read"))
    found = db.session.execute(query.limit(1)).first()
    return Closing(found[0], found[1]) if found else None


def _ruled(item: Any) -> Any:
    rulings = select(JournalRuling.by, JournalRuling.status).join(User, User.user_id == JournalRuling.by)
    return rulings.where(JournalRuling.envelope_sha256 == item.subject_id).order_by(JournalRuling.ruling_id.desc())


def _question_answered(item: Any) -> Any:
    query = select(ImportQuestion.answered_by, literal("answered")).where(ImportQuestion.import_id == item.subject_id)
    return query.where(ImportQuestion.answered_at >= item.raised_at).order_by(ImportQuestion.answered_at.desc())


def _conflict_settled(item: Any) -> Any:
    query = select(ImportConflict.settled_by, literal("settled_by_choice"))
    query = query.where(ImportConflict.import_id == item.subject_id, ImportConflict.settled_at >= item.raised_at)
    return query.order_by(ImportConflict.settled_at.desc())


def _posted(item: Any) -> Any:
    query = select(Letter.posted_by, literal("posted")).where(Letter.landlord_id == item.landlord_id)
    query = query.where(Letter.firm_id == (item.firm_id or ""), Letter.posted_at >= item.raised_at)
    return query.order_by(Letter.posted_at.desc())


def _rung(item: Any) -> Any:
    """The newest notice of this firm that somebody told by voice."""
    query = (
        select(AuditEntry.by, AuditEntry.action)
        .join(User, User.user_id == AuditEntry.by)
        .join(Notice, Notice.notice_id == AuditEntry.subject_id)
        .where(AuditEntry.landlord_id == item.landlord_id, AuditEntry.subject_kind == "notice")
        .where(Notice.firm_id == (item.firm_id or ""), AuditEntry.at >= item.raised_at)
    )
    return query.order_by(AuditEntry.at.desc(), AuditEntry.entry_id.desc())


_IN_ROWS = {
    "set_apart": _ruled,
    "import_question": _question_answered,
    "import_conflict": _conflict_settled,
    "letter": _posted,
    "call": _rung,
}
