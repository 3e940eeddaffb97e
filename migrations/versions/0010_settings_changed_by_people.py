"""Changes of settings that are tried before they are saved, and when a dated change was taken up"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("policy_overrides", sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "setting_drafts",
        sa.Column("draft_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_setting_drafts")),
    )


def downgrade() -> None:
    op.drop_table("setting_drafts")
    with op.batch_alter_table("policy_overrides") as batch:
        batch.drop_column("taken_up_at")
