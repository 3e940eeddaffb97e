"""How the appointments of one assessed case count in each standard about visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date, datetime
from typing import Any

from server.domain.evidence.records import london_day
from server.domain.standards import catalogue, told
from server.domain.standards.counted import APART, APPOINTMENT, MET, NOT_MET, UNCERTAIN, Counted, Subject
from server.domain.standards.door import card, identity
from server.domain.standards.promises import Beside, Occasion, Promised, promises
from server.domain.working_days import is_notice_long_enough

Verdict = tuple[str, str]
_WITHDRAWN = frozenset(
    {
        *("cancelled_by_contractor", "moved_by_contractor", "told_before_day", "told_hours_before"),
        *("tenant_cancelled", "cancelled_by_agreement"),
    }
)
_OUTSIDE = frozenset({"late_attended", "early_access_given"})
_NEVER_DUE = frozenset({"not_due", "no_appointment"})


class NoticePolicy:
    """How long a notice of planned works must be that leaves on a day (HS004A 4), and the days that do not count."""

    def __init__(self, needed_on: Callable[[date], int], holidays: Set[date]) -> None:
        self._needed_on, self._holidays = needed_on, holidays

    def is_enough(self, sent_on: date, works_on: date) -> bool:
        return is_notice_long_enough(sent_on, works_on, self._needed_on(sent_on), holidays=self._holidays)


def of_case(
    case: Mapping[str, Any], output: Mapping[str, Any], beside: Mapping[str, Beside], policy: NoticePolicy
) -> list[Counted]:
    """Every part that the appointments named in `beside` have in the standards; the same case gives the same parts."""
    held = list(promises(case, output, beside))
    as_of = datetime.fromisoformat(case["as_of"])
    found = [one for promised in held for one in _of_one(promised, as_of, policy)]
    return found + list(_repeats(held))


def _of_one(promised: Promised, as_of: datetime, policy: NoticePolicy) -> Iterator[Counted]:
    subject = _subject(promised)
    day = london_day(promised.last_start_at)
    for occasion in promised.occasions:
        if occasion.result not in _NEVER_DUE:
            yield Counted(subject, catalogue.KEPT.key, occasion.day, *_kept(occasion), part=occasion.part)
            announced = told.in_advance(promised, occasion)
            if announced is not None:
                yield Counted(subject, catalogue.TOLD.key, occasion.day, *announced, part=occasion.part)
    if promised.waiting:
        yield Counted(subject, catalogue.KEPT.key, day, UNCERTAIN, "waiting")
    for part, on, verdict, code in told.cancellations(promised, as_of):
        yield Counted(subject, catalogue.CANCELLED.key, on, verdict, code, part=part)
    once = {
        catalogue.PLANNED.key: _planned(promised, day, policy),
        catalogue.ID_SHOWN.key: identity(promised),
        catalogue.CARD_LEFT.key: card(promised),
        catalogue.LANGUAGE.key: _language(promised),
    }
    for standard, found in once.items():
        if found is not None:
            yield Counted(subject, standard, day, *found)


def _subject(promised: Promised) -> Subject:
    row = promised.row
    return Subject(APPOINTMENT, row["id"], row["contractor"], row.get("kind", ""))


def _kept(occasion: Occasion) -> Verdict:
    """The rule's own result; what it lets pass though it came outside the 10 minutes breaks the standard all the same.

    What the household caused, or both agreed on, stands apart.
    """
    code = occasion.codes[0] if occasion.codes else occasion.result
    if occasion.result == "decision":
        return UNCERTAIN, code
    if occasion.result == "not_kept" or (occasion.result == "kept" and code in _OUTSIDE):
        return NOT_MET, code
    return (MET if occasion.result == "kept" else APART), code


def _planned(promised: Promised, day: date, policy: NoticePolicy) -> Verdict | None:
    """Where the tenant asked for an earlier day, the notice is held against the day first agreed."""
    last = promised.occasions[-1] if promised.occasions else None
    if promised.row.get("kind") != "planned" or last is None or last.result in _NEVER_DUE:
        return None
    if _WITHDRAWN & set(last.codes):
        return None
    if promised.beside.notice_sent_on is None:
        return (NOT_MET, "allowed_without_notice") if promised.beside.leave_given else (UNCERTAIN, "no_notice_known")
    by_tenant = any(one["kind"] == "moved" and one["by"] != "contractor" for one in promised.row.get("changes", []))
    first = london_day(datetime.fromisoformat(promised.row["agreed_start"]))
    works_on = max(day, first) if by_tenant else day
    if policy.is_enough(promised.beside.notice_sent_on, works_on):
        return MET, "full_notice"
    return NOT_MET, "allowed_with_less" if promised.beside.leave_given else "short_notice"


def _language(promised: Promised) -> Verdict | None:
    """Whether all that left about the visit was in the language that the tenant reads."""
    beside = promised.beside
    if beside.language is None:
        return None
    if not beside.told_in:
        return UNCERTAIN, "nothing_sent"
    if all(one == beside.language for one in beside.told_in):
        return MET, "own_language"
    return NOT_MET, "other_language"


def _repeats(held: list[Promised]) -> Iterator[Counted]:
    """Each missed time by its number among its repair's misses; a question after a miss is uncertain."""
    by_root: dict[str, list[tuple[datetime, str, Occasion, Promised]]] = {}
    for one in held:
        for occasion in one.occasions:
            if occasion.result in ("not_kept", "decision"):
                line = (occasion.starts_at, one.row["id"], occasion, one)
                by_root.setdefault(one.root, []).append(line)
    for lines in by_root.values():
        missed = 0
        for _, _, occasion, one in sorted(lines, key=lambda line: (line[0], line[1], line[2].part)):
            missed += occasion.result == "not_kept"
            if occasion.result == "not_kept" or missed:
                found = _repeat(missed) if occasion.result == "not_kept" else (UNCERTAIN, "may_be_missed")
                yield Counted(_subject(one), catalogue.REPEATED.key, occasion.day, *found, part=occasion.part)


def _repeat(number: int) -> Verdict:
    if number == 1:
        return MET, "first_miss"
    return NOT_MET, "second_miss" if number == 2 else "third_miss_or_more"
