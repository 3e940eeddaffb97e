"""A claim on its way: what the tenant has typed so far, what they said, their papers, and what they answered."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables


class ClaimDraft(Tables):
    """What was typed behind one link, right or wrong; `claim_id` is set once it was sent."""

    __tablename__ = "claim_drafts"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    answers: Mapped[dict[str, object]] = mapped_column(Json)
    claim_id: Mapped[str | None] = mapped_column(String(36))
    saved_at: Mapped[datetime] = mapped_column(Instant)


class ClaimStatement(Tables):
    """What a claimant said beside the sums: what they hold the home as, who helped them, whether proof is to come."""

    __tablename__ = "claim_statements"
    claim_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    tenure_said: Mapped[str] = mapped_column(String(20))
    helper_name: Mapped[str] = mapped_column(Text, default="")
    proof_later: Mapped[bool] = mapped_column(default=False)


class ClaimPaper(Tables):
    """A paper about earnings, sealed in the blob store under its own id; `kind` is picture or pdf.

    It hangs on the link's draft until the claim is sent. A paper taken back keeps its row and loses its bytes.
    """

    __tablename__ = "claim_papers"
    paper_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    claim_id: Mapped[str | None] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(Integer)
    added_at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class ClaimHearing(Tables):
    """Before a refusal: what speaks against the claim, as the tenant was shown it, and until when they may answer."""

    __tablename__ = "claim_hearings"
    hearing_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    claim_id: Mapped[str] = mapped_column(String(36), index=True)
    assessment_id: Mapped[int] = mapped_column(Integer)
    against: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    answer_by_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class QuestionAnswer(Tables):
    """What a person decided about one question of a case, and why; appended, the newest for a question stands.

    `looked_at` is the digest of the evidence it rests on: other evidence makes it a question again.
    """

    __tablename__ = "question_answers"
    answer_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    assessment_id: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    looked_at: Mapped[str] = mapped_column(String(64))
    is_yes: Mapped[bool] = mapped_column()
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class ClaimProposal(Tables):
    """A first person's approval of a sum that two must approve; good for the assessment that they looked at."""

    __tablename__ = "claim_proposals"
    proposal_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    assessment_id: Mapped[int] = mapped_column(Integer)
    total_pence: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class GoodwillPayment(Tables):
    """A payment outside clause 5, beside the claim and never part of its sum; appended only."""

    __tablename__ = "goodwill_payments"
    goodwill_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    pence: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
