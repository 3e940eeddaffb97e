"""What imports did: each file's report, and the questions a person must look at."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Json, Tables


class ImportedFile(Tables):
    __tablename__ = "imported_files"
    import_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    file_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(40))
    as_of_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime] = mapped_column(Instant)
    imported_by: Mapped[str] = mapped_column(String(60))
    added: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    report: Mapped[dict[str, object]] = mapped_column(Json)
    vanished: Mapped[list[str]] = mapped_column(Json, default=list)


class ImportedRow(Tables):
    """What the newest file said of one key: a digest of its cells, and whether the row was loaded.

    `standing` is loaded, refused or conflict. The digest tells an unchanged row from a changed one, so that a
    second run of the same file touches nothing that was recorded since. `style` is that of the file. `stands_for` is
    the appointment that another style brought under a key of its own; `operatives` whom this file named; `said` a
    digest of each field, for the kinds whose lines are changed here too.
    """

    __tablename__ = "imported_rows"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(32))
    standing: Mapped[str] = mapped_column(String(10))
    import_id: Mapped[str] = mapped_column(String(36))
    style: Mapped[str] = mapped_column(String(40), default="")
    stands_for: Mapped[str] = mapped_column(String(120), default="")
    operatives: Mapped[str] = mapped_column(Text, default="")
    said: Mapped[str] = mapped_column(Text, default="", server_default="")


class ImportUpload(Tables):
    """A file handed in by a person in the console. `state` is waiting, running, done or failed.

    Its bytes lie in a folder of their own under the data folder, and go once it is done.
    """

    __tablename__ = "import_uploads"
    upload_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    file_name: Mapped[str] = mapped_column(Text)
    as_of_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10), index=True)
    uploaded_by: Mapped[str] = mapped_column(String(60))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    import_id: Mapped[str | None] = mapped_column(String(36))
    failure: Mapped[str] = mapped_column(Text, default="")


class ImportConflict(Tables):
    """One key with different contents in one file, kept until a person chooses; then its cells go.

    `rows` are {row, line, digest, cells}. `chosen` is the digest of the row that was taken; empty: none of them.
    """

    __tablename__ = "import_conflicts"
    conflict_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    import_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    style: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120), index=True)
    digests: Mapped[str] = mapped_column(Text)
    rows: Mapped[list[dict[str, object]]] = mapped_column(Json)
    as_of_at: Mapped[datetime] = mapped_column(Instant)
    found_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by: Mapped[str | None] = mapped_column(String(60))
    chosen: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")


class ImportMapping(Tables):
    """How a landlord's own files of one style are read from a day on; appended, the newest of a style stands."""

    __tablename__ = "import_mappings"
    mapping_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    style: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date] = mapped_column(Date)
    content: Mapped[dict[str, object]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(Instant)


class ImportQuestion(Tables):
    """A row that was loaded, and what a person should look at in it."""

    __tablename__ = "import_questions"
    question_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    import_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120), index=True)
    row: Mapped[int] = mapped_column(Integer)
    line: Mapped[int] = mapped_column(Integer)
    field: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[str | None] = mapped_column(String(60))
    answer: Mapped[str | None] = mapped_column(Text)


class AuditEntry(Tables):
    """Who changed what, when and from what to what; appended only."""

    __tablename__ = "audit_entries"
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(120), index=True)
    before: Mapped[dict[str, object] | None] = mapped_column(Json)
    after: Mapped[dict[str, object] | None] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text, default="")
