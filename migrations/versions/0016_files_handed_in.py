"""Files handed in, conflicts to be settled, a landlord's own mappings; calendars of operatives"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ADDED = {"imported_files": {"vanished": "[]"}, "imported_rows": {"style": "", "stands_for": "", "operatives": ""}}
_TYPES = {"vanished": sa.Text(), "style": sa.String(40), "stands_for": sa.String(120), "operatives": sa.Text()}


def upgrade() -> None:
    for table, columns in _ADDED.items():
        for name in columns:
            op.add_column(table, sa.Column(name, _TYPES[name], nullable=True))
        filled = sa.table(table, *(sa.column(name) for name in columns))
        op.execute(sa.update(filled).values(**columns))
    _tell_styles()
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table) as batch_op:
            for name in columns:
                batch_op.alter_column(name, existing_type=_TYPES[name], nullable=False)
    _uploads_and_conflicts()
    _mappings_and_calendars()


def _tell_styles() -> None:
    """A row's style is that of the file that brought it, as its report says."""
    files = sa.table("imported_files", sa.column("import_id"), sa.column("report"))
    rows = sa.table("imported_rows", sa.column("import_id"), sa.column("style"))
    connection = op.get_bind()
    for import_id, report in connection.execute(sa.select(files.c.import_id, files.c.report)).all():
        style = (json.loads(report) or {}).get("style") or ""
        connection.execute(sa.update(rows).where(rows.c.import_id == import_id).values(style=style))


def _uploads_and_conflicts() -> None:
    op.create_table(
        "import_uploads",
        sa.Column("upload_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("as_of_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("uploaded_by", sa.String(60), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.String(36), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_import_uploads")),
    )
    op.create_index(op.f("ix_import_uploads_landlord_id"), "import_uploads", ["landlord_id"])
    op.create_index(op.f("ix_import_uploads_state"), "import_uploads", ["state"])
    op.create_table(
        "import_conflicts",
        sa.Column("conflict_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("import_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("style", sa.String(40), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("digests", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("as_of_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(60), nullable=True),
        sa.Column("chosen", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conflict_id", name=op.f("pk_import_conflicts")),
    )
    for name in ("landlord_id", "import_id", "key"):
        op.create_index(op.f(f"ix_import_conflicts_{name}"), "import_conflicts", [name])


def _mappings_and_calendars() -> None:
    op.create_table(
        "import_mappings",
        sa.Column("mapping_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("style", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mapping_id", name=op.f("pk_import_mappings")),
    )
    op.create_index(op.f("ix_import_mappings_landlord_id"), "import_mappings", ["landlord_id"])
    op.create_table(
        "calendar_feeds",
        sa.Column("feed_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_index(op.f("ix_calendar_feeds_landlord_id"), "calendar_feeds", ["landlord_id"])
    op.create_index(op.f("ix_calendar_feeds_operative_id"), "calendar_feeds", ["operative_id"])


def downgrade() -> None:
    for table in ("calendar_feeds", "import_mappings", "import_conflicts", "import_uploads"):
        op.drop_table(table)
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table) as batch_op:
            for name in columns:
                batch_op.drop_column(name)
