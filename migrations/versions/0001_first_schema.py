"""first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alerts")),
    )
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alerts_landlord_id"), ["landlord_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alerts_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "assessments",
        sa.Column(
            "assessment_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("total_pence", sa.Integer(), nullable=False),
        sa.Column("at_stake_pence", sa.Integer(), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("output", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_assessments")),
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessments_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessments_landlord_id"), ["landlord_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_operative_id"), ["operative_id"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_landlord_id"), ["landlord_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "blob_references",
        sa.Column("envelope_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("envelope_sha256", "sha256", name=op.f("pk_blob_references")),
    )
    with op.batch_alter_table("blob_references", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blob_references_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blob_references_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_blob_references_sha256", ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_blob_references_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "blobs",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "firm_id", "sha256", name=op.f("pk_blobs")),
    )
    op.create_table(
        "case_standings",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("tenancy_ref", sa.String(length=60), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("total_pence", sa.Integer(), nullable=False),
        sa.Column("at_stake_pence", sa.Integer(), nullable=False),
        sa.Column("most_not_kept", sa.Integer(), nullable=False),
        sa.Column("due_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("landlord_id", "case_id", name=op.f("pk_case_standings")),
    )
    with op.batch_alter_table("case_standings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_standings_due_again_at"), ["due_again_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_standings_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_standings_tenancy_ref"), ["tenancy_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_standings_uprn"), ["uprn"], unique=False)

    op.create_table(
        "claim_decisions",
        sa.Column(
            "decision_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("total_pence", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_claim_decisions")),
    )
    with op.batch_alter_table("claim_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_decisions_case_id"), ["case_id"], unique=False)

    op.create_table(
        "claims",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("entered_by", sa.String(length=60), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_landlord_id"), ["landlord_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_reference"), ["reference"], unique=False)

    op.create_table(
        "devices",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("app_version", sa.String(length=60), nullable=False),
        sa.Column("self_test", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_devices")),
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_devices_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_landlord_id"), ["landlord_id"], unique=False)

    op.create_table(
        "enrolment_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("public_key_thumbprint", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrolment_codes")),
    )
    with op.batch_alter_table("enrolment_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_codes_operative_id"), ["operative_id"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("envelope_sha256", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("envelope_sha256", name=op.f("pk_erasures")),
    )
    op.create_table(
        "feed",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("origin_device", sa.String(length=36), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "position", name=op.f("pk_feed")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index("ix_feed_audience", ["landlord_id", "audience", "position"], unique=False)

    op.create_table(
        "firms",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("out_of_hours_phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "firm_id", name=op.f("pk_firms")),
    )
    op.create_table(
        "flags",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("flag_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("what_to_do", sa.Text(), nullable=False),
        sa.Column("reason_restricted", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=True),
        sa.Column("uprn", sa.String(length=12), nullable=True),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=True),
        sa.Column("letter_sent_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("landlord_id", "flag_id", name=op.f("pk_flags")),
    )
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flags_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flags_uprn"), ["uprn"], unique=False)

    op.create_table(
        "heads_heard",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wall_ms", sa.BigInteger(), nullable=True),
        sa.Column("mono_ms", sa.BigInteger(), nullable=True),
        sa.Column("context_id", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("device_id", "epoch", "seq", "hash", name=op.f("pk_heads_heard")),
    )
    op.create_table(
        "homes",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("property_ref", sa.String(length=60), nullable=False),
        sa.Column("address_line_1", sa.Text(), nullable=False),
        sa.Column("address_line_2", sa.Text(), nullable=False),
        sa.Column("address_line_3", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("property_type", sa.String(length=20), nullable=False),
        sa.Column("bedrooms", sa.Integer(), nullable=True),
        sa.Column("heating", sa.String(length=20), nullable=False),
        sa.Column("managed_from", sa.Date(), nullable=True),
        sa.Column("managed_to", sa.Date(), nullable=True),
        sa.Column("access_note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "uprn", name=op.f("pk_homes")),
    )
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_homes_property_ref"), ["property_ref"], unique=False)

    op.create_table(
        "import_questions",
        sa.Column("question_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("import_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_import_questions")),
    )
    with op.batch_alter_table("import_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_questions_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_questions_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_questions_landlord_id"), ["landlord_id"], unique=False)

    op.create_table(
        "imported_files",
        sa.Column("import_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("as_of_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=60), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_imported_files")),
    )
    with op.batch_alter_table("imported_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_files_landlord_id"), ["landlord_id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("envelope_sha256", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sig", sa.Text(), nullable=True),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_by_device", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chain_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "position", name=op.f("pk_journal")),
        sa.UniqueConstraint("envelope_sha256", name=op.f("uq_journal_envelope_sha256")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_chain", ["device_id", "epoch", "seq"], unique=False)
        batch_op.create_index("ix_journal_event_id", ["event_id"], unique=False)
        batch_op.create_index("ix_journal_visit", ["visit_id"], unique=False)

    op.create_table(
        "journal_bodies",
        sa.Column("envelope_sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("envelope_sha256", name=op.f("pk_journal_bodies")),
    )
    op.create_table(
        "journal_rulings",
        sa.Column(
            "ruling_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("envelope_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_journal_rulings")),
    )
    with op.batch_alter_table("journal_rulings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_rulings_envelope_sha256"), ["envelope_sha256"], unique=False)

    op.create_table(
        "landlords",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("out_of_hours_phone", sa.String(length=40), nullable=False),
        sa.Column("safeguarding_phone", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", name=op.f("pk_landlords")),
    )
    op.create_table(
        "local_texts",
        sa.Column("gateway_id", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("gateway_id", name=op.f("pk_local_texts")),
    )
    op.create_table(
        "losses",
        sa.Column(
            "loss_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=True),
        sa.Column("person_id", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("off_work", sa.Boolean(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=False),
        sa.Column("paid_leave", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("loss_id", name=op.f("pk_losses")),
    )
    with op.batch_alter_table("losses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_losses_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_losses_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "lost_ranges",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "epoch", "from_seq", "to_seq", name=op.f("pk_lost_ranges")),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "notice_attempts",
        sa.Column("attempt_id", sa.String(length=36), nullable=False),
        sa.Column("notice_id", sa.String(length=36), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_notice_attempts")),
    )
    with op.batch_alter_table("notice_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_attempts_notice_id"), ["notice_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("notice_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=True),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("new_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("useless_after_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("gateway_id", sa.String(length=80), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notices")),
        sa.UniqueConstraint("cause", name=op.f("uq_notices_cause")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_gateway_id"), ["gateway_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_landlord_id"), ["landlord_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("tenure", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("tenancy_ref", sa.String(length=60), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=True),
        sa.Column("tenure_from", sa.Date(), nullable=True),
        sa.Column("tenure_to", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("needs_what_to_do", sa.Text(), nullable=False),
        sa.Column("preferred_channel", sa.String(length=20), nullable=False),
        sa.Column("mobile", sa.String(length=40), nullable=False),
        sa.Column("landline", sa.String(length=40), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("acts_for", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("landlord_id", "person_id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_tenancy_ref"), ["tenancy_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_uprn"), ["uprn"], unique=False)

    op.create_table(
        "policy_overrides",
        sa.Column(
            "override_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("override_id", name=op.f("pk_policy_overrides")),
    )
    with op.batch_alter_table("policy_overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_overrides_landlord_id"), ["landlord_id"], unique=False)

    op.create_table(
        "renditions",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("landlord_id", "sha256", name=op.f("pk_renditions")),
    )
    with op.batch_alter_table("renditions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renditions_state"), ["state"], unique=False)

    op.create_table(
        "repairs",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("job_number", sa.String(length=60), nullable=False),
        sa.Column("repair_root", sa.String(length=60), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("trade", sa.String(length=60), nullable=False),
        sa.Column("sor_code", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("landlord_id", "job_number", name=op.f("pk_repairs")),
    )
    with op.batch_alter_table("repairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_repairs_repair_root"), ["repair_root"], unique=False)
        batch_op.create_index(batch_op.f("ix_repairs_uprn"), ["uprn"], unique=False)

    op.create_table(
        "report_reviews",
        sa.Column("review_id", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_report_reviews")),
    )
    with op.batch_alter_table("report_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_reviews_report_id"), ["report_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=True),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("lane", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("danger_now", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("seen_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
        sa.UniqueConstraint("event_id", name=op.f("uq_reports_event_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_landlord_id"), ["landlord_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_lane"), ["lane"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_reference"), ["reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "tenant_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=True),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_checks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_tenant_links")),
    )
    with op.batch_alter_table("tenant_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tenant_links_landlord_id"), ["landlord_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tenant_links_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("upload_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("metadata_header", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_code", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_uploads")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploads_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_sha256"), ["sha256"], unique=False)

    op.create_table(
        "users",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_landlord_id"), ["landlord_id"], unique=False)

    op.create_table(
        "visit_events",
        sa.Column("envelope_sha256", sa.String(length=64), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=True),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("wall_ms", sa.BigInteger(), nullable=False),
        sa.Column("hard_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hard_to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asserted_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asserted_to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("after_gap", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("envelope_sha256", name=op.f("pk_visit_events")),
    )
    with op.batch_alter_table("visit_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_events_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_visit_events_type", ["type"], unique=False)
        batch_op.create_index("ix_visit_events_visit", ["visit_id"], unique=False)

    op.create_table(
        "visit_history",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("history_id", sa.String(length=60), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=False),
        sa.Column("job_number", sa.String(length=60), nullable=False),
        sa.Column("repair_root", sa.String(length=60), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=True),
        sa.Column("agreed_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("arrived_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people_attended", sa.Integer(), nullable=True),
        sa.Column("notice_kind", sa.String(length=10), nullable=False),
        sa.Column("notice_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_new_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(length=20), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("no_access_reason", sa.String(length=20), nullable=False),
        sa.Column("card_left", sa.Boolean(), nullable=True),
        sa.Column("card_number", sa.String(length=60), nullable=False),
        sa.Column("tenant_disputes", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("landlord_id", "history_id", name=op.f("pk_visit_history")),
    )
    with op.batch_alter_table("visit_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_history_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_history_job_number"), ["job_number"], unique=False)

    op.create_table(
        "visit_states",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_states")),
    )
    with op.batch_alter_table("visit_states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_states_landlord_id"), ["landlord_id"], unique=False)

    op.create_table(
        "visits",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=True),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=True),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_code", sa.String(length=4), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_landlord_id"), ["landlord_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_uprn"), ["uprn"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=False),
        sa.Column("job_number", sa.String(length=60), nullable=False),
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=60), nullable=True),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("slot_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slot_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("now_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("now_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people_required", sa.Integer(), nullable=False),
        sa.Column("agreed_with_tenant", sa.Boolean(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("written_notice_sent_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("tenant_disputes", sa.Boolean(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["landlord_id", "job_number"],
            ["repairs.landlord_id", "repairs.job_number"],
            name=op.f("fk_appointments_landlord_id_job_number"),
        ),
        sa.ForeignKeyConstraint(
            ["landlord_id", "uprn"],
            ["homes.landlord_id", "homes.uprn"],
            name=op.f("fk_appointments_landlord_id_uprn"),
        ),
        sa.PrimaryKeyConstraint("landlord_id", "appointment_id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index("ix_appointments_day", ["landlord_id", "now_start_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_job_number"), ["job_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_uprn"), ["uprn"], unique=False)

    op.create_table(
        "device_heads",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("head_seq", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pending_events", sa.Integer(), nullable=False),
        sa.Column("pending_blobs", sa.Integer(), nullable=False),
        sa.Column("acked_seq", sa.BigInteger(), nullable=False),
        sa.Column("acked_hash", sa.String(length=64), nullable=False),
        sa.Column("highest_seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_device_heads_device_id")),
        sa.PrimaryKeyConstraint("device_id", "epoch", name=op.f("pk_device_heads")),
    )
    op.create_table(
        "device_keys",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("thumbprint", sa.String(length=64), nullable=False),
        sa.Column("public_key_jwk", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_device_keys_device_id")),
        sa.PrimaryKeyConstraint("device_id", "thumbprint", name=op.f("pk_device_keys")),
    )
    op.create_table(
        "device_operatives",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_device_operatives_device_id")),
        sa.PrimaryKeyConstraint("device_id", "operative_id", name=op.f("pk_device_operatives")),
    )
    op.create_table(
        "device_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_hash", sa.String(length=64), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_device_tokens_device_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_device_tokens")),
    )
    with op.batch_alter_table("device_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_tokens_device_id"), ["device_id"], unique=False)

    op.create_table(
        "operatives",
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("operative_id", sa.String(length=60), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("firm_id", sa.String(length=40), nullable=False),
        sa.Column("trades", sa.Text(), nullable=False),
        sa.Column("mobile", sa.String(length=40), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("badge_number", sa.String(length=60), nullable=False),
        sa.Column("badge_expires_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("photo_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["landlord_id", "firm_id"],
            ["firms.landlord_id", "firms.firm_id"],
            name=op.f("fk_operatives_landlord_id_firm_id"),
        ),
        sa.PrimaryKeyConstraint("landlord_id", "operative_id", name=op.f("pk_operatives")),
    )
    with op.batch_alter_table("operatives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_operatives_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_staff_sessions_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_roles",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_user_roles_user_id")),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_roles")),
    )
    op.create_table(
        "appointment_changes",
        sa.Column("change_id", sa.String(length=36), nullable=False),
        sa.Column("landlord_id", sa.String(length=40), nullable=False),
        sa.Column("appointment_id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("new_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["landlord_id", "appointment_id"],
            ["appointments.landlord_id", "appointments.appointment_id"],
            name=op.f("fk_appointment_changes_landlord_id_appointment_id"),
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_appointment_changes")),
    )
    with op.batch_alter_table("appointment_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_changes_appointment_id"), ["appointment_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("appointment_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_changes_appointment_id"))

    op.drop_table("appointment_changes")
    op.drop_table("user_roles")
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_sessions_user_id"))

    op.drop_table("staff_sessions")
    with op.batch_alter_table("operatives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operatives_firm_id"))

    op.drop_table("operatives")
    with op.batch_alter_table("device_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_tokens_device_id"))

    op.drop_table("device_tokens")
    op.drop_table("device_operatives")
    op.drop_table("device_keys")
    op.drop_table("device_heads")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointments_uprn"))
        batch_op.drop_index(batch_op.f("ix_appointments_person_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_job_number"))
        batch_op.drop_index(batch_op.f("ix_appointments_firm_id"))
        batch_op.drop_index("ix_appointments_day")

    op.drop_table("appointments")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_uprn"))
        batch_op.drop_index(batch_op.f("ix_visits_landlord_id"))
        batch_op.drop_index(batch_op.f("ix_visits_firm_id"))
        batch_op.drop_index(batch_op.f("ix_visits_appointment_id"))

    op.drop_table("visits")
    with op.batch_alter_table("visit_states", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_states_landlord_id"))

    op.drop_table("visit_states")
    with op.batch_alter_table("visit_history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_history_job_number"))
        batch_op.drop_index(batch_op.f("ix_visit_history_appointment_id"))

    op.drop_table("visit_history")
    with op.batch_alter_table("visit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_events_visit")
        batch_op.drop_index("ix_visit_events_type")
        batch_op.drop_index(batch_op.f("ix_visit_events_event_id"))

    op.drop_table("visit_events")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_landlord_id"))

    op.drop_table("users")
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uploads_sha256"))
        batch_op.drop_index(batch_op.f("ix_uploads_device_id"))

    op.drop_table("uploads")
    with op.batch_alter_table("tenant_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tenant_links_subject_id"))
        batch_op.drop_index(batch_op.f("ix_tenant_links_landlord_id"))

    op.drop_table("tenant_links")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_visit_id"))
        batch_op.drop_index(batch_op.f("ix_reports_reference"))
        batch_op.drop_index(batch_op.f("ix_reports_lane"))
        batch_op.drop_index(batch_op.f("ix_reports_landlord_id"))
        batch_op.drop_index(batch_op.f("ix_reports_firm_id"))

    op.drop_table("reports")
    with op.batch_alter_table("report_reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_reviews_report_id"))

    op.drop_table("report_reviews")
    with op.batch_alter_table("repairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_repairs_uprn"))
        batch_op.drop_index(batch_op.f("ix_repairs_repair_root"))

    op.drop_table("repairs")
    with op.batch_alter_table("renditions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renditions_state"))

    op.drop_table("renditions")
    with op.batch_alter_table("policy_overrides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_overrides_landlord_id"))

    op.drop_table("policy_overrides")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_uprn"))
        batch_op.drop_index(batch_op.f("ix_people_tenancy_ref"))

    op.drop_table("people")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_visit_id"))
        batch_op.drop_index(batch_op.f("ix_notices_state"))
        batch_op.drop_index(batch_op.f("ix_notices_person_id"))
        batch_op.drop_index(batch_op.f("ix_notices_landlord_id"))
        batch_op.drop_index(batch_op.f("ix_notices_gateway_id"))
        batch_op.drop_index(batch_op.f("ix_notices_due_at"))
        batch_op.drop_index(batch_op.f("ix_notices_appointment_id"))

    op.drop_table("notices")
    with op.batch_alter_table("notice_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_attempts_notice_id"))

    op.drop_table("notice_attempts")
    op.drop_table("meta")
    op.drop_table("lost_ranges")
    with op.batch_alter_table("losses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_losses_claim_id"))
        batch_op.drop_index(batch_op.f("ix_losses_case_id"))

    op.drop_table("losses")
    op.drop_table("local_texts")
    op.drop_table("landlords")
    with op.batch_alter_table("journal_rulings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_rulings_envelope_sha256"))

    op.drop_table("journal_rulings")
    op.drop_table("journal_bodies")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_visit")
        batch_op.drop_index("ix_journal_event_id")
        batch_op.drop_index("ix_journal_chain")

    op.drop_table("journal")
    with op.batch_alter_table("imported_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_files_landlord_id"))

    op.drop_table("imported_files")
    with op.batch_alter_table("import_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_questions_landlord_id"))
        batch_op.drop_index(batch_op.f("ix_import_questions_key"))
        batch_op.drop_index(batch_op.f("ix_import_questions_import_id"))

    op.drop_table("import_questions")
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_homes_property_ref"))

    op.drop_table("homes")
    op.drop_table("heads_heard")
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flags_uprn"))
        batch_op.drop_index(batch_op.f("ix_flags_person_id"))

    op.drop_table("flags")
    op.drop_table("firms")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_audience")

    op.drop_table("feed")
    op.drop_table("erasures")
    with op.batch_alter_table("enrolment_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_codes_operative_id"))

    op.drop_table("enrolment_codes")
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_devices_landlord_id"))
        batch_op.drop_index(batch_op.f("ix_devices_firm_id"))

    op.drop_table("devices")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claims_reference"))
        batch_op.drop_index(batch_op.f("ix_claims_landlord_id"))
        batch_op.drop_index(batch_op.f("ix_claims_case_id"))

    op.drop_table("claims")
    with op.batch_alter_table("claim_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_decisions_case_id"))

    op.drop_table("claim_decisions")
    with op.batch_alter_table("case_standings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_standings_uprn"))
        batch_op.drop_index(batch_op.f("ix_case_standings_tenancy_ref"))
        batch_op.drop_index(batch_op.f("ix_case_standings_state"))
        batch_op.drop_index(batch_op.f("ix_case_standings_due_again_at"))

    op.drop_table("case_standings")
    op.drop_table("blobs")
    with op.batch_alter_table("blob_references", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blob_references_visit_id"))
        batch_op.drop_index("ix_blob_references_sha256")
        batch_op.drop_index(batch_op.f("ix_blob_references_event_id"))
        batch_op.drop_index(batch_op.f("ix_blob_references_device_id"))

    op.drop_table("blob_references")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_landlord_id"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_operative_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_appointment_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessments_landlord_id"))
        batch_op.drop_index(batch_op.f("ix_assessments_case_id"))

    op.drop_table("assessments")
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alerts_subject_id"))
        batch_op.drop_index(batch_op.f("ix_alerts_landlord_id"))

    op.drop_table("alerts")
