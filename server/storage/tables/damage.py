"""Damage in homes: one case for each visit, what it joins, and what was done about it, step by step."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Json, Tables


class DamageCase(Tables):
    """One thread about the damage of one visit. `matter` is what it is about: an appointment, else a visit or message.

    From `stage` on the columns are folded from the steps, for lists; they are written with each step. What was damaged
    stands with the reports and messages alone, which not everybody may read.
    """

    __tablename__ = "damage_cases"
    __table_args__ = (
        UniqueConstraint("landlord_id", "matter"),
        Index("ix_damage_cases_due", "landlord_id", "stage", "due_on"),
    )
    damage_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(20))
    matter: Mapped[str] = mapped_column(String(100))
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    uprn: Mapped[str | None] = mapped_column(String(12))
    appointment_id: Mapped[str | None] = mapped_column(String(60))
    visit_id: Mapped[str | None] = mapped_column(String(36))
    person_id: Mapped[str | None] = mapped_column(String(60))
    danger_now: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    stage: Mapped[str] = mapped_column(String(20))
    remedy: Mapped[str] = mapped_column(String(12), default="")
    value_pence: Mapped[int | None] = mapped_column(Integer)
    due_on: Mapped[date | None] = mapped_column(Date)
    has_news: Mapped[bool] = mapped_column(default=True)
    steps: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class DamageSource(Tables):
    """What belongs to a case: a phone's report or a tenant's message, each to one case."""

    __tablename__ = "damage_sources"
    subject_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    damage_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    joined_at: Mapped[datetime] = mapped_column(Instant)


class DamageStepRow(Tables):
    """One step; appended and never changed. `number` counts within a case: nobody goes on from a place long left."""

    __tablename__ = "damage_steps"
    __table_args__ = (UniqueConstraint("damage_id", "number"),)
    step_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    damage_id: Mapped[str] = mapped_column(String(36))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    by_firm: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
