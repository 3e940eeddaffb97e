"""who may append to an upload, and how long a tenant's link takes no more postcodes"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("writer", sa.String(length=36), nullable=True))
    with op.batch_alter_table("tenant_links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("locked_until_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("tenant_links", schema=None) as batch_op:
        batch_op.drop_column("locked_until_at")
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_column("writer")
