"""What contractors answer to a recharge, their evidence, and what was decided of it"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recharge_words",
        sa.Column("word_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("word_id", name=op.f("pk_recharge_words")),
    )
    op.create_index(op.f("ix_recharge_words_landlord_id"), "recharge_words", ["landlord_id"])
    op.create_index(op.f("ix_recharge_words_decision_id"), "recharge_words", ["decision_id"])
    op.create_table(
        "recharge_papers",
        sa.Column("paper_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_recharge_papers")),
    )
    op.create_index(op.f("ix_recharge_papers_decision_id"), "recharge_papers", ["decision_id"])


def downgrade() -> None:
    op.drop_table("recharge_papers")
    op.drop_table("recharge_words")
