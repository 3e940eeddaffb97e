"""A person answers what an import asked: which of two clock times is meant, or what was found to be right."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage import feed
from server.storage.cases import cases
from server.storage.database import transaction
from server.storage.importing import questions, settled_times
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.tables.imports import ImportQuestion

CHOICES = {
    "right": "It is right as it stands",
    "mended": "It has been put right where it came from",
    "noted": "Something else: see the note",
}
TIME_CHOICES = {"earlier": "The first time, before the clocks went back", "later": "The second time, after it"}


@dataclass(frozen=True)
class Answer:
    """What was chosen of the choices, and what was found out."""

    choice: str
    note: str = ""


def choices_of(code: str) -> dict[str, str]:
    """What a question of this kind may be answered."""
    return {**TIME_CHOICES, **CHOICES} if code == "time_ambiguous" else CHOICES


def answer_question(landlord_id: str, question_id: str, answer: Answer, *, by: str, clock: Clock) -> ImportQuestion:
    """Keep the answer for ever; a time that is meant is put into the record, and told to the phones."""
    with transaction():
        question = questions.find(landlord_id, question_id)
        if question is None:
            raise DoorstepError("not_found", "There is no such question; the file may have been sent again, clear.")
        _must_fit(question, answer)
        question.answered_at, question.answered_by = clock.now(), by
        question.answer = f"{answer.choice}: {answer.note}" if answer.note else answer.choice
        if answer.choice in TIME_CHOICES:
            _settle_time(landlord_id, question, answer, by=by, clock=clock)
        subject = audit.Subject(question.kind, question.key)
        after: dict[str, object] = {"field": question.field, "code": question.code, "answer": question.answer}
        audit.record(landlord_id, subject, "import_question_answered", by=by, at=clock.now(), after=after)
        return question


def _must_fit(question: ImportQuestion, answer: Answer) -> None:
    if question.answered_at is not None:
        raise DoorstepError("already_answered", "Somebody has answered this question already. Nothing was changed.")
    if answer.choice not in choices_of(question.code):
        raise DoorstepError("nothing_chosen", "Choose one of the answers.")
    if answer.choice == "noted" and not answer.note:
        raise DoorstepError("note_missing", "Say in the note what was found.")


def _settle_time(landlord_id: str, question: ImportQuestion, answer: Answer, *, by: str, clock: Clock) -> None:
    pin = settled_times.Pin(landlord_id, question.kind, question.key, question.field, answer.choice == "later")
    changed = settled_times.pin_time(pin)
    if changed is None:
        return
    audit.record(
        landlord_id,
        audit.Subject(question.kind, question.key),
        "import_time_settled",
        by=by,
        at=clock.now(),
        before=changed.before,
        after=changed.after,
    )
    cases.mark_stale(landlord_id, {changed.appointment_id})
    feed.append(landlord_id, touched_visits.of_appointments(landlord_id, {changed.appointment_id}), at=clock.now())
