"""A decision in plain sentences that a tenant can read: what happened, what counts, what is paid and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from server.domain.attendance.outcome import Occasion
from server.domain.compensation.decision import Decision, Needed, PaidDay, RootCount
from server.domain.wording.occasion_words import occasion_sentence
from server.domain.wording.plain_words import clock_words, counted, day_words, pounds

_RESULTS: Mapping[str, str] = {
    "kept": "The appointment was kept.",
    "not_kept": "The appointment was not kept by the contractor.",
    "tenant_side": "This does not count as missed by the contractor.",
    "excused": "You were told in good time or the cause is excused, so this does not count as missed.",
    "decision": "A person must decide whether this counts as missed.",
    "no_appointment": "There was no appointment to keep.",
    "not_due": "It cannot be judged yet.",
}

DAY_WORDS: Mapping[str, str] = {
    "no_time_off_claimed": "no time off work was claimed for this day",
    "no_loss": "no lost pay was claimed for this day",
    "paid_leave": "the day was paid leave, so no pay was lost",
    "not_eligible": "the rule is for tenants and leaseholders",
    "not_on_tenancy": "the rule is for people named on the tenancy or lease",
    "not_tenant_on_day": "the tenancy or lease did not cover this day",
    "awaiting_evidence": "we still need proof of the pay that was lost",
    "below_cap": "this is less than the most that can be paid for a day, so all of it is paid",
    "at_cap": "the most that can be paid for this day applies",
    "threshold_not_passed": "the repair has not been missed often enough",
    "before_threshold_day": "only days from the miss that passed the count are paid",
    "uncertain_time": "another appointment must be decided first, because its time is uncertain",
    "weak_evidence": "another appointment must be decided first, because the record of it is weak",
    "no_card_disputed": "another appointment must be decided first, because the visit is disputed",
    "disputed_notice": "another appointment must be decided first, because a spoken notice is disputed",
    "possible_same_repair": "a person must decide whether two jobs are the same repair",
    "shared_owner": "a person must decide whether a shared owner can be paid",
    "second_adult": "somebody else at home is paid for this day; a second person is paid only where both were needed",
    "own_record_evidence": "a person must look at your own records",
    "policy_value_missing": "the policy sets no figure for this day, so a person must decide",
}

QUESTION_WORDS: Mapping[str, str] = {
    "uncertain_time": "whether the visit was outside the agreed time",
    "weak_evidence": "whether a weak record of a visit is right",
    "no_card_disputed": "whether somebody really came",
    "disputed_notice": "whether you were really told of the new time",
    "possible_same_repair": "whether two jobs are the same repair",
    "shared_owner": "whether a shared owner is treated as a leaseholder",
    "second_adult": "whether two adults both needed to be at home",
    "own_record_evidence": "whether your own records are accepted as proof",
    "policy_value_missing": "what to do where the policy sets no figure for the day",
    "late_evidence_contradicts": "whether to pay as approved although newer evidence says otherwise",
    "recovery": "whether to ask for a payment back",
}


def explain(decision: Decision) -> list[str]:
    """Return the sentences in the order in which they are read."""
    return [
        *(_occasion(one) for one in decision.occasions),
        *(_root(one, decision) for one in decision.roots),
        *(_day(one) for one in decision.days),
        *_questions(decision.decisions_needed),
        *_sum(decision),
    ]


def _occasion(occasion: Occasion) -> str:
    what = "; ".join(occasion_sentence(one) for one in occasion.reasons)
    return f"{_when(occasion)}: {what}. {_RESULTS[occasion.result]}"


def _when(occasion: Occasion) -> str:
    if occasion.start is None or occasion.day is None:
        return f"Appointment {occasion.appointment}"
    return f"{day_words(occasion.day)} at {clock_words(occasion.start)} (appointment {occasion.appointment})"


def _root(root: RootCount, decision: Decision) -> str:
    missed = counted(root.not_kept, "occasion", "occasions")
    said = f"Repair {root.root}: the appointment was not kept on {missed}."
    if root.threshold_passed:
        return f"{said} That is often enough for lost pay to be claimed."
    return f"{said} That is not often enough for lost pay to be claimed{_more_than(decision)}."


def _more_than(decision: Decision) -> str:
    rows = [row.value for row in decision.policy.threshold_more_than.values if row.value is not None]
    return f" (it must be more than {rows[-1]})" if len(set(rows)) == 1 else ""


def _day(day: PaidDay) -> str:
    because = "; ".join(DAY_WORDS[one.code] for one in day.reasons)
    whose = f"{day_words(day.day)} ({day.person})"
    if day.loss_pence == 0:
        return f"{whose}: nothing is paid, because {because}."
    claimed = f"{whose}: you told us that {pounds(day.loss_pence)} was lost"
    limit = "" if day.cap_pence is None else f" (at most {pounds(day.cap_pence)} can be paid)"
    return f"{claimed}; {pounds(day.paid_pence)} is paid{limit}, because {because}."


def _questions(needed: tuple[Needed, ...]) -> Iterator[str]:
    for code in dict.fromkeys(one.code for one in needed):
        yield f"A person must still decide {QUESTION_WORDS[code]}."


def _sum(decision: Decision) -> Iterator[str]:
    total, waiting = pounds(decision.total_pence), pounds(decision.at_stake_pence)
    nothing = "Nothing more" if decision.paid_before_pence > 0 else "Nothing"
    yield {
        "nothing": "Nothing is owed.",
        "payable": f"{total} is owed in all, and {pounds(decision.pay_now_pence)} can be paid now.",
        "pending": f"{nothing} can be paid until proof of lost pay is seen. {waiting} waits for it.",
        "decision": f"{nothing} can be paid until a person has decided. {waiting} waits for that.",
        "hold": f"The payment is held while newer evidence is looked at. {waiting} waits for that.",
        "paid": f"{total} has been paid already, and nothing more is owed.",
    }[decision.state]
    if decision.state == "payable" and decision.at_stake_pence > 0:
        yield f"{waiting} more waits for proof or for a decision."
    if decision.paid_before_pence > 0 and decision.state != "paid":
        yield f"{pounds(decision.paid_before_pence)} of the total has been paid before."
