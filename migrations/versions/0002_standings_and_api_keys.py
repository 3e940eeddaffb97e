"""How appointments and repairs stand, disputes and rulings about them, and integrators' keys"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "appointment_standings",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("late_edge_at", INSTANT, nullable=True),
        sa.Column("stale", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "appointment_id", name=op.f("pk_appointment_standings")),
    )
    for column in ("case_id", "result", "stale"):
        op.create_index(op.f(f"ix_appointment_standings_{column}"), "appointment_standings", [column])
    op.create_table(
        "repair_standings",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("root", sa.String(length=60), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("not_kept", sa.Integer(), nullable=False),
        sa.Column("threshold_passed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "case_id", "root", name=op.f("pk_repair_standings")),
    )
    for column in ("root", "uprn"):
        op.create_index(op.f(f"ix_repair_standings_{column}"), "repair_standings", [column])
    op.create_table(
        "appointment_disputes",
        sa.Column("dispute_id", COUNTER, autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("dispute_id", name=op.f("pk_appointment_disputes")),
    )
    op.create_index(op.f("ix_appointment_disputes_appointment_id"), "appointment_disputes", ["appointment_id"])
    op.create_table(
        "silence_rulings",
        sa.Column("ruling_id", COUNTER, autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_silence_rulings")),
    )
    op.create_index(op.f("ix_silence_rulings_appointment_id"), "silence_rulings", ["appointment_id"])
    op.create_table(
        "api_keys",
        sa.Column("key_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_keys_key_hash")),
    )
    op.create_index(op.f("ix_api_keys_landlord_id"), "api_keys", ["landlord_id"])


def downgrade() -> None:
    for name in (
        "api_keys",
        "silence_rulings",
        "appointment_disputes",
        "repair_standings",
        "appointment_standings",
    ):
        op.drop_table(name)
