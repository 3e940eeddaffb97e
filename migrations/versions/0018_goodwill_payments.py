"""Goodwill payments, outside the earnings clause"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "goodwill_payments",
        sa.Column("goodwill_id", kind, autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("goodwill_id", name=op.f("pk_goodwill_payments")),
    )
    op.create_index(op.f("ix_goodwill_payments_landlord_id"), "goodwill_payments", ["landlord_id"])
    op.create_index(op.f("ix_goodwill_payments_case_id"), "goodwill_payments", ["case_id"])


def downgrade() -> None:
    op.drop_table("goodwill_payments")
