"""Concerns after their arrival: steps, hazard clocks, closed days"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _steps()
    _clocks()
    _days()


def downgrade() -> None:
    for table in ("holiday_years", "closed_days", "concern_clocks", "concern_steps"):
        op.drop_table(table)


def _steps() -> None:
    op.create_table(
        "concern_steps",
        sa.Column("step_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("report_id", sa.String(36), nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_concern_steps")),
    )
    op.create_index(op.f("ix_concern_steps_report_id"), "concern_steps", ["report_id"])


def _clocks() -> None:
    op.create_table(
        "concern_clocks",
        sa.Column("report_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("standing", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(30), nullable=False),
        sa.Column("told", sa.String(10), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("report_id", "kind", name=op.f("pk_concern_clocks")),
    )
    op.create_index("ix_concern_clocks_look_at", "concern_clocks", ["look_at"])
    op.create_index("ix_concern_clocks_due", "concern_clocks", ["landlord_id", "state", "due_at"])


def _days() -> None:
    op.create_table(
        "closed_days",
        sa.Column("day_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_bank_holiday", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.String(60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.String(60), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day_id", name=op.f("pk_closed_days")),
    )
    op.create_index(op.f("ix_closed_days_landlord_id"), "closed_days", ["landlord_id"])
    op.create_table(
        "holiday_years",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.String(60), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "year", name=op.f("pk_holiday_years")),
    )
