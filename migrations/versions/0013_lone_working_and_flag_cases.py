"""Lone working on the server: watches, alarms, drills and the rota; how a warning flag came about"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("flags", sa.Column("interim_until_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("flags", sa.Column("timer_minutes", sa.Integer(), nullable=True))
    op.create_table(
        "alarm_steps",
        sa.Column("step_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("alarm_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_alarm_steps")),
    )
    op.create_index(op.f("ix_alarm_steps_alarm_id"), "alarm_steps", ["alarm_id"], unique=False)
    op.create_table(
        "alarms",
        sa.Column("alarm_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.String(length=60), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=60), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=60), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("alarm_id", name=op.f("pk_alarms")),
        sa.UniqueConstraint("cause", name=op.f("uq_alarms_cause")),
    )
    op.create_index("ix_alarms_look_at", "alarms", ["look_at"], unique=False)
    op.create_index("ix_alarms_open", "alarms", ["landlord_id", "closed_at"], unique=False)
    op.create_index(op.f("ix_alarms_operative_id"), "alarms", ["operative_id"], unique=False)
    op.create_index(op.f("ix_alarms_reference"), "alarms", ["reference"], unique=False)
    op.create_index(op.f("ix_alarms_visit_id"), "alarms", ["visit_id"], unique=False)
    op.create_table(
        "duty_turns",
        sa.Column("turn_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=True),
        sa.Column("post", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("mobile", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("turn_id", name=op.f("pk_duty_turns")),
    )
    op.create_index(op.f("ix_duty_turns_landlord_id"), "duty_turns", ["landlord_id"], unique=False)
    op.create_table(
        "flag_appeals",
        sa.Column("appeal_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("flag_id", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_flag_appeals")),
    )
    op.create_index(op.f("ix_flag_appeals_flag_id"), "flag_appeals", ["flag_id"], unique=False)
    op.create_table(
        "flag_cases",
        sa.Column("flag_id", sa.String(length=60), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("what_to_do", sa.Text(), nullable=False),
        sa.Column("reason_restricted", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("timer_minutes", sa.Integer(), nullable=True),
        sa.Column("letter_reasons", sa.Text(), nullable=False),
        sa.Column("contact_route", sa.Text(), nullable=False),
        sa.Column("named_person", sa.Text(), nullable=False),
        sa.Column("named_cover", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("manager_id", sa.String(length=36), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interim_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_channel", sa.String(length=20), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("withheld_reason", sa.Text(), nullable=False),
        sa.Column("withheld_by", sa.String(length=36), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("flag_id", "landlord_id", name=op.f("pk_flag_cases")),
    )
    op.create_index(op.f("ix_flag_cases_letter_due_at"), "flag_cases", ["letter_due_at"], unique=False)
    op.create_index(op.f("ix_flag_cases_person_id"), "flag_cases", ["person_id"], unique=False)
    op.create_index(op.f("ix_flag_cases_state"), "flag_cases", ["state"], unique=False)
    op.create_table(
        "flag_incidents",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=True),
        sa.Column("person_id", sa.String(length=60), nullable=True),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what_happened", sa.Text(), nullable=False),
        sa.Column("people_involved", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("time_lost", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.String(length=36), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_flag_incidents")),
    )
    op.create_index(op.f("ix_flag_incidents_landlord_id"), "flag_incidents", ["landlord_id"], unique=False)
    op.create_index(op.f("ix_flag_incidents_person_id"), "flag_incidents", ["person_id"], unique=False)
    op.create_index(op.f("ix_flag_incidents_uprn"), "flag_incidents", ["uprn"], unique=False)
    op.create_table(
        "flag_steps",
        sa.Column("step_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("flag_id", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_flag_steps")),
    )
    op.create_index(op.f("ix_flag_steps_flag_id"), "flag_steps", ["flag_id"], unique=False)
    op.create_table(
        "safety_values",
        sa.Column("value_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("value_id", name=op.f("pk_safety_values")),
    )
    op.create_index(op.f("ix_safety_values_landlord_id"), "safety_values", ["landlord_id"], unique=False)
    op.create_table(
        "watches",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("day_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alarm_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("visit_id", "operative_id", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_landlord_id"), "watches", ["landlord_id"], unique=False)
    op.create_index("ix_watches_look_at", "watches", ["look_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_watches_look_at", table_name="watches")
    op.drop_index(op.f("ix_watches_landlord_id"), table_name="watches")
    op.drop_table("watches")
    op.drop_index(op.f("ix_safety_values_landlord_id"), table_name="safety_values")
    op.drop_table("safety_values")
    op.drop_index(op.f("ix_flag_steps_flag_id"), table_name="flag_steps")
    op.drop_table("flag_steps")
    op.drop_index(op.f("ix_flag_incidents_uprn"), table_name="flag_incidents")
    op.drop_index(op.f("ix_flag_incidents_person_id"), table_name="flag_incidents")
    op.drop_index(op.f("ix_flag_incidents_landlord_id"), table_name="flag_incidents")
    op.drop_table("flag_incidents")
    op.drop_index(op.f("ix_flag_cases_state"), table_name="flag_cases")
    op.drop_index(op.f("ix_flag_cases_person_id"), table_name="flag_cases")
    op.drop_index(op.f("ix_flag_cases_letter_due_at"), table_name="flag_cases")
    op.drop_table("flag_cases")
    op.drop_index(op.f("ix_flag_appeals_flag_id"), table_name="flag_appeals")
    op.drop_table("flag_appeals")
    op.drop_index(op.f("ix_duty_turns_landlord_id"), table_name="duty_turns")
    op.drop_table("duty_turns")
    op.drop_index(op.f("ix_alarms_visit_id"), table_name="alarms")
    op.drop_index(op.f("ix_alarms_reference"), table_name="alarms")
    op.drop_index(op.f("ix_alarms_operative_id"), table_name="alarms")
    op.drop_index("ix_alarms_open", table_name="alarms")
    op.drop_index("ix_alarms_look_at", table_name="alarms")
    op.drop_table("alarms")
    op.drop_index(op.f("ix_alarm_steps_alarm_id"), table_name="alarm_steps")
    op.drop_table("alarm_steps")
    with op.batch_alter_table("flags") as batch:
        batch.drop_column("timer_minutes")
        batch.drop_column("interim_until_at")
