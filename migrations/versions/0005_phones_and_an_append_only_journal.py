"""gaps and signatures of a phone's chain, visits to follow up, wrong codes; the journal refuses any rewriting"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

# A body may go once its erasure is recorded; nothing else that was appended may change or go.
GUARDED = {
    "journal": "",
    "journal_rulings": "",
    "heads_heard": "",
    "lost_ranges": "",
    "erasures": "",
    "journal_bodies": "NOT EXISTS (SELECT 1 FROM erasures e WHERE e.envelope_sha256 = OLD.envelope_sha256)",
}


def upgrade() -> None:
    with op.batch_alter_table("device_heads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gaps", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("heard_seq", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("heard_hash", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("signed_seq", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index("ix_visit_events_chain", "visit_events", ["device_id", "epoch", "seq"])
    op.create_table(
        "touched_visits",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "visit_id", name=op.f("pk_touched_visits")),
    )
    op.create_table(
        "wrong_codes",
        sa.Column(
            "wrong_code_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("caller_hash", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("wrong_code_id", name=op.f("pk_wrong_codes")),
    )
    for column in ("caller_hash", "at"):
        op.create_index(op.f(f"ix_wrong_codes_{column}"), "wrong_codes", [column])
    _guard(op.get_bind().dialect.name)


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in GUARDED:
        for action in ("update", "delete"):
            suffix = f" ON {table}" if is_postgresql else ""
            op.execute(f"DROP TRIGGER {table}_no_{action}{suffix}")
    if is_postgresql:
        op.execute("DROP FUNCTION refuse_rewriting()")
        op.execute("DROP FUNCTION refuse_rewriting_journal_bodies()")
    op.drop_table("wrong_codes")
    op.drop_table("touched_visits")
    op.drop_index("ix_visit_events_chain", "visit_events")
    with op.batch_alter_table("device_heads", schema=None) as batch_op:
        for column in ("signed_seq", "heard_hash", "heard_seq", "gaps"):
            batch_op.drop_column(column)


def _guard(dialect: str) -> None:
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table, unless in GUARDED.items():
        for action in ("update", "delete"):
            condition = unless if action == "delete" else ""
            op.execute(_trigger(dialect, table, action, condition))


def _trigger(dialect: str, table: str, action: str, condition: str) -> str:
    head = f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} FOR EACH ROW"
    if dialect == "sqlite":
        when = f" WHEN {condition}" if condition else ""
        return f"{head}{when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    if not condition:
        return f"{head} EXECUTE FUNCTION refuse_rewriting()"
    # PostgreSQL allows no subquery in WHEN, so the erasure is looked up in the function.
    op.execute(
        f"CREATE FUNCTION refuse_rewriting_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; "
        "RETURN OLD; END $$"
    )
    return f"{head} EXECUTE FUNCTION refuse_rewriting_{table}()"
