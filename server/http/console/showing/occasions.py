"""The rule's reasons and questions in plain words for staff, from the codes and facts of an assessment."""

from collections.abc import Mapping
from typing import Any

from server.domain.attendance.outcome import Reason
from server.domain.wording.occasion_words import occasion_sentence
from server.http.console.showing.words import word

QUESTIONS = {
    "uncertain_time": "Was the visit outside the agreed time? The recorded time lies on both sides of the limit.",
    "phone_silent": "Did nobody come? The phone of the person who was sent has not reported. Ask them, then decide.",
    "weak_evidence": "Is the record of the visit right? There is no trusted clock, photo or card behind it.",
    "no_card_disputed": "Did somebody really come? No card was left, and the tenant says that nobody came.",
    "disputed_notice": "Was the tenant really told of the new time? They say that they were not.",
    "possible_same_repair": "Are these two jobs the same repair? Nobody has linked them.",
    "shared_owner": "Is this shared owner to be treated as a leaseholder?",
    "second_adult": "Did two adults of this home both need to be there on that day?",
    "own_record_evidence": "Is the person's own record accepted as proof?",
    "policy_value_missing": "What is to be paid where the policy sets no figure for the day?",
    "late_evidence_contradicts": "Pay as approved, although newer evidence says otherwise?",
    "recovery": "Ask for the payment back?",
}
NOTES = {
    "loss_despite_notice": "Somebody claims a loss on a day that was called off in good time.",
    "claim_invited": "The count has passed and nobody has claimed yet.",
    "not_on_tenancy": "Somebody not on the tenancy took time off; a manager may use discretion outside the clause.",
    "far_move_same_day": "The appointment was moved by many hours on the same day.",
    "planned_not_agreed": "Planned work that was not agreed with the tenant (10 working days' notice).",
    "repeated_moves": "The contractor moved this repair many times.",
    "no_card": "No card was left where nobody gave access.",
    "early_standard_breach": "The operative came too early, untold, and was let in: a breach of the standard.",
    "claim_old": "The claim came long after the last missed day.",
    "paid_stands": "The sum would be smaller now; what was paid stands.",
    "reopened": "A refused claim has something to pay now.",
}
DAYS = {
    "no_time_off_claimed": "no time off work claimed",
    "no_loss": "no lost pay claimed",
    "paid_leave": "paid leave, so no pay was lost",
    "not_eligible": "not a tenant or leaseholder",
    "not_on_tenancy": "not named on the tenancy or lease",
    "not_tenant_on_day": "not a tenant or leaseholder on that day",
    "awaiting_evidence": "proof is awaited",
    "below_cap": "below the most for a day, so all of it",
    "at_cap": "the most for a day applies",
    "threshold_not_passed": "the repair has not been missed often enough",
    "before_threshold_day": "before the miss that passed the count",
}


def reason_sentence(reason: Mapping[str, Any]) -> str:
    """An occasion's reason in the sentence that the tenant reads; a code without words yet is shown as it is."""
    code, facts = str(reason.get("code", "")), reason.get("facts") or {}
    try:
        words = occasion_sentence(Reason(code, facts, str(reason.get("clause", ""))))
    except (KeyError, ValueError):
        words = word(code)
    return words[:1].upper() + words[1:] + "."


def question_sentence(code: object) -> str:
    return QUESTIONS.get(str(code), word(code))


def note_sentence(code: object) -> str:
    return NOTES.get(str(code), word(code))


def day_sentence(code: object) -> str:
    return DAYS.get(str(code)) or QUESTIONS.get(str(code)) or word(code)
