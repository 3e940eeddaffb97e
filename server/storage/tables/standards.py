"""The standards as they were counted. All of it is a projection: `doorstep rebuild` makes the same numbers anew."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Tables


class StandardLine(Tables):
    """A case, message or report whose facts changed and that is not counted anew yet."""

    __tablename__ = "standard_line"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    touched_at: Mapped[datetime] = mapped_column(Instant)


class StandardPart(Tables):
    """What one appointment, message or report contributes to one standard; `case_id` is empty but for appointments.

    `sort` is the appointment's kind, a message's kind or a report's lane; `look_at` from when time alone may change it.
    """

    __tablename__ = "standard_parts"
    __table_args__ = (
        Index("ix_standard_parts_case", "landlord_id", "case_id"),
        Index("ix_standard_parts_listed", "landlord_id", "standard", "verdict", "day"),
        Index("ix_standard_parts_look_at", "look_at"),
    )
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    standard: Mapped[str] = mapped_column(String(30), primary_key=True)
    part: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[str] = mapped_column(String(120))
    firm_id: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    sort: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(40))
    look_at: Mapped[datetime | None] = mapped_column(Instant)


class StandardCount(Tables):
    """How many parts of one London day came to the same; `month` is the day's, as 2026-11."""

    __tablename__ = "standard_counts"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    standard: Mapped[str] = mapped_column(String(30), primary_key=True)
    firm_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sort: Mapped[str] = mapped_column(String(20), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(10), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    counted: Mapped[int] = mapped_column(Integer)
