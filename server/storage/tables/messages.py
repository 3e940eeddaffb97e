"""What tenants tell us, what the office did about it, how tenants want to be told, and paper cards."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Json, Tables


class TenantMessage(Tables):
    """One thing a tenant said; appended and kept for ever. `kind` is one of `domain/messages.py`.

    `once_key` makes a form that is sent twice one message. A firm's office sees those with its `firm_id`.
    """

    __tablename__ = "tenant_messages"
    __table_args__ = (Index("ix_tenant_messages_received", "landlord_id", "received_at"),)
    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(20), index=True)
    once_key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    appointment_id: Mapped[str | None] = mapped_column(String(60), index=True)
    visit_id: Mapped[str | None] = mapped_column(String(36))
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    person_id: Mapped[str | None] = mapped_column(String(60), index=True)
    uprn: Mapped[str | None] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(10), default="en")
    text: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    acknowledge_by_on: Mapped[date | None] = mapped_column(Date)
    answer_by_on: Mapped[date | None] = mapped_column(Date)
    received_at: Mapped[datetime] = mapped_column(Instant)


class MessagePhoto(Tables):
    """A photo that a tenant sent with a message; its pictures stand sealed in the blob store under `photo_id`.

    `sha256` and `size` are of the bytes as sent, which are not kept: the same photo sent again is known by them.
    """

    __tablename__ = "message_photos"
    __table_args__ = (UniqueConstraint("message_id", "sha256"),)
    photo_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    message_id: Mapped[str] = mapped_column(String(36))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)


class TenantMessageStep(Tables):
    """What was done about a message: acknowledged, holding (with a new date), answered, noted; appended."""

    __tablename__ = "tenant_message_steps"
    step_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    new_due_on: Mapped[date | None] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class ContactChoice(Tables):
    """How a tenant wants to be told, as they chose it; appended, the newest stands before the register's own line."""

    __tablename__ = "contact_choices"
    choice_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str] = mapped_column(String(60), index=True)
    language: Mapped[str] = mapped_column(String(10))
    format: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    shared_phone: Mapped[bool] = mapped_column(default=False)
    code_by_text: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class CallingCard(Tables):
    """A numbered paper card; `appointment_id` ties it to the visit whose record names its number."""

    __tablename__ = "calling_cards"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    card_number: Mapped[str] = mapped_column(String(60), primary_key=True)
    printed_at: Mapped[datetime | None] = mapped_column(Instant)
    printed_by: Mapped[str] = mapped_column(String(60), default="")
    appointment_id: Mapped[str | None] = mapped_column(String(60))
    visit_id: Mapped[str | None] = mapped_column(String(36))
    tied_at: Mapped[datetime | None] = mapped_column(Instant)
