"""Damage in homes: a case for each visit, what belongs to it, and its steps"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cases()
    op.create_table(
        "damage_sources",
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("damage_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_damage_sources")),
    )
    op.create_index(op.f("ix_damage_sources_damage_id"), "damage_sources", ["damage_id"])
    op.create_table(
        "damage_steps",
        sa.Column("step_id", sa.String(36), nullable=False),
        sa.Column("damage_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("by_firm", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_damage_steps")),
        sa.UniqueConstraint("damage_id", "number", name=op.f("uq_damage_steps_damage_id_number")),
    )
    _look_at_what_stands()


def _cases() -> None:
    op.create_table(
        "damage_cases",
        sa.Column("damage_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("matter", sa.String(100), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("uprn", sa.String(12), nullable=True),
        sa.Column("appointment_id", sa.String(60), nullable=True),
        sa.Column("visit_id", sa.String(36), nullable=True),
        sa.Column("person_id", sa.String(60), nullable=True),
        sa.Column("danger_now", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("remedy", sa.String(12), nullable=False),
        sa.Column("value_pence", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("has_news", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("damage_id", name=op.f("pk_damage_cases")),
        sa.UniqueConstraint("landlord_id", "matter", name=op.f("uq_damage_cases_landlord_id_matter")),
    )
    op.create_index("ix_damage_cases_due", "damage_cases", ["landlord_id", "stage", "due_on"])
    op.create_index(op.f("ix_damage_cases_firm_id"), "damage_cases", ["firm_id"])


def _look_at_what_stands() -> None:
    """Leave the visits with reports of damage to the worker, which opens cases for what is not made good."""
    op.execute(
        "INSERT INTO touched_visits (landlord_id, visit_id, touched_at) "
        "SELECT landlord_id, visit_id, MIN(received_at) FROM reports "
        "WHERE lane = 'damage' AND visit_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM touched_visits WHERE touched_visits.landlord_id = reports.landlord_id "
        "AND touched_visits.visit_id = reports.visit_id) GROUP BY landlord_id, visit_id"
    )


def downgrade() -> None:
    for table in ("damage_steps", "damage_sources", "damage_cases"):
        op.drop_table(table)
