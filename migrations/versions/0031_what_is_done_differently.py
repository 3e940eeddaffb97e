"""What we do differently for a person, with its source and the day on which somebody asks again"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_needs",
        sa.Column("need_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("what_to_do", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.String(length=36), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_kept_needs")),
    )
    op.create_index(op.f("ix_kept_needs_landlord_id"), "kept_needs", ["landlord_id"], unique=False)
    op.create_index(op.f("ix_kept_needs_person_id"), "kept_needs", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_kept_needs_person_id"), table_name="kept_needs")
    op.drop_index(op.f("ix_kept_needs_landlord_id"), table_name="kept_needs")
    op.drop_table("kept_needs")
