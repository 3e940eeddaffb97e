"""The questions that imports put, as a person works through them."""

from collections.abc import Mapping

from sqlalchemy import func, select

from server.storage.database import db
from server.storage.tables.imports import ImportQuestion


def open_ones(landlord_id: str, *, code: str, limit: int, offset: int) -> list[ImportQuestion]:
    """Those nobody has answered, of one code or all, in the order in which they were put."""
    query = select(ImportQuestion).where(
        ImportQuestion.landlord_id == landlord_id, ImportQuestion.answered_at.is_(None)
    )
    if code:
        query = query.where(ImportQuestion.code == code)
    return list(db.session.scalars(query.order_by(ImportQuestion.question_id).limit(limit).offset(offset)))


def counts(landlord_id: str) -> Mapping[str, int]:
    """How many wait, by code, the most first."""
    query = (
        select(ImportQuestion.code, func.count())
        .where(ImportQuestion.landlord_id == landlord_id, ImportQuestion.answered_at.is_(None))
        .group_by(ImportQuestion.code)
        .order_by(func.count().desc(), ImportQuestion.code)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def find(landlord_id: str, question_id: str) -> ImportQuestion | None:
    row = db.session.get(ImportQuestion, question_id)
    return row if row is not None and row.landlord_id == landlord_id else None
