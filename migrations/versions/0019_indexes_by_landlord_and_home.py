"""Indexes that begin with the landlord: without statistics SQLite took the landlord alone, and read everything"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_people_home", "people", ["landlord_id", "uprn", "tenancy_ref"]),
    ("ix_appointments_home", "appointments", ["landlord_id", "uprn"]),
    ("ix_visit_history_promised", "visit_history", ["landlord_id", "appointment_id"]),
    ("ix_assessments_case", "assessments", ["landlord_id", "case_id"]),
    ("ix_claims_case", "claims", ["landlord_id", "case_id"]),
    ("ix_notices_promised", "notices", ["landlord_id", "appointment_id"]),
    ("ix_visits_promised", "visits", ["landlord_id", "appointment_id"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table)
