"""The outbox: what tenants are to be told, every attempt at telling them, and the local gateway's sent texts."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Tables


class Notice(Tables):
    """One notice. `state` is queued, sending, sent, delivered, failed, replaced or held; `cause` makes it unique.

    Once a notice has left, the token of the link in `text` is masked. `about_at` is the moment that it speaks of;
    `short_text` what a push shows of it; `allowed_because` a manager's reason to send planned works' notice late;
    `own_text` the same in the tenant's language while no speaker has checked it, for a letter.
    """

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_promised", "landlord_id", "appointment_id"),)
    notice_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    cause: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default="", server_default="")
    template: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10), default="en")
    channel: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[str | None] = mapped_column(String(60), index=True)
    recipient: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    short_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    firm_id: Mapped[str] = mapped_column(String(40), default="")
    appointment_id: Mapped[str | None] = mapped_column(String(60), index=True)
    visit_id: Mapped[str | None] = mapped_column(String(36), index=True)
    new_start_at: Mapped[datetime | None] = mapped_column(Instant)
    new_end_at: Mapped[datetime | None] = mapped_column(Instant)
    about_at: Mapped[datetime | None] = mapped_column(Instant)
    useless_after_at: Mapped[datetime | None] = mapped_column(Instant)
    queued_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(12), index=True)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)
    lease_until_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    gateway_id: Mapped[str | None] = mapped_column(String(80), index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_at: Mapped[datetime | None] = mapped_column(Instant)
    failure: Mapped[str] = mapped_column(Text, default="")
    allowed_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    own_text: Mapped[str] = mapped_column(Text, default="", server_default="")


class NoticeAttempt(Tables):
    """One attempt at sending a notice; appended only."""

    __tablename__ = "notice_attempts"
    attempt_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    notice_id: Mapped[str] = mapped_column(String(36), index=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(Text, default="")


class LocalText(Tables):
    """A text that the local gateway took: shown in the console, sent to nobody."""

    __tablename__ = "local_texts"
    gateway_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    recipient: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(Instant)
