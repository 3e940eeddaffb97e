"""Lone working: who is watched until when, the alarms with their history, the rota, the landlord's own numbers."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables


class Watch(Tables):
    """One operative on one visit, held by the server. `due_at` is the deadline, `look_at` when a sweep must look.

    `source` is plan or timer; `look_at` is empty once there is nothing to wait for. `alarm_id` is the open alarm.
    """

    __tablename__ = "watches"
    __table_args__ = (Index("ix_watches_look_at", "look_at"),)
    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    operative_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    firm_id: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int] = mapped_column(Integer)
    day_ends_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    look_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    alarm_id: Mapped[str | None] = mapped_column(String(36))


class Alarm(Tables):
    """A missed check-in, a call for help or a drill. `cause` makes it unique; `look_at` is when it climbs on.

    `rung` is the step of the ladder it has reached. Acknowledged by the first person who took it; `closed_at` ends it.
    """

    __tablename__ = "alarms"
    __table_args__ = (Index("ix_alarms_look_at", "look_at"), Index("ix_alarms_open", "landlord_id", "closed_at"))
    alarm_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(20), index=True)
    cause: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    operative_id: Mapped[str] = mapped_column(String(60), index=True)
    visit_id: Mapped[str | None] = mapped_column(String(36), index=True)
    deadline_at: Mapped[datetime] = mapped_column(Instant)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    raised_by: Mapped[str] = mapped_column(String(60))
    rung: Mapped[str] = mapped_column(String(20))
    look_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_by: Mapped[str | None] = mapped_column(String(60))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    heard_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(30), default="")


class AlarmStep(Tables):
    """One line of an alarm's history, appended only.

    One of raised, told, phone_pushed, nobody_on_duty, acknowledged, checked_in, closed.
    """

    __tablename__ = "alarm_steps"
    step_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    alarm_id: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    what: Mapped[str] = mapped_column(String(30))
    rung: Mapped[str] = mapped_column(String(20), default="")
    by: Mapped[str] = mapped_column(String(60), default="")
    facts: Mapped[dict[str, object]] = mapped_column(Json, default=dict)


class DutyTurn(Tables):
    """Somebody's turn on the rota. `post` is office (of `firm_id`), duty_manager or next_duty_manager."""

    __tablename__ = "duty_turns"
    turn_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    firm_id: Mapped[str | None] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[str] = mapped_column(String(36))
    mobile: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class SafetyValue(Tables):
    """The landlord's own value of a setting of lone working from a day on; appended only."""

    __tablename__ = "safety_values"
    value_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date] = mapped_column(Date)
    value: Mapped[object] = mapped_column(Json)
    reference: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
