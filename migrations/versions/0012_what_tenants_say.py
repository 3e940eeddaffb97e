"""What tenants tell us, how they want to be told, paper cards, and words that people changed or signed off"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _wording()
    _messages()
    op.create_table(
        "contact_choices",
        sa.Column("choice_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(60), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("shared_phone", sa.Boolean(), nullable=False),
        sa.Column("code_by_text", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("choice_id", name=op.f("pk_contact_choices")),
    )
    op.create_index(op.f("ix_contact_choices_person_id"), "contact_choices", ["person_id"])
    op.create_table(
        "calling_cards",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("card_number", sa.String(60), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_by", sa.String(60), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=True),
        sa.Column("visit_id", sa.String(36), nullable=True),
        sa.Column("tied_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("landlord_id", "card_number", name=op.f("pk_calling_cards")),
    )


def _wording() -> None:
    which = ["landlord_id", "language", "catalogue", "name"]
    op.create_table(
        "wording_versions",
        sa.Column("version_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("catalogue", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_wording_versions")),
    )
    op.create_index("ix_wording_versions_which", "wording_versions", which)
    op.create_table(
        "wording_sign_offs",
        sa.Column("sign_off_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("catalogue", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("words_sha256", sa.String(64), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sign_off_id", name=op.f("pk_wording_sign_offs")),
    )
    op.create_index("ix_wording_sign_offs_which", "wording_sign_offs", which)


def _messages() -> None:
    op.create_table(
        "tenant_messages",
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("once_key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=True),
        sa.Column("visit_id", sa.String(36), nullable=True),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(60), nullable=True),
        sa.Column("uprn", sa.String(12), nullable=True),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("acknowledge_by_on", sa.Date(), nullable=True),
        sa.Column("answer_by_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_tenant_messages")),
        sa.UniqueConstraint("once_key", name=op.f("uq_tenant_messages_once_key")),
    )
    op.create_index("ix_tenant_messages_received", "tenant_messages", ["landlord_id", "received_at"])
    for column in ("reference", "appointment_id", "firm_id", "person_id"):
        op.create_index(op.f(f"ix_tenant_messages_{column}"), "tenant_messages", [column])
    op.create_table(
        "tenant_message_steps",
        sa.Column("step_id", sa.String(36), nullable=False),
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_tenant_message_steps")),
    )
    op.create_index(op.f("ix_tenant_message_steps_message_id"), "tenant_message_steps", ["message_id"])


def downgrade() -> None:
    for table in (
        *("calling_cards", "contact_choices", "tenant_message_steps", "tenant_messages"),
        *("wording_sign_offs", "wording_versions"),
    ):
        op.drop_table(table)
