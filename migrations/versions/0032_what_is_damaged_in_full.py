"""What is damaged stands in the list of reports as it was typed, not cut at forty letters"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_reports = sa.table("reports", sa.column("report_id"), sa.column("lane"), sa.column("category"), sa.column("facts"))


def upgrade() -> None:
    with op.batch_alter_table("reports") as batch:
        batch.alter_column("category", existing_type=sa.String(40), type_=sa.Text(), existing_nullable=False)
    cut = sa.select(_reports.c.report_id, _reports.c.facts).where(
        _reports.c.lane == "damage", sa.func.length(_reports.c.category) == 40
    )
    for report_id, facts in op.get_bind().execute(cut).all():
        whole = json.loads(facts).get("item")
        if isinstance(whole, str):
            op.execute(_reports.update().where(_reports.c.report_id == report_id).values(category=whole))


def downgrade() -> None:
    op.execute(_reports.update().values(category=sa.func.substr(_reports.c.category, 1, 40)))
    with op.batch_alter_table("reports") as batch:
        batch.alter_column("category", existing_type=sa.Text(), type_=sa.String(40), existing_nullable=False)
