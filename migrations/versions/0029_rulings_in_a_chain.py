"""Each ruling on a journal row follows the one before it"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plainly added, not copied: a copied table would lose the triggers that keep it append-only. So those that stand
    # already cannot be given a hash either; the chain begins after them.
    op.add_column("journal_rulings", sa.Column("chain_hash", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("journal_rulings", "chain_hash")
