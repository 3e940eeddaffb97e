"""Visits, and the projections folded from accepted events. `doorstep rebuild` makes every projection anew."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Json, Tables


class Visit(Tables):
    """One attempt at an appointment. `made_by` is server, or the device id of a phone that made it."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_promised", "landlord_id", "appointment_id"),)
    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    appointment_id: Mapped[str | None] = mapped_column(String(60), index=True)
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    uprn: Mapped[str | None] = mapped_column(String(12), index=True)
    made_by: Mapped[str] = mapped_column(String(36), default="server")
    made_at: Mapped[datetime] = mapped_column(Instant)
    visit_code: Mapped[str] = mapped_column(String(4), default="")


class VisitEvent(Tables):
    """An accepted event, with both intervals in which it can have happened (sync.md, time and tamper evidence).

    `position` is that of its journal row.
    `clock` is {"suspect": reason or null, "estimate": [from_ms, to_ms] or null, "tz", "has_anchor"}: the estimate
    lies inside the asserted interval and stands only where the phone's clock was consistent.
    """

    __tablename__ = "visit_events"
    __table_args__ = (
        Index("ix_visit_events_visit", "visit_id"),
        Index("ix_visit_events_chain", "device_id", "epoch", "seq"),
    )
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    envelope_sha256: Mapped[str] = mapped_column(String(64))
    visit_id: Mapped[str | None] = mapped_column(String(36))
    event_id: Mapped[str] = mapped_column(String(80), index=True)
    device_id: Mapped[str] = mapped_column(String(36))
    epoch: Mapped[str] = mapped_column(String(80))
    seq: Mapped[int] = mapped_column(BigInteger)
    actor_id: Mapped[str] = mapped_column(String(60))
    type: Mapped[str] = mapped_column(String(40))
    wall_ms: Mapped[int] = mapped_column(BigInteger)
    hard_from_at: Mapped[datetime | None] = mapped_column(Instant)
    hard_to_at: Mapped[datetime] = mapped_column(Instant)
    asserted_from_at: Mapped[datetime | None] = mapped_column(Instant)
    asserted_to_at: Mapped[datetime] = mapped_column(Instant)
    clock: Mapped[dict[str, object]] = mapped_column(Json)
    signed: Mapped[bool] = mapped_column(default=False)
    after_gap: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(Instant)


class VisitMessage(Tables):
    """What the office wrote to whoever is on a visit; it is on their phones as long as the visit is."""

    __tablename__ = "visit_messages"
    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    visit_id: Mapped[str] = mapped_column(String(36), index=True)
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    sent_by: Mapped[str] = mapped_column(String(60))


class VisitState(Tables):
    """The fold of a visit's accepted events, as JSON, and the few columns that lists sort by."""

    __tablename__ = "visit_states"
    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    status: Mapped[str] = mapped_column(String(20))
    state: Mapped[dict[str, object]] = mapped_column(Json)
    event_count: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    rev: Mapped[int] = mapped_column(Integer, default=1)


class TouchedVisit(Tables):
    """A visit whose events changed and that the worker has not yet followed up (assessment, notices)."""

    __tablename__ = "touched_visits"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    touched_at: Mapped[datetime] = mapped_column(Instant)


class Report(Tables):
    """Damage or a concern, made from its event. `lane` is damage, property or household; household is restricted.

    `category` is the kind of a concern; of damage it is what is damaged, in the operative's own words, whole.
    """

    __tablename__ = "reports"
    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    reference: Mapped[str] = mapped_column(String(20), index=True)
    event_id: Mapped[str] = mapped_column(String(80), unique=True)
    visit_id: Mapped[str | None] = mapped_column(String(36), index=True)
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    uprn: Mapped[str | None] = mapped_column(String(12))
    operative_id: Mapped[str] = mapped_column(String(60))
    lane: Mapped[str] = mapped_column(String(20), index=True)
    category: Mapped[str] = mapped_column(Text)
    danger_now: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    seen_from_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_to_at: Mapped[datetime | None] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)


class ReportReview(Tables):
    """What a person decided about a report; appended, the newest stands."""

    __tablename__ = "report_reviews"
    review_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    report_id: Mapped[str] = mapped_column(String(36), index=True)
    status: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
