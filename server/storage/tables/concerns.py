"""Concerns after their arrival: what people wrote down, the hazard clocks made from it, and days nobody works."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables


class ConcernStep(Tables):
    """One thing that somebody wrote down about a concern; appended only. Of a household's it is as restricted as it."""

    __tablename__ = "concern_steps"
    step_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    report_id: Mapped[str] = mapped_column(String(36), index=True)
    what: Mapped[str] = mapped_column(String(30))
    happened_at: Mapped[datetime] = mapped_column(Instant)
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, object]] = mapped_column(Json, default=dict)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class ConcernClock(Tables):
    """One hazard clock of a concern about a home, made from its report and its steps (`domain/concerns/clocks.py`).

    `told` is the last level that people were told of, `look_at` when the next one is reached.
    """

    __tablename__ = "concern_clocks"
    __table_args__ = (
        Index("ix_concern_clocks_look_at", "look_at"),
        Index("ix_concern_clocks_due", "landlord_id", "state", "due_at"),
    )
    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    standing: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    started_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date | None] = mapped_column(Date)
    clause: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(String(30), default="")
    told: Mapped[str] = mapped_column(String(10), default="")
    look_at: Mapped[datetime | None] = mapped_column(Instant)


class HazardLimit(Tables):
    """The landlord's own row of a limit of the hazard clocks; appended only. Without a value there is no limit."""

    __tablename__ = "hazard_limits"
    limit_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date] = mapped_column(Date)
    value: Mapped[int | None] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class ClosedDay(Tables):
    """A day nobody works, beside the bank holidays that are known anyhow. Only a bank holiday counts in law."""

    __tablename__ = "closed_days"
    day_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    day: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(Text)
    is_bank_holiday: Mapped[bool] = mapped_column()
    added_by: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime] = mapped_column(Instant)
    removed_by: Mapped[str | None] = mapped_column(String(60))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class HolidayYear(Tables):
    """A year whose bank holidays somebody compared with the government's list; until then its table counts as empty."""

    __tablename__ = "holiday_years"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    checked_by: Mapped[str] = mapped_column(String(60))
    checked_at: Mapped[datetime] = mapped_column(Instant)
