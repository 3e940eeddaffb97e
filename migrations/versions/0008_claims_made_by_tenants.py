"""What tenants type, say and send when they claim lost pay, and what they answer before a refusal"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("claim_drafts", "claim_statements", "claim_papers", "claim_hearings")


def upgrade() -> None:
    op.create_table(
        "claim_drafts",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_claim_drafts")),
    )
    op.create_index(op.f("ix_claim_drafts_case_id"), "claim_drafts", ["case_id"])
    op.create_table(
        "claim_statements",
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("tenure_said", sa.String(20), nullable=False),
        sa.Column("helper_name", sa.Text(), nullable=False),
        sa.Column("proof_later", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_statements")),
    )
    op.create_table(
        "claim_papers",
        sa.Column("paper_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_claim_papers")),
    )
    for name in ("case_id", "token_hash", "claim_id"):
        op.create_index(op.f(f"ix_claim_papers_{name}"), "claim_papers", [name])
    op.create_table(
        "claim_hearings",
        sa.Column(
            "hearing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("against", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hearing_id", name=op.f("pk_claim_hearings")),
    )
    for name in ("case_id", "claim_id"):
        op.create_index(op.f(f"ix_claim_hearings_{name}"), "claim_hearings", [name])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
