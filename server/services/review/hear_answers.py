"""What operatives answered, from the events of their visits: the newest answer stands beside its question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from server.storage.review import items


@dataclass(frozen=True)
class Answer:
    """One answer to one message, of one visit."""

    message_id: str
    text: str
    operative_id: str
    visit_id: str


def hear_answers(connection: Connection, answers: Iterable[Answer], *, at: datetime) -> None:
    """Call it inside the transaction of the sync. An answer to no question is only an event."""
    for answer in answers:
        question = items.question(connection, answer.message_id, answer.visit_id)
        if question is None or question.answer == answer.text:
            continue
        items.answer_question(connection, answer.message_id, answer.text, by=answer.operative_id, at=at)
        items.note(connection, question, "answered", at=at, by=answer.operative_id)
