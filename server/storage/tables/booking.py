"""When operatives can come, what waits to be booked, what was offered and agreed, and every change the office made.

Offers, changes, tellings and written notices are appended; diary cells make a double booking impossible.
"""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables


class WorkingPattern(Tables):
    """The hours of each weekday from a day on; the newest that has begun holds. `week` is {"0": ["08:00", "17:00"]}."""

    __tablename__ = "working_patterns"
    pattern_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    operative_id: Mapped[str] = mapped_column(String(60), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    week: Mapped[dict[str, list[str]]] = mapped_column(Json)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class OperativeLeave(Tables):
    """Time in which an operative cannot come; `kind` is leave, training or sick. An ended row counts no more."""

    __tablename__ = "operative_leave"
    leave_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    operative_id: Mapped[str] = mapped_column(String(60), index=True)
    from_at: Mapped[datetime] = mapped_column(Instant)
    to_at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class OperativeTraits(Tables):
    """What decides who is sent, beside the trade: `sex` is f, m or empty; `home_areas` are postcode districts."""

    __tablename__ = "operative_traits"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    operative_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    sex: Mapped[str] = mapped_column(String(1), default="")
    home_areas: Mapped[list[str]] = mapped_column(Json, default=list)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class VisitingWish(Tables):
    """Whom a tenant would rather have come, and whether a visit is the right way at all. Wishes, not promises."""

    __tablename__ = "visiting_wishes"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    operative_sex: Mapped[str] = mapped_column(String(1), default="")
    operative_id: Mapped[str] = mapped_column(String(60), default="")
    instead: Mapped[str] = mapped_column(String(12), default="")
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class SlotOffering(Tables):
    """A landlord's own slot from a day on, laid over the shipped ones; never edited, a later row replaces it."""

    __tablename__ = "slot_offerings"
    offering_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    code: Mapped[str] = mapped_column(String(30))
    from_on: Mapped[date] = mapped_column(Date)
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    weekdays: Mapped[list[int]] = mapped_column(Json)
    offered: Mapped[bool] = mapped_column(Boolean)
    reference: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class WorkOrder(Tables):
    """An instruction to a firm that needs an appointment. It waits until `appointment_id` is set or it is closed.

    `origin` is raised, rebook, split, follow_on or recall; `from_appointment_id` what it came from.
    """

    __tablename__ = "work_orders"
    __table_args__ = (Index("ix_work_orders_waiting", "landlord_id", "firm_id", "appointment_id"),)
    work_order_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40))
    job_number: Mapped[str] = mapped_column(String(60), index=True)
    person_id: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int] = mapped_column(Integer)
    people_required: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date | None] = mapped_column(Date)
    origin: Mapped[str] = mapped_column(String(12))
    from_appointment_id: Mapped[str | None] = mapped_column(String(60))
    appointment_id: Mapped[str | None] = mapped_column(String(60), index=True)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_because: Mapped[str] = mapped_column(Text, default="")


class SlotOffer(Tables):
    """The slots that were shown at one moment for one job; what the tenant chose names its place among them."""

    __tablename__ = "slot_offers"
    offer_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40))
    work_order_id: Mapped[str | None] = mapped_column(String(36), index=True)
    appointment_id: Mapped[str | None] = mapped_column(String(60), index=True)
    slots: Mapped[list[dict[str, object]]] = mapped_column(Json)
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(Instant)


class DiaryEntry(Tables):
    """When an operative is meant to be at an appointment, inside what was promised to the tenant."""

    __tablename__ = "diary_entries"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    appointment_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    operative_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    minutes: Mapped[int] = mapped_column(Integer)


class DiaryCell(Tables):
    """A quarter of an hour of an operative that is taken. The key is the promise: nobody is in two homes at once."""

    __tablename__ = "diary_cells"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    operative_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)


class OfficeChange(Tables):
    """What the office did to an appointment, for ever: who asked, the proof of it, and why.

    `kind` is booked, confirmed, moved, cancelled, assigned, told, split, linked, unlinked, follow_on or recall; a move
    or a cancellation has the id of its row in `appointment_changes`.
    """

    __tablename__ = "office_changes"
    change_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[str] = mapped_column(String(12))
    proof: Mapped[str] = mapped_column(Text, default="")
    agreed_by: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    offer_id: Mapped[str | None] = mapped_column(String(36))
    recorded_by: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class ChangeTelling(Tables):
    """How the tenant was told of a change: by a person at `told_at`, or by a notice, whose sending is the moment."""

    __tablename__ = "change_tellings"
    telling_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    change_id: Mapped[str] = mapped_column(String(36), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    notice_cause: Mapped[str | None] = mapped_column(String(200), index=True)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class Absence(Tables):
    """An operative who cannot come on a day: when the office knew, from which the telling is measured (HS004A 5)."""

    __tablename__ = "absences"
    absence_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    operative_id: Mapped[str] = mapped_column(String(60))
    day: Mapped[date] = mapped_column(Date, index=True)
    reason: Mapped[str] = mapped_column(Text)
    known_at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class AbsenceVisit(Tables):
    """An appointment that an absence touched, in the order of the day. What was done about it stands in its changes."""

    __tablename__ = "absence_visits"
    absence_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    appointment_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(Integer)


class WrittenNotice(Tables):
    """The register of planned works: a written notice that was ordered; when it left stands with the notice itself."""

    __tablename__ = "written_notices"
    written_notice_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    batch_id: Mapped[str] = mapped_column(String(36))
    works_on: Mapped[date] = mapped_column(Date)
    notice_cause: Mapped[str | None] = mapped_column(String(200), index=True)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class ShortNoticeLeave(Tables):
    """A manager's reason for confirming planned works with less written notice than HS004A 4 asks."""

    __tablename__ = "short_notice_leave"
    leave_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
