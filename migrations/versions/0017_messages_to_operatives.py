"""Messages from the office to whoever is on a visit"""

import sqlalchemy as sa
from alembic import op

from server.storage.database import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_messages",
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("sent_by", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_visit_messages")),
    )
    op.create_index(op.f("ix_visit_messages_visit_id"), "visit_messages", ["visit_id"])


def downgrade() -> None:
    op.drop_table("visit_messages")
