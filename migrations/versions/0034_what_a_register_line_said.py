"""What the newest file said of each field of a line, as digests, so that only what it says anew counts"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imported_rows", sa.Column("said", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("imported_rows") as table:
        table.drop_column("said")
