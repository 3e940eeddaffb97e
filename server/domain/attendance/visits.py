"""Step 4, one visit: when somebody came, how long they stayed, and what the visit is worth.

A visit is judged for one given arrival and last presence; `at_the_door.py` tries the times that are possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge

from server.domain.attendance.agreed_time import AgreedTime
from server.domain.attendance.outcome import KEPT, NOT_KEPT, TENANT_SIDE, Outcome, outcome, reason
from server.domain.cases.case import Event
from server.domain.cases.instants import Instant, instant_text, middle, number
from server.domain.cases.policy_settings import PolicySettings

_ACCESS = ("access_given", "work_done", "work_not_done")


@dataclass(frozen=True, slots=True)
class Visit:
    """What one operative recorded from coming to leaving, in file order."""

    operative: str
    events: tuple[Event, ...]

    def arrivals(self) -> tuple[Instant, Instant]:
        return min(e.earliest for e in self.events), min(e.latest for e in self.events)

    def last_presences(self) -> tuple[Instant, Instant]:
        return max(e.earliest for e in self.events), max(e.latest for e in self.events)

    def has(self, *types: str) -> bool:
        return any(event.type in types for event in self.events)

    @property
    def access_given(self) -> bool:
        return self.has(*_ACCESS)

    @property
    def card_left(self) -> bool:
        return any(event.card_left for event in self.events)

    @property
    def no_access(self) -> Event | None:
        """The last no access recorded: where two reasons stand, the later one is how it ended."""
        return next((e for e in reversed(self.events) if e.type == "no_access"), None)

    @property
    def is_proven(self) -> bool:
        return self.access_given or self.card_left


@dataclass(frozen=True, slots=True)
class Promise:
    """What a visit is measured against: the time in force and how many people had to come."""

    time: AgreedTime
    people_required: int
    people_came: int
    settings: PolicySettings

    @property
    def tolerance(self) -> int:
        is_window = self.time.end > self.time.start
        return 0 if self.settings.window_tolerance == "none" and is_window else self.settings.tolerance_seconds

    @property
    def any_time_will_do(self) -> bool:
        return self.time.told_in_advance and self.settings.revised_time == "notice_excuses_all"

    def is_early(self, arrival: Instant) -> bool:
        return not self.any_time_will_do and arrival < self.time.start - self.tolerance

    def is_late(self, arrival: Instant) -> bool:
        return not self.any_time_will_do and arrival > self.time.end + self.tolerance

    def seconds_from(self, arrival: Instant) -> Instant:
        """Signed distance from the nearer edge; 0 inside a window, negative before it."""
        return min(arrival - self.time.start, 0) or max(arrival - self.time.end, 0)


def visits_in(events: Iterable[Event]) -> list[Visit]:
    """Return the visits, each operative's in file order, the operatives' among each other by arrival.

    By arrival and not by place in the file, so that the order in which two phones were synced changes nothing.
    """
    by_operative: dict[str, list[Event]] = {}
    for event in events:
        by_operative.setdefault(event.operative, []).append(event)
    queues = [list(_visits_of(who, by_operative[who])) for who in sorted(by_operative)]
    return list(merge(*queues, key=lambda visit: middle(*visit.arrivals())))


def _visits_of(operative: str, events: list[Event]) -> Iterator[Visit]:
    current: list[Event] = []
    for event in events:
        if current and (event.type == "arrived" or current[-1].type == "left"):
            yield Visit(operative, tuple(current))
            current = []
        current.append(event)
    if current:
        yield Visit(operative, tuple(current))


def judge(visit: Visit, promise: Promise, arrival: Instant, last_presence: Instant) -> Outcome:
    """Return the first line of the policy page's list that fits (step 4, "One visit")."""
    if not visit.access_given and promise.settings.contractor_cause_failed_entry == "counts":
        cause = _contractors_cause(visit, promise)
        if cause is not None:
            return cause
    if promise.is_late(arrival):
        return _late(promise, arrival)
    if visit.access_given:
        return _let_in(visit, promise, arrival)
    return _not_let_in(visit, promise, arrival, last_presence)


def _contractors_cause(visit: Visit, promise: Promise) -> Outcome | None:
    if visit.has("id_missing") or any(e.type == "no_access" and e.reason == "no_id" for e in visit.events):
        return outcome(NOT_KEPT, reason("no_id"))
    if visit.has("too_few_people") or promise.people_came < promise.people_required:
        facts = {"required": promise.people_required, "came": promise.people_came}
        return outcome(NOT_KEPT, reason("too_few_people", **facts))
    return None


def _late(promise: Promise, arrival: Instant) -> Outcome:
    seconds = promise.seconds_from(arrival)
    if promise.settings.late_attendance == "no_show_only":
        return outcome(KEPT, reason("late_attended", seconds=number(seconds)))
    return outcome(NOT_KEPT, reason("late", seconds=number(seconds), minutes=int(seconds // 60)))


def _let_in(visit: Visit, promise: Promise, arrival: Instant) -> Outcome:
    seconds = promise.seconds_from(arrival)
    if promise.is_early(arrival):
        if promise.settings.early_access_given == "counts":
            return outcome(NOT_KEPT, reason("early", seconds=number(seconds), minutes=int(-seconds // 60)))
        return outcome(KEPT, reason("early_access_given", seconds=number(seconds)))
    if visit.has("work_not_done") and not visit.has("work_done"):
        result = NOT_KEPT if promise.settings.attended_could_not_work == "counts" else KEPT
        why = next(event.reason for event in visit.events if event.type == "work_not_done")
        return outcome(result, reason("work_not_done", reason=why))
    return outcome(KEPT, reason("on_time", seconds=number(seconds)))


def _not_let_in(visit: Visit, promise: Promise, arrival: Instant, last_presence: Instant) -> Outcome:
    start, wait = promise.time.start, promise.settings.no_access_wait_seconds
    gone_early = reason("left_before_agreed_time", left_at=instant_text(last_presence))
    no_access = visit.no_access
    if promise.is_early(arrival):
        if last_presence < start + wait:
            return outcome(NOT_KEPT, gone_early)
    elif no_access is not None and no_access.reason in ("nobody_in", "only_minors") and _must_wait(promise):
        waits_from = max(start, arrival)
        if last_presence < waits_from + wait:
            waited = reason("left_too_soon", waited_seconds=number(last_presence - waits_from))
            return outcome(NOT_KEPT, gone_early if last_presence < start else waited)
    if no_access is not None:
        return outcome(TENANT_SIDE, reason(str(no_access.reason), card_left=visit.card_left))
    return outcome(KEPT, reason("on_time", seconds=number(promise.seconds_from(arrival))))


def _must_wait(promise: Promise) -> bool:
    return promise.settings.no_access_presence == "through_agreed_time"
