"""Plain words for the codes that stand in columns and events."""

WORDS = {
    # roles
    "contractor_office": "contractor's office",
    "contract_manager": "contract manager",
    "claim_handler": "claim handler",
    "safeguarding_lead": "safeguarding lead",
    "director": "director",
    "administrator": "administrator",
    # where a visit stands
    "not_started": "Not started",
    "travelling": "On the way",
    "at_door": "At the door",
    "inside": "Inside",
    "no_access": "No access",
    "finished": "Finished",
    "left": "Finished and left",
    "cannot_attend": "Cannot attend",
    # appointments
    "routine": "Routine",
    "planned": "Planned work",
    "emergency": "Emergency",
    "unplanned": "Unplanned",
    "booked": "Booked",
    "attended": "Attended",
    "cancelled": "Cancelled",
    "moved": "Moved",
    "not_attended": "Not attended",
    # reasons for no access
    "nobody_in": "nobody was in",
    "only_minors": "only under-18s at home",
    "declined": "the tenant chose not to let us in",
    "no_id": "no identity card to show",
    # results of the rule
    "kept": "Kept",
    "not_kept": "Not kept",
    "tenant_side": "On the tenant's side",
    "excused": "Excused",
    "decision": "Needs a decision",
    "no_appointment": "Not an appointment",
    "not_due": "Not due yet",
    "waiting": "Waiting for the phone",
    # how a case stands
    "nothing": "Nothing owed",
    "payable": "Payable",
    "pending": "Waiting for proof",
    "hold": "On hold: new evidence",
    "paid": "Paid",
    "approved": "Approved",
    "refused": "Refused",
    # recharges
    "open": "Waiting for the contractor",
    "disputed": "Disputed",
    "decided": "Decided",
    "unanswered": "Not answered in time",
    # evidence of losses
    "employer": "employer's letter",
    "payslip": "payslip",
    "own_record": "own record",
    "none": "nothing seen yet",
    # reports
    "damage": "Damage",
    "property": "Property concern",
    "household": "Household concern",
    "new": "New",
    "in_hand": "In hand",
    "passed_on": "Passed on",
    "closed": "Closed",
    # notices
    "queued": "Waiting to be sent",
    "sending": "Being sent",
    "sent": "Sent",
    "delivered": "Delivered",
    "failed": "Failed",
    "replaced": "Replaced",
    "held": "Held back",
    "sms": "text",
    "push": "push message",
    "phone": "by phone",
    "in_person": "in person",
    "letter": "by letter",
    "email": "by email",
    "page": "on the web page",
    # flags
    "two_people": "Two people must attend",
    "no_visit_to_home": "No visit to the home",
    "information": "Information",
    "contact_first": "Contact first",
    # tenures
    "tenant": "tenant",
    "leaseholder": "leaseholder",
    "shared_owner": "shared owner",
    "licensee": "licensee",
    "applicant": "applicant",
    "other": "other",
    "accepted": "Counts",
    "set_aside": "Set aside",
    # why an event was set apart
    "unknown_type": "This version does not know this kind of record yet",
    "unknown_visit": "It belongs to a visit we do not know",
    "not_assigned": "The person was not assigned to this visit at that time",
    "wrong_device": "It names another phone than the one that sent it",
    "actor_revoked": "The phone was revoked",
    "bad_schema": "A field is missing or of the wrong kind",
    "chain_break": "It does not follow on from the phone's record before it",
    "bad_sig": "Its signature does not fit",
    "hash_mismatch": "Its bytes are not those that its own fingerprint names",
    "forked": "The phone sent two different records under one number",
}


def word(code: object) -> str:
    """The words for a code; a code without words is shown with spaces, so that nothing is hidden."""
    text = "" if code is None else str(code)
    return WORDS.get(text) or text.replace("_", " ")
