"""The landlord's own dated rows of the limits of the hazard clocks"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hazard_limits",
        sa.Column("limit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("limit_id", name=op.f("pk_hazard_limits")),
    )
    op.create_index(op.f("ix_hazard_limits_landlord_id"), "hazard_limits", ["landlord_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_hazard_limits_landlord_id"), table_name="hazard_limits")
    op.drop_table("hazard_limits")
