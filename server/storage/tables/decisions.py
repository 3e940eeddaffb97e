"""Assessments, claims and the losses they rest on. Assessments are appended; a new one supersedes the last."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables


class Assessment(Tables):
    """One run of the rule over one case (a household with all its repairs), with all that went in and came out."""

    __tablename__ = "assessments"
    __table_args__ = (Index("ix_assessments_case", "landlord_id", "case_id"),)
    assessment_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    cause: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    total_pence: Mapped[int] = mapped_column(Integer)
    at_stake_pence: Mapped[int] = mapped_column(Integer)
    input: Mapped[dict[str, object]] = mapped_column(Json)
    output: Mapped[dict[str, object]] = mapped_column(Json)
    supersedes: Mapped[int | None] = mapped_column(Integer)


class CaseStanding(Tables):
    """The newest assessment of each case, and what is waited for; for lists."""

    __tablename__ = "case_standings"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    tenancy_ref: Mapped[str] = mapped_column(String(60), index=True)
    uprn: Mapped[str] = mapped_column(String(12), index=True)
    assessment_id: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12), index=True)
    total_pence: Mapped[int] = mapped_column(Integer)
    at_stake_pence: Mapped[int] = mapped_column(Integer)
    most_not_kept: Mapped[int] = mapped_column(Integer, default=0)
    due_again_at: Mapped[datetime | None] = mapped_column(Instant, index=True)


class Claim(Tables):
    """A tenant's claim for lost earnings; `reference` is what people quote."""

    __tablename__ = "claims"
    __table_args__ = (Index("ix_claims_case", "landlord_id", "case_id"),)
    claim_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    reference: Mapped[str] = mapped_column(String(20), index=True)
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    person_id: Mapped[str] = mapped_column(String(60))
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    channel: Mapped[str] = mapped_column(String(20))
    entered_by: Mapped[str] = mapped_column(String(60))
    answer_due_on: Mapped[date] = mapped_column(Date)


class Loss(Tables):
    """What one person lost on one day, as claimed and evidenced; appended, the newest per person and day stands."""

    __tablename__ = "losses"
    loss_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    claim_id: Mapped[str | None] = mapped_column(String(36), index=True)
    person_id: Mapped[str] = mapped_column(String(60))
    day: Mapped[date] = mapped_column(Date)
    off_work: Mapped[bool] = mapped_column(default=True)
    pence: Mapped[int] = mapped_column(Integer)
    evidence: Mapped[str] = mapped_column(String(20))
    paid_leave: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[str] = mapped_column(String(60))


class ClaimDecision(Tables):
    """What was decided on a case: approved, paid or refused; appended, the newest is the case's `prior`."""

    __tablename__ = "claim_decisions"
    decision_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    claim_id: Mapped[str | None] = mapped_column(String(36))
    assessment_id: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12))
    total_pence: Mapped[int] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")


class PolicyOverride(Tables):
    """A landlord's own policy value or setting, dated, with reason and person; appended only."""

    __tablename__ = "policy_overrides"
    override_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date] = mapped_column(Date)
    value: Mapped[object] = mapped_column(Json)
    reference: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    taken_up_at: Mapped[datetime | None] = mapped_column(Instant)


class SettingDraft(Tables):
    """A change of a setting that is being tried over the last twelve months: how far it has come, what it would change.

    `place` is the last case looked at; `done_at` is set when there are no more, `saved_at` when the change was saved.
    """

    __tablename__ = "setting_drafts"
    draft_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date] = mapped_column(Date)
    value: Mapped[object] = mapped_column(Json)
    reference: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    place: Mapped[str] = mapped_column(String(120), default="")
    found: Mapped[dict[str, object]] = mapped_column(Json)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    saved_at: Mapped[datetime | None] = mapped_column(Instant)
