"""Bodies and accepted events stand under the position of their journal row: what came together is written together

Under the hash of the envelope each of them landed on a page of its own, and so did its entry in the index by type,
which no question asks.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
_INDEXES = {
    "ix_visit_events_visit": ["visit_id"],
    "ix_visit_events_event_id": ["event_id"],
    "ix_visit_events_chain": ["device_id", "epoch", "seq"],
}
_ERASED = "EXISTS (SELECT 1 FROM erasures e WHERE e.envelope_sha256 = OLD.envelope_sha256)"


def upgrade() -> None:
    _drop_guards()
    place = [
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
    ]
    _renew("journal_bodies", [*place, *_body_columns()], ["landlord_id", "position"])
    # What stands without its row keeps standing, below every row: verify-journal names it.
    op.execute(
        "INSERT INTO journal_bodies (landlord_id, position, envelope_sha256, body) "
        "SELECT COALESCE(j.landlord_id, ''), COALESCE(j.position, -ROW_NUMBER() OVER (ORDER BY o.envelope_sha256)), "
        "o.envelope_sha256, o.body FROM old_rows o LEFT JOIN journal j ON j.envelope_sha256 = o.envelope_sha256"
    )
    op.drop_table("old_rows")
    for name in (*_INDEXES, "ix_visit_events_type"):
        op.drop_index(name, "visit_events")
    _renew("visit_events", [*place, *_event_columns()], ["landlord_id", "position"])
    names = ["landlord_id", *(column.name for column in _event_columns())]
    old, journal = _old(names), sa.table("journal", sa.column("envelope_sha256"), sa.column("position"))
    found = sa.select(*old.c, journal.c.position).join(journal, journal.c.envelope_sha256 == old.c.envelope_sha256)
    op.execute(_new([*names, "position"]).insert().from_select([*names, "position"], found))
    _finish()


def downgrade() -> None:
    _drop_guards()
    _renew("journal_bodies", _body_columns(), ["envelope_sha256"])
    op.execute("INSERT INTO journal_bodies (envelope_sha256, body) SELECT envelope_sha256, body FROM old_rows")
    op.drop_table("old_rows")
    for name in _INDEXES:
        op.drop_index(name, "visit_events")
    landlord = sa.Column("landlord_id", sa.String(40), nullable=False)
    _renew("visit_events", [*_event_columns(), landlord], ["envelope_sha256"])
    names = ["landlord_id", *(column.name for column in _event_columns())]
    op.execute(_new(names).insert().from_select(names, sa.select(*_old(names).c)))
    _finish()
    op.create_index("ix_visit_events_type", "visit_events", ["type"])


def _old(names: list[str]) -> sa.TableClause:
    return sa.table("old_rows", *(sa.column(name) for name in names))


def _new(names: list[str]) -> sa.TableClause:
    return sa.table("visit_events", *(sa.column(name) for name in names))


def _finish() -> None:
    op.drop_table("old_rows")
    for name, columns in _INDEXES.items():
        op.create_index(name, "visit_events", columns)
    _guard()


def _renew(table: str, columns: list[sa.Column[object]], keys: list[str]) -> None:
    """An empty table of this name, beside the old one as `old_rows`."""
    op.rename_table(table, "old_rows")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE old_rows RENAME CONSTRAINT pk_{table} TO pk_old_rows")
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}")))


def _body_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("envelope_sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    ]


def _event_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("envelope_sha256", sa.String(64), nullable=False),
        sa.Column("visit_id", sa.String(36)),
        sa.Column("event_id", sa.String(80), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("epoch", sa.String(80), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(60), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("wall_ms", sa.BigInteger(), nullable=False),
        sa.Column("hard_from_at", INSTANT),
        sa.Column("hard_to_at", INSTANT, nullable=False),
        sa.Column("asserted_from_at", INSTANT),
        sa.Column("asserted_to_at", INSTANT, nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("after_gap", sa.Boolean(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
    ]


def _drop_guards() -> None:
    suffix = " ON journal_bodies" if op.get_bind().dialect.name == "postgresql" else ""
    for action in ("update", "delete"):
        op.execute(f"DROP TRIGGER journal_bodies_no_{action}{suffix}")


def _guard() -> None:
    """The bodies' own guards of migration 0005: a renamed table would have kept them."""
    head = "CREATE TRIGGER journal_bodies_no_{0} BEFORE {1} ON journal_bodies FOR EACH ROW"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{head.format('update', 'UPDATE')} EXECUTE FUNCTION refuse_rewriting()")
        op.execute(f"{head.format('delete', 'DELETE')} EXECUTE FUNCTION refuse_rewriting_journal_bodies()")
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'journal_bodies is append-only'); END"
    op.execute(f"{head.format('update', 'UPDATE')} {refuse}")
    op.execute(f"{head.format('delete', 'DELETE')} WHEN NOT {_ERASED} {refuse}")
