"""The reports of imports, as the console lists and shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from server.storage.database import db
from server.storage.tables.imports import ImportedFile, ImportQuestion


@dataclass(frozen=True)
class ListedImport:
    """One file that was read. The counts are the report's own."""

    import_id: str
    file_name: str
    kind: str
    finished_at: datetime
    added: int
    changed: int
    unchanged: int
    refused: int
    conflicts: int
    questions: int


def listed(landlord_id: str, *, limit: int, offset: int) -> list[ListedImport]:
    """The newest first; `questions` counts those nobody has answered."""
    rows = db.session.scalars(
        select(ImportedFile)
        .where(ImportedFile.landlord_id == landlord_id)
        .order_by(ImportedFile.finished_at.desc(), ImportedFile.import_id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    waiting = _open_questions([row.import_id for row in rows])
    return [_listed(row, waiting.get(row.import_id, 0)) for row in rows]


def find(landlord_id: str, import_id: str) -> ImportedFile | None:
    return db.session.scalar(
        select(ImportedFile).where(ImportedFile.landlord_id == landlord_id, ImportedFile.import_id == import_id)
    )


def newest(landlord_id: str, file_name: str) -> str | None:
    """The id of the last import of a file of this name."""
    query = select(ImportedFile.import_id).where(
        ImportedFile.landlord_id == landlord_id, ImportedFile.file_name == file_name
    )
    return db.session.scalar(query.order_by(ImportedFile.import_id.desc()).limit(1))


def part(report: dict[str, Any], name: str) -> list[Any]:
    """One list of a report; an older report may lack it."""
    found = report.get(name)
    return found if isinstance(found, list) else []


def _open_questions(import_ids: list[str]) -> dict[str, int]:
    query = (
        select(ImportQuestion.import_id, func.count())
        .where(ImportQuestion.import_id.in_(import_ids), ImportQuestion.answered_at.is_(None))
        .group_by(ImportQuestion.import_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)} if import_ids else {}


def _listed(row: ImportedFile, questions: int) -> ListedImport:
    return ListedImport(
        import_id=row.import_id,
        file_name=row.file_name,
        kind=row.kind,
        finished_at=row.finished_at,
        added=row.added,
        changed=row.changed,
        unchanged=row.unchanged,
        refused=len(part(row.report, "refused")),
        conflicts=len(part(row.report, "conflicts")),
        questions=questions,
    )
