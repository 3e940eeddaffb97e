"""The shapes of what integrators read."""

from marshmallow import Schema, fields, validate

MOST_ITEMS = 500


class PageAsked(Schema):
    limit = fields.Integer(
        load_default=100,
        validate=validate.Range(1, MOST_ITEMS),
        metadata={"description": "How many rows at once."},
    )
    cursor = fields.String(
        load_default="", metadata={"description": "`next` of the page before; without it, from the beginning."}
    )


class Appointment(Schema):
    appointment_id = fields.String(required=True)
    job_number = fields.String(required=True)
    repair_root = fields.String(required=True, metadata={"description": "Job number of the original defect."})
    uprn = fields.String(required=True)
    person_id = fields.String(allow_none=True)
    firm_id = fields.String(required=True)
    kind = fields.String(required=True)
    agreed_start_at = fields.String(allow_none=True, metadata={"description": "As first agreed."})
    agreed_end_at = fields.String(allow_none=True)
    start_at = fields.String(allow_none=True, metadata={"description": "In force now, after changes."})
    end_at = fields.String(allow_none=True)
    people_required = fields.Integer(required=True)
    agreed_with_tenant = fields.Boolean(required=True)
    status = fields.String(required=True)
    rev = fields.Integer(required=True)
    result = fields.String(
        allow_none=True,
        metadata={"description": "kept, not_kept, tenant_side, excused, decision, not_due, waiting...; null: not yet."},
    )
    reason = fields.String(allow_none=True, metadata={"description": "The code of the first reason."})


class Visit(Schema):
    visit_id = fields.String(required=True)
    appointment_id = fields.String(allow_none=True)
    firm_id = fields.String(required=True)
    uprn = fields.String(allow_none=True)
    made_at = fields.String(required=True)
    status = fields.String(allow_none=True, metadata={"description": "Null: nothing recorded yet."})
    event_count = fields.Integer(allow_none=True)
    changed_at = fields.String(allow_none=True)


class Report(Schema):
    report_id = fields.String(required=True)
    reference = fields.String(required=True)
    lane = fields.String(required=True, metadata={"description": "damage or property."})
    category = fields.String(required=True)
    danger_now = fields.Boolean(required=True)
    visit_id = fields.String(allow_none=True)
    firm_id = fields.String(required=True)
    uprn = fields.String(allow_none=True)
    seen_from_at = fields.String(allow_none=True, metadata={"description": "Seen between this moment and the next."})
    seen_to_at = fields.String(allow_none=True)
    received_at = fields.String(required=True)


class Claim(Schema):
    claim_id = fields.String(required=True)
    reference = fields.String(required=True)
    case_id = fields.String(required=True)
    person_id = fields.String(required=True)
    claimed_at = fields.String(required=True)
    channel = fields.String(required=True)
    answer_due_on = fields.Date(required=True)
    state = fields.String(allow_none=True)
    total_pence = fields.Integer(allow_none=True)
    at_stake_pence = fields.Integer(allow_none=True)


class Notice(Schema):
    notice_id = fields.String(required=True)
    template = fields.String(required=True)
    language = fields.String(required=True)
    channel = fields.String(required=True)
    appointment_id = fields.String(allow_none=True)
    visit_id = fields.String(allow_none=True)
    state = fields.String(required=True)
    queued_at = fields.String(required=True)
    sent_at = fields.String(allow_none=True)
    delivered_at = fields.String(allow_none=True)
    failed_at = fields.String(allow_none=True)


def page_of(item: type[Schema]) -> type[Schema]:
    """A page of these, with the cursor of the next."""
    rows = fields.List(fields.Nested(item), required=True)
    following = fields.String(required=True, allow_none=True, data_key="next")
    return Schema.from_dict({"items": rows, "following": following}, name=f"{item.__name__}Page")
