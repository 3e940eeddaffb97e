"""Step 4, the whole: which events belong to a time, all visits together, uncertain clocks, weak events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from server.domain.attendance.agreed_time import AgreedTime
from server.domain.attendance.known import Known
from server.domain.attendance.outcome import (
    DECISION,
    EXCUSED,
    NOT_DUE,
    NOT_KEPT,
    Outcome,
    outcome,
    reason,
    undecided,
)
from server.domain.attendance.visits import Promise, Visit, judge, visits_in
from server.domain.cases.case import Event
from server.domain.cases.instants import Instant, london_day, middle
from server.domain.cases.policy_settings import PolicySettings


def what_happened(known: Known, time: AgreedTime, settings: PolicySettings) -> Outcome:
    """Decide a time by the events at the home; what would count but is not past yet is not due."""
    found = _by_strength(known, time, settings)
    is_past = known.as_of > time.end + settings.tolerance_seconds
    if found.result in (NOT_KEPT, DECISION) and not is_past:
        return outcome(NOT_DUE, reason("not_due"))
    return found


def _by_strength(known: Known, time: AgreedTime, settings: PolicySettings) -> Outcome:
    """Weak events are used, left out, or tried both ways (setting `weak_evidence`)."""
    events = [event for event in known.events if _belongs(event, time, settings.tolerance_seconds)]
    strong = [event for event in events if not event.weak]
    if settings.weak_evidence == "ignore":
        return _by_events(known, time, strong, settings)
    found = _by_events(known, time, events, settings)
    if settings.weak_evidence == "accept" or len(strong) == len(events):
        return found
    without = _by_events(known, time, strong, settings)
    if _kind(found) == _kind(without):
        return found
    return undecided(("weak_evidence",), _questions(found), _questions(without))


def _kind(found: Outcome) -> str:
    return DECISION if found.result == DECISION else "counts" if found.counts else "does not count"


def _questions(found: Outcome) -> tuple[str, ...]:
    return found.codes() if found.result == DECISION else ()


def _belongs(event: Event, time: AgreedTime, tolerance: int) -> bool:
    touches = event.earliest <= time.end + tolerance and event.latest >= time.start - tolerance
    day = london_day(middle(event.earliest, event.latest))
    return touches or london_day(time.start) <= day <= london_day(time.end)


def _by_events(known: Known, time: AgreedTime, events: list[Event], settings: PolicySettings) -> Outcome:
    present = [event for event in events if event.at_property]
    if not present:
        return _nobody_came(known, was_elsewhere=bool(events), settings=settings)
    promise = Promise(
        time=time,
        people_required=known.appointment.people_required,
        people_came=len({event.operative for event in present}),
        settings=settings,
    )
    is_disputed = known.appointment.tenant_disputes and settings.attendance_without_card_or_photo == "decision"
    judged = [_judge_at_all_times(visit, promise) for visit in visits_in(present)]
    return _together(judged, is_disputed=is_disputed, settings=settings)


def _nobody_came(known: Known, *, was_elsewhere: bool, settings: PolicySettings) -> Outcome:
    snow = any(change.reason == "severe_weather" for change in known.changes)
    if snow and settings.severe_weather == "excused":
        return outcome(EXCUSED, reason("severe_weather"))
    return outcome(NOT_KEPT, reason("wrong_address" if was_elsewhere else "no_show"))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A visit with its results at every time that matters, the one at the middle first."""

    visit: Visit
    results: tuple[Outcome, ...]

    @property
    def never_counts(self) -> bool:
        return not any(result.counts for result in self.results)

    @property
    def always_counts(self) -> bool:
        return all(result.counts for result in self.results)

    def is_shaken(self, is_disputed: bool) -> bool:
        return is_disputed and not self.visit.is_proven


def _judge_at_all_times(visit: Visit, promise: Promise) -> _Judged:
    """The middle is always judged, for its words; under `midpoint` it is the only time that matters."""
    times = dict.fromkeys(
        [_middle_times(visit)]
        if promise.settings.uncertain_time == "midpoint"
        else [_middle_times(visit), *_times_that_matter(visit, promise)]
    )
    return _Judged(visit, tuple(judge(visit, promise, came, left) for came, left in times))


def _middle_times(visit: Visit) -> tuple[Instant, Instant]:
    came = middle(*visit.arrivals())
    return came, max(came, middle(*visit.last_presences()))


def _times_that_matter(visit: Visit, promise: Promise) -> Iterator[tuple[Instant, Instant]]:
    """Arrival at both ends and at each edge strictly inside, with the last presence at both ends."""
    first, last = visit.arrivals()
    time, tolerance = promise.time, promise.settings.tolerance_seconds
    edges = (time.start - tolerance, time.start, time.end, time.end + tolerance)
    for came in (first, last, *(edge for edge in edges if first < edge < last)):
        for left in visit.last_presences():
            yield came, max(came, left)


def _together(judged: list[_Judged], *, is_disputed: bool, settings: PolicySettings) -> Outcome:
    """One visit that does not count is enough (step 4, "All visits together", lines 1 to 4)."""
    good = [one for one in judged if one.never_counts]
    for one in good:
        if not one.is_shaken(is_disputed):
            return one.results[0]
    if good:
        return undecided(("no_card_disputed",))
    unsure = next((one for one in judged if not one.always_counts), None)
    if unsure is None:
        return judged[0].results[0]
    if settings.uncertain_time == "favour_tenant":
        return next(result for result in unsure.results if result.counts)
    shaken = ("no_card_disputed",) if unsure.is_shaken(is_disputed) else ()
    return undecided(("uncertain_time",), shaken)
