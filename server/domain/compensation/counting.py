"""Step 6: what is one repair, how often was it not kept, and which days are then paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.attendance.outcome import DECISION, NOT_KEPT, Occasion
from server.domain.compensation.matter import Matter
from server.domain.compensation.worlds import POLICY_VALUE, Question, World
from server.domain.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Group:
    """The counted occasions of one repair (and one contractor, where each is counted alone)."""

    root: str
    occasions: tuple[Occasion, ...]
    count: int
    more_than: int | None
    passed: bool
    paid_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Count:
    groups: tuple[Group, ...]
    joined: dict[str, str]
    paid_days: tuple[date, ...]

    def root(self, root: str) -> str:
        return self.joined.get(root, root)

    def occasions_on(self, day: date, *, passed_only: bool) -> list[Occasion]:
        groups = [group for group in self.groups if group.passed or not passed_only]
        return [one for group in groups for one in group.occasions if one.day == day]


def count_occasions(matter: Matter, world: World) -> Count:
    joined = _joined_roots(matter, world)
    gathered: dict[tuple[str, str], list[Occasion]] = {}
    for index, occasion in enumerate(matter.occasions):
        if _is_counted(matter, world, index, occasion):
            gathered.setdefault(_group_key(matter, occasion, joined), []).append(occasion)
    groups = tuple(_group(matter, world, key[0], found) for key, found in gathered.items())
    paid = {day for group in groups for day in group.paid_days}
    return Count(groups, joined, tuple(sorted(paid)))


def _is_counted(matter: Matter, world: World, index: int, occasion: Occasion) -> bool:
    if occasion.result == DECISION:
        return world.says_yes(matter.questions[index])
    return occasion.result == NOT_KEPT


def _joined_roots(matter: Matter, world: World) -> dict[str, str]:
    """Map each root that was joined to another to the one that they all go by."""
    joined: dict[str, str] = {}

    def top(root: str) -> str:
        while root in joined:
            root = joined[root]
        return root

    for recall in matter.recalls:
        if matter.settings.unlinked_recall == "link" or world.says_yes(recall.question):
            earlier, later = top(recall.earlier_root), top(recall.later_root)
            if earlier != later:
                joined[later] = earlier
    return {root: top(root) for root in joined}


def _group_key(matter: Matter, occasion: Occasion, joined: dict[str, str]) -> tuple[str, str]:
    root = matter.roots[occasion.repair]
    repair = occasion.repair if matter.settings.same_repair_scope == "work_order" else joined.get(root, root)
    return repair, occasion.contractor if matter.settings.contractors_counted == "each" else ""


def _group(matter: Matter, world: World, root: str, found: list[Occasion]) -> Group:
    occasions = tuple(sorted(found, key=lambda one: one.start or 0))
    days = [one.day for one in occasions if one.day is not None]
    counted = list(dict.fromkeys(days)) if matter.settings.occasion_unit == "day" else days
    more_than, answered = _threshold(matter, world, days)
    passed = answered and len(counted) > (more_than or 0)
    first_paid = (more_than or 0) if matter.settings.days_paid == "from_threshold_day" else 0
    paid = tuple(dict.fromkeys(counted[first_paid:])) if passed else ()
    return Group(root, occasions, len(counted), more_than, passed, paid)


def _threshold(matter: Matter, world: World, days: list[date]) -> tuple[int | None, bool]:
    """Return T, and whether the group may pass at all; without a value that is a person's answer."""
    by_version = {"latest_occasion": days[-1], "first_occasion": days[0], "decision_date": matter.decided_on}
    day = by_version[matter.settings.threshold_version]
    value = matter.policy.threshold_more_than.find(day)
    if value is None:
        return None, world.says_yes(missing_value(matter.policy.threshold_more_than, day))
    return value, True


def missing_value(parameter: Parameter, day: date) -> Question:
    facts = {"value": parameter.name, "day": day.isoformat()}
    return Question((POLICY_VALUE, parameter.name, day.isoformat()), ("policy_value_missing",), facts)
