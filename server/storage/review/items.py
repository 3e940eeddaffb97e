"""Items of the review queue, written inside the caller's transaction, and the history that only grows."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, select, update
from sqlalchemy.engine import Connection, CursorResult

from server.domain.review.items import Subject
from server.storage.database import db
from server.storage.insertion import insert_if_absent
from server.storage.tables.review import ReviewItem, ReviewQuestion, ReviewStep

ITEMS = cast(Table, ReviewItem.__table__)
QUESTIONS = cast(Table, ReviewQuestion.__table__)
STEPS = cast(Table, ReviewStep.__table__)


def of_subject(connection: Connection, landlord_id: str, kind: str, subject: Subject) -> Row[Any] | None:
    """The item about this subject, locked until the transaction ends."""
    query = select(ITEMS).where(ITEMS.c.landlord_id == landlord_id, ITEMS.c.kind == kind)
    query = query.where(ITEMS.c.subject_kind == subject.kind, ITEMS.c.subject_id == subject.id)
    return connection.execute(query.with_for_update()).one_or_none()


def one(connection: Connection, item_id: str) -> Row[Any] | None:
    return connection.execute(select(ITEMS).where(ITEMS.c.item_id == item_id).with_for_update()).one_or_none()


def waiting(landlord_id: str, kinds: Collection[str]) -> Sequence[Row[Any]]:
    """The items of these kinds whose cause still waits, whether open or closed by hand."""
    query = select(ITEMS).where(ITEMS.c.landlord_id == landlord_id, ITEMS.c.waits.is_(True))
    return db.session.execute(query.where(ITEMS.c.kind.in_(kinds))).all()


def add(connection: Connection, row: dict[str, Any]) -> None:
    """Add the item unless its subject has one already."""
    insert_if_absent(connection, ITEMS, [row])


def change(connection: Connection, item_id: str, *conditions: Any, **values: Any) -> bool:
    """Change an item that fits, and count the change; True where it did."""
    query = update(ITEMS).where(ITEMS.c.item_id == item_id, *conditions)
    changed = connection.execute(query.values(**values, rev=ITEMS.c.rev + 1))
    return cast("CursorResult[object]", changed).rowcount == 1


def change_kind(connection: Connection, landlord_id: str, kinds: Collection[str], subject: Subject, kind: str) -> bool:
    """Let an item of one of these kinds be of another, so that others see it; True where there was one."""
    query = update(ITEMS).where(ITEMS.c.landlord_id == landlord_id, ITEMS.c.kind.in_(kinds))
    query = query.where(ITEMS.c.subject_kind == subject.kind, ITEMS.c.subject_id == subject.id)
    moved = connection.execute(query.values(kind=kind, rev=ITEMS.c.rev + 1))
    return cast("CursorResult[object]", moved).rowcount > 0


def note(connection: Connection, item: Any, what: str, *, at: datetime, **line: Any) -> None:
    """Append a line to the history; `line` may hold by, facts and note."""
    values = {"by": "", "facts": {}, "note": "", **line}
    connection.execute(
        STEPS.insert().values(landlord_id=item.landlord_id, item_id=item.item_id, what=what, at=at, **values)
    )


def add_question(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(QUESTIONS.insert(), [row])


def question(connection: Connection, message_id: str, visit_id: str) -> Row[Any] | None:
    """The question that this message on a phone of this visit put."""
    query = select(QUESTIONS).where(QUESTIONS.c.message_id == message_id, QUESTIONS.c.visit_id == visit_id)
    return connection.execute(query).one_or_none()


def answer_question(connection: Connection, message_id: str, text: str, *, by: str, at: datetime) -> None:
    values = {"answer": text, "answered_by": by, "answered_at": at}
    connection.execute(update(QUESTIONS).where(QUESTIONS.c.message_id == message_id).values(**values))
