"""What imports left behind besides the rows: what stood in the newest file, its report, and the open questions."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, select, update
from uuid_utils.compat import uuid7

from server.domain.imports.report import AskedRow
from server.storage.database import db
from server.storage.tables.imports import ImportedFile, ImportedRow, ImportQuestion

ROWS = cast(Table, ImportedRow.__table__)
QUESTIONS = cast(Table, ImportQuestion.__table__)


@dataclass(frozen=True)
class Source:
    """Whose file of which kind and style is being imported."""

    landlord_id: str
    kind: str
    style: str
    import_id: str


@dataclass(frozen=True)
class Standing:
    """What the newest file said of a key: the digest of its cells, and loaded, refused or conflict.

    `stands_for` is our own id where it is another; `operatives` is whom the file named, joined by semicolons; `said`
    is what it said of each field (`domain.imports.said`), for the kinds whose lines are changed here too.
    """

    digest: str
    standing: str
    stands_for: str = ""
    operatives: str = ""
    said: str = ""


def standings(landlord_id: str, kind: str, keys: Collection[str]) -> dict[str, Standing]:
    columns = (ROWS.c.key, ROWS.c.digest, ROWS.c.standing, ROWS.c.stands_for, ROWS.c.operatives, ROWS.c.said)
    query = select(*columns).where(ROWS.c.landlord_id == landlord_id, ROWS.c.kind == kind, ROWS.c.key.in_(keys))
    return {row.key: Standing(*row[1:]) for row in db.session.connection().execute(query)}


def remember(source: Source, rows: Mapping[str, Standing]) -> None:
    """Note what this file said of each key; a key that was loaded before stays loaded."""
    connection = db.session.connection()
    before = standings(source.landlord_id, source.kind, rows.keys())
    fresh = [_row(source, key, new) for key, new in rows.items() if key not in before]
    for key, old in before.items():
        if old != rows[key] and not (old.standing == "loaded" and rows[key].standing != "loaded"):
            where = (ROWS.c.landlord_id == source.landlord_id, ROWS.c.kind == source.kind, ROWS.c.key == key)
            connection.execute(update(ROWS).where(*where).values(**_row(source, key, rows[key])))
    if fresh:
        connection.execute(ROWS.insert(), fresh)


def _row(source: Source, key: str, said: Standing) -> dict[str, str]:
    return {
        "landlord_id": source.landlord_id,
        "kind": source.kind,
        "key": key,
        "style": source.style,
        "import_id": source.import_id,
        "digest": said.digest,
        "standing": said.standing,
        "stands_for": said.stands_for,
        "operatives": said.operatives,
        "said": said.said,
    }


def ask(landlord_id: str, kind: str, import_id: str, asked: Iterable[AskedRow]) -> None:
    """Put each question once: neither one that is still open nor one that a person has answered is put again."""
    by_subject = {(row.key, row.question.field, row.question.code): row for row in asked}
    put = _already_put(landlord_id, kind, {key for key, _, _ in by_subject})
    rows = [
        {
            "question_id": str(uuid7()),
            "landlord_id": landlord_id,
            "import_id": import_id,
            "kind": kind,
            "key": row.key,
            "row": row.place.row,
            "line": row.place.line,
            "field": row.question.field,
            "code": row.question.code,
            "message": row.question.message,
        }
        for subject, row in by_subject.items()
        if subject not in put
    ]
    if rows:
        db.session.connection().execute(QUESTIONS.insert(), rows)


def withdraw(landlord_id: str, kind: str, asked: Sequence[AskedRow], holds: Callable[[str], bool]) -> None:
    """Take back the open questions about the file's own keys that it no longer gives cause for."""
    still = {(row.key, row.question.field, row.question.code) for row in asked}
    query = select(QUESTIONS.c.question_id, QUESTIONS.c.key, QUESTIONS.c.field, QUESTIONS.c.code).where(
        QUESTIONS.c.landlord_id == landlord_id, QUESTIONS.c.kind == kind, QUESTIONS.c.answered_at.is_(None)
    )
    rows = db.session.connection().execute(query)
    gone = [row.question_id for row in rows if holds(row.key) and tuple(row[1:]) not in still]
    if gone:
        db.session.connection().execute(delete(QUESTIONS).where(QUESTIONS.c.question_id.in_(gone)))


@dataclass(frozen=True)
class Finished:
    """An import that is done: who ran it, on what, and what became of the rows."""

    file_name: str
    kind: str
    as_of: datetime
    started_at: datetime
    finished_at: datetime
    by: str
    added: int
    changed: int
    unchanged: int
    report: Mapping[str, object]
    vanished: Sequence[str] = ()


def record_file(landlord_id: str, import_id: str, done: Finished) -> None:
    """Keep a file's report for the console."""
    row = ImportedFile(
        import_id=import_id,
        landlord_id=landlord_id,
        file_name=done.file_name,
        kind=done.kind,
        as_of_at=done.as_of,
        started_at=done.started_at,
        finished_at=done.finished_at,
        imported_by=done.by,
        added=done.added,
        changed=done.changed,
        unchanged=done.unchanged,
        report=dict(done.report),
        vanished=list(done.vanished),
    )
    db.session.add(row)


def _already_put(landlord_id: str, kind: str, keys: Collection[str]) -> set[tuple[str, str, str]]:
    query = select(QUESTIONS.c.key, QUESTIONS.c.field, QUESTIONS.c.code).where(
        QUESTIONS.c.landlord_id == landlord_id, QUESTIONS.c.kind == kind, QUESTIONS.c.key.in_(keys)
    )
    return {(key, field, code) for key, field, code in db.session.connection().execute(query)}
