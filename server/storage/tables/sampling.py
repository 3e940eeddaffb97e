"""Samples of visits for mystery shopping and surveys. Appended only; no other table and no feed knows of them."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Tables


class Sample(Tables):
    """One draw: what it was drawn from, the seed, and how many visits there were with their fingerprint."""

    __tablename__ = "samples"
    sample_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    firm_id: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str | None] = mapped_column(String(20))
    size: Mapped[int] = mapped_column(Integer)
    seed: Mapped[str] = mapped_column(String(40))
    drawn_from: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class SampledVisit(Tables):
    """One visit of a sample; `place` counts from 1 in the order drawn."""

    __tablename__ = "sampled_visits"
    sample_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    place: Mapped[int] = mapped_column(Integer)


class SampleOutcome(Tables):
    """What came of one sampled visit; the newest holds and the earlier ones stay."""

    __tablename__ = "sample_outcomes"
    __table_args__ = (Index("ix_sample_outcomes_visit", "sample_id", "visit_id"),)
    outcome_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    sample_id: Mapped[str] = mapped_column(String(36))
    visit_id: Mapped[str] = mapped_column(String(36))
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
