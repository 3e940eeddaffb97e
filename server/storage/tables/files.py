"""Photos: uploads on their way, verified blobs, and which event names which blob."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Tables


class Upload(Tables):
    """A tus upload on its way; seen by its own device only.

    `writer` names the one request that may append now; a newer one takes the pen from an older that still hangs.
    """

    __tablename__ = "uploads"
    upload_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    device_id: Mapped[str] = mapped_column(String(36), index=True)
    firm_id: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    event_id: Mapped[str] = mapped_column(String(80))
    length: Mapped[int] = mapped_column(BigInteger)
    offset: Mapped[int] = mapped_column(BigInteger, default=0)
    metadata_header: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_code: Mapped[str | None] = mapped_column(String(24))
    writer: Mapped[str | None] = mapped_column(String(36))


class Blob(Tables):
    """Bytes that hash to their name, as uploaded: evidence, never served as they are."""

    __tablename__ = "blobs"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    firm_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    verified_at: Mapped[datetime] = mapped_column(Instant)


class BlobReference(Tables):
    """An accepted event's word that it has this photo."""

    __tablename__ = "blob_references"
    __table_args__ = (Index("ix_blob_references_sha256", "sha256"),)
    envelope_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[str] = mapped_column(String(80), index=True)
    device_id: Mapped[str] = mapped_column(String(36), index=True)
    visit_id: Mapped[str | None] = mapped_column(String(36), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(40))


class Rendition(Tables):
    """A safe picture made from a blob by re-encoding: `view` (1600 px) and `thumbnail` (320 px), without EXIF.

    `state` is waiting, made or refused (with the reason); the worker makes them.
    """

    __tablename__ = "renditions"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime | None] = mapped_column(Instant)
