"""One plain sentence for each reason of an occasion: what happened, as the record shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from server.domain.attendance.outcome import Reason
from server.domain.wording.plain_words import counted, moment_words_of, span_words

Facts = Mapping[str, object]

_CARD = {True: "a card was left", False: "no card was left"}

_SENTENCES: Mapping[str, str | Callable[[Facts], str]] = {
    "on_time": lambda facts: f"somebody came {_distance(facts)}",
    "early_access_given": lambda facts: f"somebody came {_span(facts)} early without telling you first, and was let in",
    "late_attended": lambda facts: f"somebody came, {_span(facts)} after the agreed time",
    "work_not_done": lambda facts: f"somebody came in, but the work could not be done ({facts['reason']})",
    "no_show": "nobody came",
    "wrong_address": "somebody went to another address and nobody came to yours",
    "late": lambda facts: f"somebody came {_span(facts)} late and you were not told in advance",
    "early": lambda facts: f"somebody came {_span(facts)} early and you were not told in advance",
    "left_before_agreed_time": lambda facts: (
        f"somebody came but had gone by {moment_words_of(facts['left_at'])}, too soon for the agreed time"
    ),
    "left_too_soon": lambda facts: f"somebody came but waited only {_span(facts, 'waited_seconds')}",
    "no_id": "somebody came without an identity card to show",
    "too_few_people": lambda facts: f"fewer people came than the {facts['required']} who were needed",
    "cancelled_by_contractor": lambda facts: (
        f"the contractor cancelled, and you were told at {moment_words_of(facts['told_at'])}"
    ),
    "moved_by_contractor": lambda facts: (
        f"the contractor moved it to another day, and you were told at {moment_words_of(facts['told_at'])}"
    ),
    "notice_too_late": lambda facts: (
        f"word of a new time reached you only at {moment_words_of(facts['told_at'])}, which was not in advance"
    ),
    "nobody_in": lambda facts: f"somebody came and found nobody in; {_card(facts)}",
    "only_minors": lambda facts: f"somebody came and found nobody aged 18 or over; {_card(facts)}",
    "declined": lambda facts: f"somebody came and was asked not to come in; {_card(facts)}",
    "tenant_cancelled": lambda facts: f"you cancelled at {moment_words_of(facts['told_at'])}",
    "told_before_day": lambda facts: (
        f"you were told at {moment_words_of(facts['told_at'])}, before the day, that it would not take place"
    ),
    "told_hours_before": lambda facts: (
        f"you were told at {moment_words_of(facts['told_at'])}, "
        f"{counted(_number(facts, 'hours_before'), 'hour', 'hours')} before, that it would not take place"
    ),
    "cancelled_by_agreement": lambda facts: (
        f"it was cancelled at {moment_words_of(facts['told_at'])} with your agreement"
    ),
    "severe_weather": "severe weather stopped the visit",
    "no_time_agreed": "no time had been agreed",
    "not_agreed_with_tenant": "the visit had not been agreed with you",
    "not_due": "its time is not past yet",
    "decided_by_person": "a person looked at what was recorded and decided",
    "uncertain_time": "the recorded time is not exact enough to say whether the visit was in time",
    "phone_silent": "the phone of the person who was sent has not reported",
    "weak_evidence": "there is a record of a visit, but no trusted clock, photo or card behind it",
    "no_card_disputed": "a visit is recorded without a card, and you say that nobody came",
    "disputed_notice": "a new time is said to have been agreed by word of mouth, and you say that it was not",
}


def occasion_sentence(reason: Reason) -> str:
    """Return the sentence for a reason; without a capital or a full stop, so that it can be joined."""
    words = _SENTENCES[reason.code]
    return words if isinstance(words, str) else words(reason.facts)


def _distance(facts: Facts) -> str:
    seconds = _seconds(facts)
    if seconds == 0:
        return "at the agreed time"
    return f"{_span(facts)} {'after' if seconds > 0 else 'before'} the agreed time"


def _span(facts: Facts, name: str = "seconds") -> str:
    return span_words(abs(_seconds(facts, name)))


def _seconds(facts: Facts, name: str = "seconds") -> float:
    value = facts[name]
    return value if isinstance(value, int | float) else 0.0


def _number(facts: Facts, name: str) -> int:
    value = facts[name]
    return value if isinstance(value, int) else 0


def _card(facts: Facts) -> str:
    return _CARD[facts["card_left"] is True]
