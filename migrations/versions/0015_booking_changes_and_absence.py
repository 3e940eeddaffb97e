"""Availability, what waits to be booked, offers and diaries, changes with their proof, absences, planned works"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _availability()
    _booking()
    _changes()
    _absences_and_notices()


def _availability() -> None:
    op.create_table(
        "working_patterns",
        sa.Column(
            "pattern_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True
        ),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pattern_id", name=op.f("pk_working_patterns")),
    )
    op.create_index(op.f("ix_working_patterns_firm_id"), "working_patterns", ["firm_id"])
    op.create_index(op.f("ix_working_patterns_operative_id"), "working_patterns", ["operative_id"])
    op.create_table(
        "operative_leave",
        sa.Column("leave_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("leave_id", name=op.f("pk_operative_leave")),
    )
    op.create_index(op.f("ix_operative_leave_firm_id"), "operative_leave", ["firm_id"])
    op.create_index(op.f("ix_operative_leave_operative_id"), "operative_leave", ["operative_id"])
    op.create_table(
        "operative_traits",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("sex", sa.String(1), nullable=False),
        sa.Column("home_areas", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "operative_id", name=op.f("pk_operative_traits")),
    )
    op.create_index(op.f("ix_operative_traits_firm_id"), "operative_traits", ["firm_id"])
    op.create_table(
        "visiting_wishes",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(60), nullable=False),
        sa.Column("operative_sex", sa.String(1), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("instead", sa.String(12), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "person_id", name=op.f("pk_visiting_wishes")),
    )
    op.create_table(
        "slot_offerings",
        sa.Column(
            "offering_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True
        ),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("code", sa.String(30), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(5), nullable=False),
        sa.Column("ends", sa.String(5), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("offering_id", name=op.f("pk_slot_offerings")),
    )
    op.create_index(op.f("ix_slot_offerings_landlord_id"), "slot_offerings", ["landlord_id"])


def _booking() -> None:
    op.create_table(
        "work_orders",
        sa.Column("work_order_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("job_number", sa.String(60), nullable=False),
        sa.Column("person_id", sa.String(60), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people_required", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(12), nullable=False),
        sa.Column("from_appointment_id", sa.String(60), nullable=True),
        sa.Column("appointment_id", sa.String(60), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("work_order_id", name=op.f("pk_work_orders")),
    )
    op.create_index(op.f("ix_work_orders_appointment_id"), "work_orders", ["appointment_id"])
    op.create_index(op.f("ix_work_orders_job_number"), "work_orders", ["job_number"])
    op.create_index("ix_work_orders_waiting", "work_orders", ["landlord_id", "firm_id", "appointment_id"])
    op.create_table(
        "slot_offers",
        sa.Column("offer_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("work_order_id", sa.String(36), nullable=True),
        sa.Column("appointment_id", sa.String(60), nullable=True),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_slot_offers")),
    )
    op.create_index(op.f("ix_slot_offers_appointment_id"), "slot_offers", ["appointment_id"])
    op.create_index(op.f("ix_slot_offers_work_order_id"), "slot_offers", ["work_order_id"])
    op.create_table(
        "diary_entries",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "appointment_id", "operative_id", name=op.f("pk_diary_entries")),
    )
    op.create_table(
        "diary_cells",
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "operative_id", "starts_at", name=op.f("pk_diary_cells")),
    )
    op.create_index(op.f("ix_diary_cells_appointment_id"), "diary_cells", ["appointment_id"])


def _changes() -> None:
    op.create_table(
        "office_changes",
        sa.Column("change_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("asked_by", sa.String(12), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.String(36), nullable=True),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_office_changes")),
    )
    op.create_index(op.f("ix_office_changes_appointment_id"), "office_changes", ["appointment_id"])
    op.create_index(op.f("ix_office_changes_firm_id"), "office_changes", ["firm_id"])
    op.create_table(
        "change_tellings",
        sa.Column(
            "telling_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True
        ),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("change_id", sa.String(36), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_cause", sa.String(200), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("telling_id", name=op.f("pk_change_tellings")),
    )
    op.create_index(op.f("ix_change_tellings_change_id"), "change_tellings", ["change_id"])
    op.create_index(op.f("ix_change_tellings_notice_cause"), "change_tellings", ["notice_cause"])


def _absences_and_notices() -> None:
    op.create_table(
        "absences",
        sa.Column("absence_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("operative_id", sa.String(60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("absence_id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_day"), "absences", ["day"])
    op.create_index(op.f("ix_absences_firm_id"), "absences", ["firm_id"])
    op.create_table(
        "absence_visits",
        sa.Column("absence_id", sa.String(36), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("absence_id", "appointment_id", name=op.f("pk_absence_visits")),
    )
    op.create_table(
        "written_notices",
        sa.Column("written_notice_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("firm_id", sa.String(40), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=False),
        sa.Column("batch_id", sa.String(36), nullable=False),
        sa.Column("works_on", sa.Date(), nullable=False),
        sa.Column("notice_cause", sa.String(200), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("written_notice_id", name=op.f("pk_written_notices")),
    )
    op.create_index(op.f("ix_written_notices_appointment_id"), "written_notices", ["appointment_id"])
    op.create_index(op.f("ix_written_notices_firm_id"), "written_notices", ["firm_id"])
    op.create_index(op.f("ix_written_notices_notice_cause"), "written_notices", ["notice_cause"])
    op.create_table(
        "short_notice_leave",
        sa.Column("leave_id", sa.String(36), nullable=False),
        sa.Column("landlord_id", sa.String(40), nullable=False),
        sa.Column("appointment_id", sa.String(60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("leave_id", name=op.f("pk_short_notice_leave")),
    )
    op.create_index(op.f("ix_short_notice_leave_appointment_id"), "short_notice_leave", ["appointment_id"])


def downgrade() -> None:
    for name in (
        "short_notice_leave",
        "written_notices",
        "absence_visits",
        "absences",
        "change_tellings",
        "office_changes",
        "diary_cells",
        "diary_entries",
        "slot_offers",
        "work_orders",
        "slot_offerings",
        "visiting_wishes",
        "operative_traits",
        "operative_leave",
        "working_patterns",
    ):
        op.drop_table(name)
