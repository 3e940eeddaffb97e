"""Find the few events that do not count without reading the journal"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

APART = sa.text("status IN ('quarantined', 'forked')")


def upgrade() -> None:
    op.create_index(
        "ix_journal_apart", "journal", ["landlord_id", "position"], sqlite_where=APART, postgresql_where=APART
    )


def downgrade() -> None:
    op.drop_index("ix_journal_apart", table_name="journal")
