"""What people made of our words: versions edited by the office, and translations that a speaker signed off."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Tables


class WordingVersion(Tables):
    """One sentence as the office wrote it; appended, the newest stands. Empty words mean: back to those shipped."""

    __tablename__ = "wording_versions"
    __table_args__ = (Index("ix_wording_versions_which", "landlord_id", "language", "catalogue", "name"),)
    version_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    catalogue: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class WordingSignOff(Tables):
    """A speaker found these words right. It holds for the very words, by their digest: an edit needs a new one."""

    __tablename__ = "wording_sign_offs"
    __table_args__ = (Index("ix_wording_sign_offs_which", "landlord_id", "language", "catalogue", "name"),)
    sign_off_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    catalogue: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    words_sha256: Mapped[str] = mapped_column(String(64))
    speaker: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
