"""what the phone's clocks said when it delivered an event: the times of events are made anew from it"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plainly added, not copied: a copied table would lose the triggers that keep it append-only.
    op.add_column("journal", sa.Column("clock", sa.String(length=160), nullable=True))


def downgrade() -> None:
    op.drop_column("journal", "clock")
