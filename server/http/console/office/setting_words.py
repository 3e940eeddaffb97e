"""The policy's values and settings in words: what each is called, and what a value of it means."""

from collections.abc import Mapping

from server.domain.cases.policy_settings import TENURES, SettingNotAllowed
from server.http.console.showing.figures import pounds

TITLES: Mapping[str, str] = {
    "cap_pence_per_day": "Most that is paid for a day of lost earnings",
    "threshold_more_than": "Missed appointments of a repair after which lost earnings are paid: more than",
    "days_paid": "Which missed days are paid",
    "tolerance_seconds": "How far from the agreed time an arrival is still on time",
    "window_tolerance": "Whether that holds for slots too",
    "window_notice_by": "By when the tenant must know of a delay, for a slot",
    "late_attendance": "Coming late without a word",
    "early_access_given": "Coming early and being let in",
    "contractor_cancellation": "A cancellation by the contractor",
    "notice_time_basis": "When a notice to the tenant counts as given",
    "revised_time": "A new time that the tenant was told",
    "disputed_spoken_notice": "A spoken notice that the tenant disputes",
    "same_repair_scope": "What is counted together as one repair",
    "unlinked_recall": "A likely recall that nobody linked",
    "unlinked_recall_days": "How long after a repair a job may be a recall of it",
    "contractors_counted": "Whose missed appointments are counted together",
    "occasion_unit": "What counts as one missed appointment",
    "cap_scope": "For what the most of a day is paid once",
    "eligible": "Who may claim",
    "shared_owner": "A shared owner's claim",
    "second_adult": "A second adult's loss on the same day",
    "paid_leave": "A day of paid leave",
    "earnings_basis": "Which figure of earnings is asked for",
    "own_record_evidence": "A person's own record as proof",
    "contractor_cause_failed_entry": "No access that the contractor caused",
    "attended_could_not_work": "Came in time and could not do the work",
    "no_access_presence": "How long somebody must be there before it is no access",
    "no_access_wait_seconds": "How long to wait at the door at least",
    "attendance_without_card_or_photo": "No access without a card or a photo",
    "severe_weather": "An appointment missed in severe weather",
    "set_off": "What is taken off a payment",
    "cap_version": "Which day's rule gives the most of a day",
    "threshold_version": "Which day's rule gives the number of missed appointments",
    "uncertain_time": "A time that decides and is uncertain",
    "weak_evidence": "Evidence that is weak",
    "late_evidence_before_payment": "New evidence before a payment",
    "late_evidence_after_payment": "New evidence after a payment",
    "claim_note_after_months": "A note on a claim that comes this long after",
    "far_move_note_hours": "A note on a time that moves this far",
    "repeated_moves_note": "A note on an appointment that moved this often",
    "offline_time_trust": "Times of a phone that had no signal",
    "wait_for_phone_hours": "How long a case waits for a phone that is silent",
    "second_person_above_pence": "Sum above which two people decide",
    "recharge_answer_working_days": "Time a contractor has to answer a recharge",
    "goodwill_up_to_pence": "Most of a goodwill payment",
    "standards_target_percent": "Target of the service standards",
    "requested_visit_working_days": "When a visit is due that a tenant asked for",
    "urgent_visit_hours": "When an urgent visit is due that a tenant asked for",
    "locations_kept_months": "How long it is kept where an operative stood",
}

_DECISION = {"decision": "A person decides"}
_LATEST = {"latest_occasion": "Of the latest missed appointment"}
_VERSIONS = {
    "decision_date": "Of the day of the decision",
    "first_occasion": "Of the first missed appointment",
}
_MEANT: Mapping[str, Mapping[str, str]] = {
    "days_paid": {
        "all_not_kept_days": "Every day of a missed appointment",
        "from_threshold_day": "From the day on which there were enough",
    },
    "window_tolerance": {"at_edges": "Yes, before its start and after its end", "none": "No, for exact times only"},
    "window_notice_by": {"end": "By the end of the slot", "start": "By the start of the slot"},
    "late_attendance": {"counts": "Counts as missed", "no_show_only": "Only not coming at all counts"},
    "early_access_given": {
        "standard_breach_only": "Is reported, and does not count as missed",
        "counts": "Counts as missed",
    },
    "contractor_cancellation": {
        "excused_if_told_before_day": "Does not count if the tenant was told before the day",
        "never_excused": "Always counts as missed",
        "hours:N": "Does not count if the tenant was told this many hours before",
    },
    "notice_time_basis": {
        "dispatched_or_spoken": "When it was sent, or said",
        "tapped": "When the operative tapped it",
        "delivered": "When it was delivered",
    },
    "revised_time": {
        "becomes_agreed_time": "Becomes the agreed time",
        "notice_excuses_all": "Excuses any arrival that day",
    },
    "disputed_spoken_notice": {**_DECISION, "accept": "Is believed"},
    "same_repair_scope": {"repair_root": "The repair with all its jobs", "work_order": "Each job by itself"},
    "unlinked_recall": {**_DECISION, "ignore": "Is left apart", "link": "Is counted with the repair"},
    "contractors_counted": {"any": "All contractors' of the repair", "each": "Each contractor's by themselves"},
    "occasion_unit": {"appointment": "Each appointment", "day": "Each day"},
    "cap_scope": {
        "person_day": "For each person and day",
        "tenancy_day": "For each tenancy and day",
        "repair_day": "For each repair and day",
    },
    "shared_owner": {**_DECISION, "eligible": "May be paid", "not_eligible": "Is not paid"},
    "second_adult": {**_DECISION, "counts": "Is paid too", "one_only": "Is not paid: one adult is enough"},
    "paid_leave": {"no_loss": "Is no loss", "value_of_day": "Counts with the day's value"},
    "earnings_basis": {"gross": "Before tax", "net": "After tax"},
    "own_record_evidence": {**_DECISION, "accept": "Is enough", "reject": "Is not enough"},
    "contractor_cause_failed_entry": {"counts": "Counts as missed", "kept": "Counts as kept"},
    "attended_could_not_work": {"kept": "Counts as kept", "counts": "Counts as missed"},
    "no_access_presence": {
        "through_agreed_time": "Through the agreed time",
        "arrival_in_tolerance": "To have come on time is enough",
    },
    "attendance_without_card_or_photo": {**_DECISION, "kept": "Counts as kept"},
    "severe_weather": {"counts": "Counts as missed", "excused": "Does not count"},
    "set_off": {"none": "Nothing", "arrears": "Arrears", "vouchers": "Vouchers", "both": "Arrears and vouchers"},
    "cap_version": {"by_day": "Of each day that was lost", **_VERSIONS, **_LATEST},
    "threshold_version": {**_LATEST, **_VERSIONS},
    "uncertain_time": {**_DECISION, "favour_tenant": "In the tenant's favour", "midpoint": "Its middle counts"},
    "weak_evidence": {**_DECISION, "accept": "Is believed", "ignore": "Is left out"},
    "late_evidence_before_payment": {"hold": "Holds the payment", "replace": "Replaces the decision"},
    "late_evidence_after_payment": {
        "no_recovery": "Takes nothing back",
        "manager_may_recover": "A manager may take it back",
    },
    "offline_time_trust": {
        "asserted_unless_disputed": "Count unless somebody disputes them",
        "witness_required": "Count only where somebody bears witness",
    },
}
_OFF = {
    "claim_note_after_months": "No note",
    "goodwill_up_to_pence": "No goodwill payments",
    "standards_target_percent": "No target",
    "requested_visit_working_days": "No such day",
    "urgent_visit_hours": "No such day",
    "locations_kept_months": "No end",
}
_TENURES = {"shared_owner": "shared owner", "other": "somebody else"}
_UNITS = ("working_days", "hours", "days", "months", "percent")


def title(name: str) -> str:
    """What a setting is called; its name stands beside it, for the command line and the documents."""
    return TITLES.get(name) or name.replace("_", " ").capitalize()


def meant(name: str, value: object) -> str:
    """A value in words, a sum in pounds, a number with its unit."""
    if value is None:
        return "None set"
    if isinstance(value, int):
        return _measured(name, value)
    text = str(value)
    if name == "eligible":
        return ", ".join(_TENURES.get(one, one) for one in text.split(",")).capitalize()
    if text.startswith("hours:") and text != "hours:N":
        return f"Does not count if the tenant was told {text.removeprefix('hours:').lstrip('0')} hours before"
    return _MEANT.get(name, {}).get(text, text)


def unit(name: str) -> str:
    """In what a number of it is typed; empty where it is a count, or no number."""
    if "_pence" in name:
        return "pence"
    if name.endswith("_seconds"):
        return "seconds"
    return next((one.replace("_", " ") for one in _UNITS if one in name), "")


def answers(name: str) -> list[tuple[str, str]]:
    """What may be chosen, the value and its words; nothing where a number is typed."""
    if name == "eligible":
        return [(one, _TENURES.get(one, one).capitalize()) for one in TENURES]
    return list(_MEANT.get(name, {}).items())


def may_be(name: str, allowed: str) -> str:
    """All that it may be, in a sentence."""
    said = "; ".join(words for _, words in answers(name))
    if said:
        return said
    zero = f" (0: {_OFF[name][0].lower()}{_OFF[name][1:]})" if name in _OFF else ""
    return (
        allowed.replace("a whole number", f"a whole number of {unit(name)}" if unit(name) else "a whole number") + zero
    )


def refused(error: SettingNotAllowed) -> str:
    """Why a value is not taken, in the words of the page."""
    if error.name == "contractor_cancellation":
        return f"{title(error.name)}: choose one of the answers; the last one needs a number of hours, 1 or more."
    if answers(error.name):
        return f"{title(error.name)}: choose one of the answers."
    return f"{title(error.name)}: it {error.problem}."


def _measured(name: str, number: int) -> str:
    said = unit(name)
    if number == 0 and name in _OFF:
        return _OFF[name]
    if said == "pence":
        return str(pounds(number))
    if said == "seconds" and number and number % 60 == 0:
        return f"{number // 60} minutes"
    return f"{number} {said}".strip()
