"""What we do differently for a person, beside what the register of people brings."""

from datetime import date, datetime

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Tables


class KeptNeed(Tables):
    """One thing to do differently, until somebody ends it. A visitor sees `what_to_do` and not the `source`."""

    __tablename__ = "kept_needs"
    need_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    person_id: Mapped[str] = mapped_column(String(60), index=True)
    group: Mapped[str] = mapped_column(String(20))
    what_to_do: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(20))
    review_on: Mapped[date] = mapped_column(Date)
    said_by: Mapped[str] = mapped_column(String(36))
    said_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[str | None] = mapped_column(String(36))
