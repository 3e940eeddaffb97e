"""The journal of everything a phone sent, the bodies apart, and the feed of what changed for whom.

Journal, bodies and rulings are appended only. A body may be erased at the end of its retention; its hash stays.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables

_APART = text("status IN ('quarantined', 'forked')")


class Meta(Tables):
    """Facts of this database itself, among them `server_epoch`, which changes when a backup is restored."""

    __tablename__ = "meta"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class JournalRow(Tables):
    """One received envelope, as first judged. `hash` is the claimed one; `body_sha256` is of the bytes received.

    `clock` is what the phone's clocks said as it delivered: wall and monotonic milliseconds, and the page load.
    `position` counts from 1 within the landlord; `chain_hash` covers the row before and all of this one.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_chain", "device_id", "epoch", "seq"),
        Index("ix_journal_event_id", "event_id"),
        Index("ix_journal_visit", "visit_id"),
        # The few rows that do not count, among millions: the review queue asks for them every few seconds.
        Index("ix_journal_apart", "landlord_id", "position", sqlite_where=_APART, postgresql_where=_APART),
    )
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    envelope_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    device_id: Mapped[str] = mapped_column(String(80))
    epoch: Mapped[str] = mapped_column(String(80))
    seq: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[str] = mapped_column(String(80))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    sig: Mapped[str | None] = mapped_column(Text)
    body_sha256: Mapped[str] = mapped_column(String(64))
    sent_by_device: Mapped[str] = mapped_column(String(36))
    visit_id: Mapped[str | None] = mapped_column(String(36))
    status: Mapped[str] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(24))
    received_at: Mapped[datetime] = mapped_column(Instant)
    clock: Mapped[str | None] = mapped_column(String(160))
    chain_hash: Mapped[str] = mapped_column(String(64))


class JournalBody(Tables):
    """What an envelope holds, under the position of its row: so that what comes together is written together."""

    __tablename__ = "journal_bodies"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    envelope_sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class JournalRuling(Tables):
    """A later judgement of a journal row: released from quarantine, set aside, or its gap filled. Appended only."""

    __tablename__ = "journal_rulings"
    ruling_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    envelope_sha256: Mapped[str] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text, default="")
    chain_hash: Mapped[str | None] = mapped_column(String(64))


class Erasure(Tables):
    """The record that a body, or a part of it, was erased, when and why.

    `kept_sha256` is of what stands in its place and `sig` ours over it; both null where nothing does.
    """

    __tablename__ = "erasures"
    envelope_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    kept_sha256: Mapped[str | None] = mapped_column(String(64))
    sig: Mapped[str | None] = mapped_column(Text)


class LocationsDropped(Tables):
    """Up to which row of the journal the end of locations has come."""

    __tablename__ = "locations_dropped"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)


class FeedRow(Tables):
    """Something changed for one audience. `audience` is `operative:ID`; positions are allotted under the lock."""

    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_audience", "landlord_id", "audience", "position"),)
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    audience: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[str] = mapped_column(String(80))
    origin_device: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(Instant)


class Alert(Tables):
    """Something a person should look at in the evidence itself: a fork, a gap that stays, a failed hash."""

    __tablename__ = "alerts"
    alert_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(120), index=True)
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str | None] = mapped_column(String(60))
