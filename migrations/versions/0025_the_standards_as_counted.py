"""The standards: what waits to be counted, each visit's part in each of them, and the counts of each day"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
INDEXES = {
    "ix_standard_parts_case": ("landlord_id", "case_id"),
    "ix_standard_parts_listed": ("landlord_id", "standard", "verdict", "day"),
    "ix_standard_parts_look_at": ("look_at",),
}


def upgrade() -> None:
    _line()
    _parts()
    _counts()
    _take_up_what_stands()


def _line() -> None:
    op.create_table(
        "standard_line",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "kind", "name", name=op.f("pk_standard_line")),
    )


def _parts() -> None:
    key = ("landlord_id", "subject_kind", "subject_id", "standard", "part")
    op.create_table(
        "standard_parts",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("subject_kind", sa.String(12), nullable=False),
        sa.Column("subject_id", sa.String(60), nullable=False),
        sa.Column("standard", sa.String(30), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sort", sa.String(20), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_standard_parts")),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "standard_parts", list(columns))


def _counts() -> None:
    key = ("landlord_id", "day", "standard", "firm_id", "sort", "verdict", "code")
    op.create_table(
        "standard_counts",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("standard", sa.String(30), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("sort", sa.String(20), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_standard_counts")),
    )


def _take_up_what_stands() -> None:
    """Everything recorded before today stands in line, so that the worker counts it."""
    for kind, name, table in (
        ("case", "case_id", "case_standings"),
        ("message", "message_id", "tenant_messages"),
        ("report", "report_id", "reports"),
    ):
        taken = f"SELECT landlord_id, '{kind}', {name}, :at FROM {table}"  # noqa: S608 - names of ours
        at = sa.bindparam("at", LONG_AGO, type_=sa.DateTime(timezone=True))
        op.execute(sa.text(f"INSERT INTO standard_line (landlord_id, kind, name, touched_at) {taken}").bindparams(at))


def downgrade() -> None:
    for name in ("standard_counts", "standard_parts", "standard_line"):
        op.drop_table(name)
