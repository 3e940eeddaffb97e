"""Files handed in by people: their rows, and the folders in which their bytes and their progress lie."""

import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update

from server.storage.database import db
from server.storage.tables.imports import ImportUpload

_UNSAFE = re.compile(r"[^\w.() -]+")


@dataclass(frozen=True)
class Shelf:
    """Where handed-in files lie, each in a folder of its own named by its id."""

    root: Path

    def make(self, upload_id: str, file_name: str) -> Path:
        """The place for a new file's bytes, under its own name as far as that is a name."""
        folder = self.root / upload_id
        folder.mkdir(parents=True)
        return folder / file_name

    def source(self, upload_id: str, file_name: str) -> Path:
        return self.root / upload_id / file_name

    def note_progress(self, upload_id: str, done: int, rows: int) -> None:
        """Beside the file, since the import's own transaction is seen by nobody until it ends."""
        folder = self.root / upload_id
        if folder.is_dir():
            (folder / ".progress").write_text(f"{done} {rows}")

    def progress(self, upload_id: str) -> tuple[int, int]:
        """Rows done and rows there are; nothing known is 0 of 0."""
        path = self.root / upload_id / ".progress"
        words = path.read_text().split() if path.is_file() else []
        return (int(words[0]), int(words[1])) if len(words) == 2 else (0, 0)

    def clear(self, upload_id: str) -> None:
        shutil.rmtree(self.root / upload_id, ignore_errors=True)


def safe_name(file_name: str) -> str:
    """The last part of a name that a browser sent, without what a file system could take amiss."""
    name = _UNSAFE.sub("_", file_name.replace("\\", "/").rpartition("/")[2]).strip(" .")[-100:]
    return name or "file"


def add(row: ImportUpload) -> None:
    db.session.add(row)


def find(landlord_id: str, upload_id: str) -> ImportUpload | None:
    row = db.session.get(ImportUpload, upload_id)
    return row if row is not None and row.landlord_id == landlord_id else None


def next_waiting() -> ImportUpload | None:
    query = select(ImportUpload).where(ImportUpload.state == "waiting")
    return db.session.scalars(query.order_by(ImportUpload.uploaded_at, ImportUpload.upload_id).limit(1)).first()


def unfinished(landlord_id: str) -> list[ImportUpload]:
    query = select(ImportUpload).where(
        ImportUpload.landlord_id == landlord_id, ImportUpload.state.in_(("waiting", "running"))
    )
    return list(db.session.scalars(query.order_by(ImportUpload.uploaded_at)))


def wait_again() -> int:
    """What was running when the process ended was undone with its transaction: it waits again."""
    done = db.session.execute(
        update(ImportUpload).where(ImportUpload.state == "running").values(state="waiting"),
    )
    return int(getattr(done, "rowcount", 0))


def mark(upload_id: str, state: str, *, at: datetime | None = None, import_id: str = "", failure: str = "") -> None:
    values: dict[str, object] = {"state": state, "failure": failure}
    if at is not None:
        values |= {"finished_at": at, "import_id": import_id or None}
    db.session.execute(update(ImportUpload).where(ImportUpload.upload_id == upload_id).values(**values))
