"""The review queue: what waits for a person, each step of it, and the views that people saved."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables


class ReviewItem(Tables):
    """One thing that waits. `state` is open until a person closes it; `waits` is whether its cause still does.

    `rank` and `order_at` are its place in the queue. `rev` grows with every change, so that of two people one is told.
    """

    __tablename__ = "review_items"
    __table_args__ = (
        Index("ix_review_items_subject", "landlord_id", "kind", "subject_kind", "subject_id", unique=True),
        Index("ix_review_items_queue", "landlord_id", "state", "kind", "rank", "order_at", "item_id"),
        Index("ix_review_items_firm", "landlord_id", "firm_id", "state", "kind", "rank", "order_at", "item_id"),
        Index("ix_review_items_assigned", "assigned_to", "state"),
        Index("ix_review_items_waits", "landlord_id", "waits", "kind"),
    )
    item_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[str] = mapped_column(String(120))
    reference: Mapped[str] = mapped_column(String(60), default="")
    firm_id: Mapped[str | None] = mapped_column(String(40))
    uprn: Mapped[str | None] = mapped_column(String(12))
    visit_id: Mapped[str | None] = mapped_column(String(36))
    rank: Mapped[int] = mapped_column(Integer)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    order_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))
    waits: Mapped[bool] = mapped_column(Boolean)
    assigned_to: Mapped[str | None] = mapped_column(String(36))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(40), default="")
    rev: Mapped[int] = mapped_column(Integer, default=1)


class ReviewStep(Tables):
    """A line of an item's history, appended only: put, changed, taken, assigned, asked, answered, settled, closed..."""

    __tablename__ = "review_steps"
    step_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    item_id: Mapped[str] = mapped_column(String(36), index=True)
    what: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60), default="")
    facts: Mapped[dict[str, object]] = mapped_column(Json, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")


class ReviewView(Tables):
    """A choice of filters that one person saved under a name."""

    __tablename__ = "review_views"
    view_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(String(60))
    filters: Mapped[dict[str, object]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Instant)


class ReviewQuestion(Tables):
    """What somebody asked the operative of a visit about an item, and what came back from their phone.

    `message_id` is the message on the phone. An answer is the newest event that names it; earlier ones stay as events.
    """

    __tablename__ = "review_questions"
    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    item_id: Mapped[str] = mapped_column(String(36), index=True)
    visit_id: Mapped[str] = mapped_column(String(36), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str | None] = mapped_column(String(60))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class ReviewDigest(Tables):
    """The morning mail that somebody was sent; one for a person and a day."""

    __tablename__ = "review_digests"
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    queued_at: Mapped[datetime] = mapped_column(Instant)
