"""How a warning flag came about: what happened, what was done first, who decided, what the person was told, appeals."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Tables


class FlagCase(Tables):
    """One flag from its draft on: draft, live or ended. What operatives see of it stands in `flags` once it is live.

    The letter's five parts: `letter_reasons`, `contact_route`, `named_person`, `named_cover`, `review_on`.
    """

    __tablename__ = "flag_cases"
    flag_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    person_id: Mapped[str] = mapped_column(String(60), index=True)
    uprn: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(30))
    what_to_do: Mapped[str] = mapped_column(Text, default="")
    reason_restricted: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    timer_minutes: Mapped[int | None] = mapped_column(Integer)
    letter_reasons: Mapped[str] = mapped_column(Text, default="")
    contact_route: Mapped[str] = mapped_column(Text, default="")
    named_person: Mapped[str] = mapped_column(Text, default="")
    named_cover: Mapped[str] = mapped_column(Text, default="")
    review_on: Mapped[date | None] = mapped_column(Date)
    manager_id: Mapped[str] = mapped_column(String(36))
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    interim_until_at: Mapped[datetime | None] = mapped_column(Instant)
    letter_due_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    letter_sent_at: Mapped[datetime | None] = mapped_column(Instant)
    letter_channel: Mapped[str] = mapped_column(String(20), default="")
    received_on: Mapped[date | None] = mapped_column(Date)
    withheld_reason: Mapped[str] = mapped_column(Text, default="")
    withheld_by: Mapped[str | None] = mapped_column(String(36))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    made_at: Mapped[datetime] = mapped_column(Instant)
    rev: Mapped[int] = mapped_column(Integer, default=1)


class FlagIncident(Tables):
    """What happened, in the five parts of MO 4.4; a contractor's office reports and reads its own only."""

    __tablename__ = "flag_incidents"
    incident_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    reference: Mapped[str] = mapped_column(String(20))
    firm_id: Mapped[str | None] = mapped_column(String(40))
    person_id: Mapped[str | None] = mapped_column(String(60), index=True)
    uprn: Mapped[str] = mapped_column(String(12), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    happened_at: Mapped[datetime] = mapped_column(Instant)
    what_happened: Mapped[str] = mapped_column(Text)
    people_involved: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    time_lost: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    reported_by: Mapped[str] = mapped_column(String(36))
    reported_at: Mapped[datetime] = mapped_column(Instant)
    answer_due_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[str | None] = mapped_column(String(36))
    answer: Mapped[str] = mapped_column(Text, default="")


class FlagStep(Tables):
    """A step of the ladder, a contact or a review; appended only. `what` names it, `text` says what was said."""

    __tablename__ = "flag_steps"
    step_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    flag_id: Mapped[str] = mapped_column(String(60), index=True)
    what: Mapped[str] = mapped_column(String(30))
    happened_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(Instant)


class FlagAppeal(Tables):
    """A person's appeal against a flag; decided by somebody else than who set it."""

    __tablename__ = "flag_appeals"
    appeal_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    flag_id: Mapped[str] = mapped_column(String(60), index=True)
    received_on: Mapped[date] = mapped_column(Date)
    is_late: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    entered_by: Mapped[str] = mapped_column(String(36))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
