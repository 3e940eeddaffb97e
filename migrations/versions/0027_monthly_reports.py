"""Monthly reports of the standards"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "month_reports",
        sa.Column("report_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_month_reports")),
        sa.UniqueConstraint(
            "landlord_id",
            "month",
            "firm_id",
            "edition",
            name=op.f("uq_month_reports_landlord_id_month_firm_id_edition"),
        ),
    )


def downgrade() -> None:
    op.drop_table("month_reports")
