"""How each appointment and each repair stands after the newest assessment, and what people said about them.

Standings are projections for lists, notices and the sweep; disputes and rulings are facts, appended only.
"""

from datetime import datetime

from sqlalchemy import Boolean, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Tables


class AppointmentStanding(Tables):
    """What became of one appointment.

    `result` is an occasion's result of the case format, or `waiting` (its phone has not been heard), or `no_case`
    (nobody lives there to owe anything to). `looked_at`: when the rule last looked; `stale`: the sweep shall again.
    """

    __tablename__ = "appointment_standings"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    appointment_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    case_id: Mapped[str | None] = mapped_column(String(120), index=True)
    assessment_id: Mapped[int | None] = mapped_column(Integer)
    result: Mapped[str] = mapped_column(String(20), index=True)
    code: Mapped[str] = mapped_column(String(40), default="")
    late_edge_at: Mapped[datetime | None] = mapped_column(Instant)
    looked_at: Mapped[datetime | None] = mapped_column(Instant)
    stale: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false(), index=True)


class RepairStanding(Tables):
    """How many occasions of one repair were not kept; `root` is a job number where the policy counts jobs."""

    __tablename__ = "repair_standings"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    root: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    uprn: Mapped[str] = mapped_column(String(12), index=True)
    not_kept: Mapped[int] = mapped_column(Integer)
    threshold_passed: Mapped[bool] = mapped_column(Boolean)


class AppointmentDispute(Tables):
    """A tenant's word against the record. `about` is attendance or time; the newest of each stands."""

    __tablename__ = "appointment_disputes"
    dispute_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    about: Mapped[str] = mapped_column(String(12))
    stands: Mapped[bool] = mapped_column(Boolean)
    channel: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class SilenceRuling(Tables):
    """A person's decision not to wait for a phone any longer: the outcome is what is known. Appended only."""

    __tablename__ = "silence_rulings"
    ruling_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    appointment_id: Mapped[str] = mapped_column(String(60), index=True)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text)
