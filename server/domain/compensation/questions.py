"""Step 8: the sums under every set of answers, and which questions can change one.

Up to ten questions every set of answers is tried; above that the questions are all listed, as the page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, combinations

from server.domain.compensation.matter import Matter
from server.domain.compensation.money import Settlement, settle
from server.domain.compensation.worlds import Key, Question, World

_TRIED_AT_MOST = 10
_TRIED_ALONE_AT_MOST = 100
_NONE: frozenset[Key] = frozenset()


class Sums:
    """All that the answers to the open questions, and the evidence still awaited, can make of one matter."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        self._awaits_evidence = matter.awaits_evidence
        self._settled: dict[tuple[bool, frozenset[Key], bool], Settlement] = {}
        self._known: dict[Key, Question] = {}
        self._note_standing_questions()
        self._explore()

    @cached_property
    def base(self) -> Settlement:
        """Every question answered no, awaited evidence not there."""
        return self._settle(usual=False, supplied=False)

    @cached_property
    def evidence_alone(self) -> Settlement:
        return self._settle(usual=False, supplied=True)

    @cached_property
    def best(self) -> Settlement:
        """Every question answered yes, awaited evidence supplied as claimed."""
        return self._settle(usual=True, supplied=True)

    @property
    def questions(self) -> list[Question]:
        return [self._known[key] for key in sorted(self._known)]

    def all_but(self, question: Question) -> Settlement:
        return self._settle(usual=True, turned=frozenset((question.key,)), supplied=True)

    def by_answers_alone(self) -> Iterator[Settlement]:
        """Yield what answers can do without further evidence."""
        yield self._settle(usual=True, supplied=False)
        for yes in self._answer_sets():
            yield self._settle(usual=False, turned=yes, supplied=False)

    @cached_property
    def that_matter(self) -> list[Question]:
        """The questions whose own answer changes the total under some set of the others' answers."""
        if self._are_too_many:
            return self.questions
        return [question for question in self.questions if self._changes_a_sum(question.key)]

    @property
    def _are_too_many(self) -> bool:
        return len(self._known) > _TRIED_AT_MOST

    def _changes_a_sum(self, key: Key) -> bool:
        return any(
            self._total(others, supplied) != self._total(others | {key}, supplied)
            for others in _subsets(one for one in self._known if one != key)
            for supplied in (True, False)
        )

    def _total(self, yes: frozenset[Key], supplied: bool) -> int:
        return self._settle(usual=False, turned=yes, supplied=supplied).total_pence

    def _note_standing_questions(self) -> None:
        """Occasions and likely recalls are questions in every world; the others come up on the way."""
        for question in self._matter.questions.values():
            self._known[question.key] = question
        if self._matter.settings.unlinked_recall == "decision":
            for recall in self._matter.recalls:
                if self._matter.answers.to(recall.question.codes, recall.question.facts) is None:
                    self._known[recall.question.key] = recall.question

    def _explore(self) -> None:
        """Follow the answers until no further question comes up."""
        for usual in (False, True):
            for supplied in (False, True):
                self._settle(usual=usual, supplied=supplied)
        before = -1
        while before < len(self._known):
            before = len(self._known)
            for yes in self._answer_sets():
                self._settle(usual=False, turned=yes, supplied=True)
                if not self._are_too_many:
                    self._settle(usual=False, turned=yes, supplied=False)

    def _answer_sets(self) -> list[frozenset[Key]]:
        """Every set of answers; where there are too many, none and each alone; beyond sense, none."""
        if not self._are_too_many:
            return list(_subsets(self._known))
        alone = self._known if len(self._known) <= _TRIED_ALONE_AT_MOST else ()
        return [_NONE, *(frozenset((key,)) for key in alone)]

    def _settle(self, *, usual: bool, turned: frozenset[Key] = _NONE, supplied: bool) -> Settlement:
        # Where nothing is asked, yes and no come to the same; so do proof and none where none is awaited.
        key = (usual and bool(self._known), turned, supplied and self._awaits_evidence)
        if key not in self._settled:
            world = World(usual=key[0], turned=turned, supplied=key[2], answers=self._matter.answers)
            self._settled[key] = settle(self._matter, world)
            for asked in world.asked.values():
                self._known.setdefault(asked.key, asked)
        return self._settled[key]


def _subsets(keys: Iterable[Key]) -> Iterator[frozenset[Key]]:
    those = list(keys)
    sizes = (combinations(those, size) for size in range(len(those) + 1))
    return (frozenset(chosen) for chosen in chain.from_iterable(sizes))
