"""The review queue: what waits for a person, its history, saved views, questions to operatives, digests sent"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

QUEUE = ("state", "kind", "rank", "order_at", "item_id")
INDEXES = {
    "ix_review_items_firm": ("landlord_id", "firm_id", *QUEUE),
    "ix_review_items_queue": ("landlord_id", *QUEUE),
    "ix_review_items_assigned": ("assigned_to", "state"),
    "ix_review_items_waits": ("landlord_id", "waits", "kind"),
}


def upgrade() -> None:
    _items()
    _beside_items()


def _items() -> None:
    op.create_table(
        "review_items",
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subject_kind", sa.String(30), nullable=False),
        sa.Column("subject_id", sa.String(120), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=True),
        sa.Column("uprn", sa.String(12), nullable=True),
        sa.Column("visit_id", sa.String(36), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("order_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("assigned_to", sa.String(36), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(60), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_review_items")),
    )
    subject = ["landlord_id", "kind", "subject_kind", "subject_id"]
    op.create_index("ix_review_items_subject", "review_items", subject, unique=True)
    for name, columns in INDEXES.items():
        op.create_index(name, "review_items", list(columns))


def _beside_items() -> None:
    counter = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "review_steps",
        sa.Column("step_id", counter, autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_review_steps")),
    )
    op.create_index(op.f("ix_review_steps_item_id"), "review_steps", ["item_id"])
    op.create_table(
        "review_views",
        sa.Column("view_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("view_id", name=op.f("pk_review_views")),
    )
    op.create_index(op.f("ix_review_views_user_id"), "review_views", ["user_id"])
    op.create_table(
        "review_questions",
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(60), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_review_questions")),
    )
    op.create_index(op.f("ix_review_questions_visit_id"), "review_questions", ["visit_id"])
    op.create_index(op.f("ix_review_questions_item_id"), "review_questions", ["item_id"])
    op.create_table(
        "review_digests",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "day", name=op.f("pk_review_digests")),
    )


def downgrade() -> None:
    for name in ("review_digests", "review_questions", "review_views", "review_steps", "review_items"):
        op.drop_table(name)
