"""What people decided about open questions, and first approvals of sums that two must approve"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _number(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=True, nullable=False)


def upgrade() -> None:
    op.create_table(
        "question_answers",
        _number("answer_id"),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.String(64), nullable=False),
        sa.Column("is_yes", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_question_answers")),
    )
    op.create_index(op.f("ix_question_answers_case_id"), "question_answers", ["case_id"])
    op.create_table(
        "claim_proposals",
        _number("proposal_id"),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("total_pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_claim_proposals")),
    )
    op.create_index(op.f("ix_claim_proposals_case_id"), "claim_proposals", ["case_id"])


def downgrade() -> None:
    op.drop_table("claim_proposals")
    op.drop_table("question_answers")
