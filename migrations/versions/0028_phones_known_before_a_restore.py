"""Phones that kept their id when a restored database had forgotten them"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added plainly: a batch would drop and copy the table on SQLite, and other tables point at its rows.
    op.add_column("devices", sa.Column("was_known_before", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("devices") as batch:
        batch.drop_column("was_known_before")
