"""One way the open questions may be answered, and the questions met while following it.

What a person has decided is no question any more: it is so in every world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.domain.compensation.answers import NOBODY_ANSWERED, Answers

Key = tuple[int, *tuple[int | str, ...]]

# The first part of a key: questions are listed in this order.
OCCASION, SAME_REPAIR, POLICY_VALUE, SHARED_OWNER, OWN_RECORD, SECOND_ADULT = range(6)

CLAUSES: Mapping[str, str] = {
    "uncertain_time": "HS004A 7.1",
    "weak_evidence": "HS004A 7.1",
    "no_card_disputed": "HS004A 5",
    "disputed_notice": "HS004A 7.1",
    "possible_same_repair": "HS004A 5",
    "shared_owner": "HS004A 2.1, 5",
    "second_adult": "HS004A 5",
    "own_record_evidence": "HS004A 5",
    "policy_value_missing": "HS004A 5",
    "late_evidence_contradicts": "setting late_evidence_before_payment",
    "recovery": "setting late_evidence_after_payment",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must decide; yes is answered for the tenant. One answer may stand under two codes."""

    key: Key
    codes: tuple[str, ...]
    facts: Mapping[str, object] = field(compare=False, hash=False)


class World:
    """Every question has the `usual` answer except those in `turned`; evidence still awaited is there or not."""

    def __init__(
        self,
        *,
        usual: bool,
        turned: frozenset[Key] = frozenset(),
        supplied: bool,
        answers: Answers = NOBODY_ANSWERED,
    ) -> None:
        self.supplied = supplied
        self._answers = answers
        self.asked: dict[Key, Question] = {}
        self._usual = usual
        self._turned = turned

    def says_yes(self, question: Question) -> bool:
        given = self._answers.to(question.codes, question.facts)
        if given is not None:
            return given
        self.asked.setdefault(question.key, question)
        return self._usual != (question.key in self._turned)
