"""Opt-outs, the kill switch, the pace of gateways, push subscriptions, letters; what kind of news a notice is"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("kind", sa.String(20), server_default="", nullable=False))
        batch.add_column(sa.Column("short_text", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("about_at", _INSTANT, nullable=True))
        batch.add_column(sa.Column("allowed_because", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE notices SET kind = template, about_at = new_start_at")
    op.execute("UPDATE notices SET kind = 'missed' WHERE template LIKE 'missed%' OR template LIKE 'not_kept%'")
    op.create_table(
        "opt_outs",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("stopped_at", _INSTANT, nullable=False),
        sa.Column("lifted_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("landlord_id", "recipient", name=op.f("pk_opt_outs")),
    )
    op.create_table(
        "sending_stops",
        sa.Column("stop_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stopped_by", sa.String(60), nullable=False),
        sa.Column("stopped_at", _INSTANT, nullable=False),
        sa.Column("resumed_by", sa.String(60), nullable=True),
        sa.Column("resumed_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("stop_id", name=op.f("pk_sending_stops")),
    )
    op.create_index(op.f("ix_sending_stops_landlord_id"), "sending_stops", ["landlord_id"])
    op.create_table(
        "gateway_paces",
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("spent_until_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_gateway_paces")),
    )
    _subscriptions()
    _letters()


def _subscriptions() -> None:
    op.create_table(
        "push_subscriptions",
        sa.Column("endpoint_sha256", sa.String(64), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=True),
        sa.Column("person_id", sa.String(60), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.String(100), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("woken_to", sa.Integer(), nullable=False),
        sa.Column("woken_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("endpoint_sha256", name=op.f("pk_push_subscriptions")),
    )
    op.create_index(op.f("ix_push_subscriptions_device_id"), "push_subscriptions", ["device_id"])
    op.create_index("ix_push_subscriptions_person", "push_subscriptions", ["landlord_id", "person_id"])


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("letter_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("notice_id", sa.String(36), nullable=True),
        sa.Column("cause", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("person_id", sa.String(60), nullable=True),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=True),
        sa.Column("document", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("queued_at", _INSTANT, nullable=False),
        sa.Column("printed_at", _INSTANT, nullable=True),
        sa.Column("printed_by", sa.String(60), nullable=False),
        sa.Column("posted_at", _INSTANT, nullable=True),
        sa.Column("posted_by", sa.String(60), nullable=False),
        sa.Column("called_off", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letters")),
        sa.UniqueConstraint("cause", name=op.f("uq_letters_cause")),
    )
    op.create_index("ix_letters_waiting", "letters", ["landlord_id", "posted_at"])
    op.create_index(op.f("ix_letters_notice_id"), "letters", ["notice_id"])
    op.create_index(op.f("ix_letters_person_id"), "letters", ["person_id"])


def downgrade() -> None:
    for table in ("letters", "push_subscriptions", "gateway_paces", "sending_stops", "opt_outs"):
        op.drop_table(table)
    with op.batch_alter_table("notices") as batch:
        for column in ("allowed_because", "about_at", "short_text", "kind"):
            batch.drop_column(column)
