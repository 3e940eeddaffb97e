"""What is left of a record whose location has come to its end"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plainly added, not copied: a copied table would lose the triggers that keep it append-only.
    op.add_column("erasures", sa.Column("kept_sha256", sa.String(64)))
    op.add_column("erasures", sa.Column("sig", sa.Text()))
    op.create_table(
        "locations_dropped",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", name=op.f("pk_locations_dropped")),
    )


def downgrade() -> None:
    op.drop_table("locations_dropped")
    op.drop_column("erasures", "sig")
    op.drop_column("erasures", "kept_sha256")
