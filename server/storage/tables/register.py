"""Reference data that landlords and firms send us: homes, people, firms, operatives, repairs, appointments."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Json, Tables


class Landlord(Tables):
    __tablename__ = "landlords"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(String(40))
    out_of_hours_phone: Mapped[str] = mapped_column(String(40), default="")
    safeguarding_phone: Mapped[str] = mapped_column(String(40), default="")


class Firm(Tables):
    """A contractor. `firm_id` is the landlord's contractor code."""

    __tablename__ = "firms"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    firm_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(String(40), default="")
    out_of_hours_phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")


class Home(Tables):
    __tablename__ = "homes"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    uprn: Mapped[str] = mapped_column(String(12), primary_key=True)
    property_ref: Mapped[str] = mapped_column(String(60), index=True)
    address_line_1: Mapped[str] = mapped_column(Text)
    address_line_2: Mapped[str] = mapped_column(Text, default="")
    address_line_3: Mapped[str] = mapped_column(Text, default="")
    town: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str] = mapped_column(String(10))
    property_type: Mapped[str] = mapped_column(String(20), default="")
    bedrooms: Mapped[int | None] = mapped_column(Integer)
    heating: Mapped[str] = mapped_column(String(20), default="")
    managed_from: Mapped[date | None] = mapped_column(Date)
    managed_to: Mapped[date | None] = mapped_column(Date)
    access_note: Mapped[str] = mapped_column(Text, default="")


class Person(Tables):
    """A customer at a home, with dated tenure; `uprn` is empty only for applicants."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_home", "landlord_id", "uprn", "tenancy_ref"),)
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[str] = mapped_column(Text, default="")
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Text)
    tenure: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(20))
    tenancy_ref: Mapped[str] = mapped_column(String(60), default="", index=True)
    uprn: Mapped[str | None] = mapped_column(String(12), index=True)
    tenure_from: Mapped[date | None] = mapped_column(Date)
    tenure_to: Mapped[date | None] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(10), default="en")
    interpreter: Mapped[bool] = mapped_column(default=False)
    format: Mapped[str] = mapped_column(String(20), default="standard")
    needs_what_to_do: Mapped[str] = mapped_column(Text, default="")
    preferred_channel: Mapped[str] = mapped_column(String(20), default="")
    mobile: Mapped[str] = mapped_column(String(40), default="")
    landline: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(Text, default="")
    acts_for: Mapped[str] = mapped_column(String(60), default="")


class Operative(Tables):
    __tablename__ = "operatives"
    __table_args__ = (ForeignKeyConstraint(["landlord_id", "firm_id"], ["firms.landlord_id", "firms.firm_id"]),)
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    operative_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    full_name: Mapped[str] = mapped_column(Text)
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    trades: Mapped[list[str]] = mapped_column(Json, default=list)
    mobile: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(Text, default="")
    badge_number: Mapped[str] = mapped_column(String(60), default="")
    badge_expires_on: Mapped[date | None] = mapped_column(Date)
    started_on: Mapped[date | None] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)
    photo_sha256: Mapped[str | None] = mapped_column(String(64))


class Repair(Tables):
    """A job. `repair_root` is the original defect: itself, or the job it follows on from."""

    __tablename__ = "repairs"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    job_number: Mapped[str] = mapped_column(String(60), primary_key=True)
    repair_root: Mapped[str] = mapped_column(String(60), index=True)
    uprn: Mapped[str] = mapped_column(String(12), index=True)
    trade: Mapped[str] = mapped_column(String(60), default="")
    sor_code: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    priority: Mapped[str] = mapped_column(String(20), default="")
    raised_on: Mapped[date | None] = mapped_column(Date)
    completed_on: Mapped[date | None] = mapped_column(Date)


class Appointment(Tables):
    """One promise. Moves and cancellations are appended to `appointment_changes`, never written over it.

    `slot_start_at` and `slot_end_at` are the time first agreed; `now_start_at`, `now_end_at` the time in force
    after the changes, for lists only. `status` is booked, attended, no_access, cancelled, moved or not_attended.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        ForeignKeyConstraint(["landlord_id", "uprn"], ["homes.landlord_id", "homes.uprn"]),
        ForeignKeyConstraint(["landlord_id", "job_number"], ["repairs.landlord_id", "repairs.job_number"]),
        Index("ix_appointments_day", "landlord_id", "now_start_at"),
        Index("ix_appointments_home", "landlord_id", "uprn"),
    )
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    appointment_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    job_number: Mapped[str] = mapped_column(String(60), index=True)
    uprn: Mapped[str] = mapped_column(String(12), index=True)
    person_id: Mapped[str | None] = mapped_column(String(60), index=True)
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="routine")
    slot_start_at: Mapped[datetime | None] = mapped_column(Instant)
    slot_end_at: Mapped[datetime | None] = mapped_column(Instant)
    now_start_at: Mapped[datetime | None] = mapped_column(Instant)
    now_end_at: Mapped[datetime | None] = mapped_column(Instant)
    people_required: Mapped[int] = mapped_column(Integer, default=1)
    agreed_with_tenant: Mapped[bool] = mapped_column(default=True)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    written_notice_sent_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(20), default="booked")
    notes: Mapped[str] = mapped_column(Text, default="")
    tenant_disputes: Mapped[bool] = mapped_column(default=False)
    rev: Mapped[int] = mapped_column(Integer, default=1)


class AppointmentChange(Tables):
    """A cancellation or a move, appended once: who asked, and when and how the other side was told."""

    __tablename__ = "appointment_changes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["landlord_id", "appointment_id"], ["appointments.landlord_id", "appointments.appointment_id"]
        ),
    )
    change_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(20))
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    channel: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    new_start_at: Mapped[datetime | None] = mapped_column(Instant)
    new_end_at: Mapped[datetime | None] = mapped_column(Instant)
    recorded_by: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Assignment(Tables):
    """An operative put on an appointment, for a time; ended rows stay, since events are judged at their time."""

    __tablename__ = "assignments"
    assignment_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    operative_id: Mapped[str] = mapped_column(String(60), index=True)
    assigned_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Flag(Tables):
    """A line of the Lone Working Register. `reason_restricted` never leaves the landlord's own people.

    `interim_until_at` is set where a manager set it for hours or days; `timer_minutes` where it wants its own timer.
    """

    __tablename__ = "flags"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    flag_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    kind: Mapped[str] = mapped_column(String(30))
    what_to_do: Mapped[str] = mapped_column(Text)
    reason_restricted: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[str | None] = mapped_column(String(60), index=True)
    uprn: Mapped[str | None] = mapped_column(String(12), index=True)
    set_by: Mapped[str] = mapped_column(Text, default="")
    set_on: Mapped[date | None] = mapped_column(Date)
    letter_sent_on: Mapped[date | None] = mapped_column(Date)
    review_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    interim_until_at: Mapped[datetime | None] = mapped_column(Instant)
    timer_minutes: Mapped[int | None] = mapped_column(Integer)


class VisitHistory(Tables):
    """A visit recorded in another system before Doorstep, as imported; instants span an ambiguous autumn hour."""

    __tablename__ = "visit_history"
    __table_args__ = (Index("ix_visit_history_promised", "landlord_id", "appointment_id"),)
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    history_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    job_number: Mapped[str] = mapped_column(String(60), index=True)
    repair_root: Mapped[str] = mapped_column(String(60))
    uprn: Mapped[str] = mapped_column(String(12))
    firm_id: Mapped[str] = mapped_column(String(40))
    operative_id: Mapped[str | None] = mapped_column(String(60))
    agreed_start_at: Mapped[datetime | None] = mapped_column(Instant)
    agreed_end_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(String(20))
    arrived_from_at: Mapped[datetime | None] = mapped_column(Instant)
    arrived_to_at: Mapped[datetime | None] = mapped_column(Instant)
    left_from_at: Mapped[datetime | None] = mapped_column(Instant)
    left_to_at: Mapped[datetime | None] = mapped_column(Instant)
    people_attended: Mapped[int | None] = mapped_column(Integer)
    notice_kind: Mapped[str] = mapped_column(String(10), default="")
    notice_sent_at: Mapped[datetime | None] = mapped_column(Instant)
    notice_new_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_by: Mapped[str] = mapped_column(String(20), default="")
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    told_by: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    no_access_reason: Mapped[str] = mapped_column(String(20), default="")
    card_left: Mapped[bool | None] = mapped_column()
    card_number: Mapped[str] = mapped_column(String(60), default="")
    tenant_disputes: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime | None] = mapped_column(Instant)
