"""The hazard clocks that may run for a concern about a home, from its receipt and from what people wrote down since.

Only a competent person says whether something is a hazard: until then each clock is possible, and runs. Nothing here
knows the time; a clock is what was recorded, and the caller asks whether it has lapsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.concerns.corrected import DANGER
from server.domain.concerns.groups import DAMP_MOULD, group_of
from server.domain.concerns.limits import Limit, Limits
from server.domain.concerns.steps import (
    CONFIRMED,
    DISMISSED,
    FURTHER_WORKS_ARRANGED,
    FURTHER_WORKS_BEGUN,
    INVESTIGATED,
    MADE_SAFE,
    REOPENED,
    SAFETY_WORKS_DONE,
    STOPPED,
    SUMMARY_SENT,
    TOLD_BY_PHONE,
    Step,
)
from server.domain.working_days import due_on

LONDON = ZoneInfo("Europe/London")

EMERGENCY, INVESTIGATION, SUMMARY = "emergency", "investigation", "summary"
SAFETY_WORKS, FURTHER_ARRANGED, FURTHER_BEGUN = "safety_works", "further_works_arranged", "further_works_begun"
KINDS = (EMERGENCY, INVESTIGATION, SUMMARY, SAFETY_WORKS, FURTHER_ARRANGED, FURTHER_BEGUN)

POSSIBLE = "possible"
RUNNING, MET, MET_LATE, ENDED, SET_ASIDE = "running", "met", "met_late", "stopped", "dismissed"


@dataclass(frozen=True)
class Concern:
    """A concern about a home as it reached us.

    `also`: categories that it had before or after a correction. `learned_at`: when a correction that first said so
    reached us, for `danger_now` and `damp_mould`.
    """

    category: str
    danger_now: bool
    received_at: datetime
    also: tuple[str, ...] = ()
    learned_at: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Clock:
    """One limit. `due_on` where it is counted in days: then the whole of that day is still in time."""

    kind: str
    standing: str
    state: str
    started_at: datetime
    due_at: datetime
    due_on: date | None
    clause: str
    ended_at: datetime | None = None
    why: str = ""

    @property
    def is_running(self) -> bool:
        return self.state == RUNNING

    def has_lapsed(self, now: datetime) -> bool:
        """Whether it ran out before what it asks for was done."""
        return self.is_running and not self.in_time(now)

    def in_time(self, at: datetime) -> bool:
        """24 hours are met to the second; a day is met until its midnight in London."""
        return at <= self.due_at if self.due_on is None else london_day(at) <= self.due_on


def clocks_of(concern: Concern, steps: Iterable[Step], limits: Limits, *, holidays: Set[date]) -> tuple[Clock, ...]:
    """Every clock that runs or ran, in the order of KINDS. `steps` in the order in which they were written down."""
    told = _Told(concern, tuple(steps))
    begun = [
        _emergency(told, limits),
        _investigation(told, limits, holidays),
        *_after_investigation(told, limits, holidays),
    ]
    return tuple(_settled(clock, told) for clock in begun if clock is not None)


def started_at(concern: Concern, steps: Iterable[Step]) -> datetime:
    """When word first reached us: the phone's report, or a call before it that somebody wrote down."""
    call = _newest(tuple(steps), TOLD_BY_PHONE)
    return min(concern.received_at, call.happened_at) if call else concern.received_at


def standing(steps: Iterable[Step]) -> str:
    """possible, confirmed or dismissed: the newest word of a competent person."""
    found = POSSIBLE
    for step in steps:
        if step.what in (CONFIRMED, DISMISSED):
            found = step.what
        elif step.what == REOPENED:
            found = POSSIBLE
    return found


def london_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """The midnight that ends a London day."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


class _Told:
    """A concern with what was written down since."""

    def __init__(self, concern: Concern, steps: tuple[Step, ...]) -> None:
        self.concern, self.steps = concern, steps
        self.started_at = started_at(concern, steps)
        self.standing = standing(steps)
        judged = [step for step in steps if step.what in (CONFIRMED, REOPENED)]
        confirmed = judged[-1] if judged and judged[-1].what == CONFIRMED else None
        self.confirmed = confirmed
        self.judged_as = str(confirmed.facts.get("as", "")) if confirmed else ""
        self.investigated = self.newest(INVESTIGATED)

    def known_from(self, what: str) -> datetime:
        """When word of this reached us: the report's, or a correction's that first said it, or a call's before."""
        learned_at = self.concern.learned_at.get(what)
        call = self.newest(TOLD_BY_PHONE)
        if learned_at is None:
            return self.started_at
        return min(learned_at, call.happened_at) if call else learned_at

    def newest(self, what: str) -> Step | None:
        return _newest(self.steps, what)


def _emergency(told: _Told, limits: Limits) -> Clock | None:
    """Danger now may be an emergency; a competent person may find that anything is one, and from then we know it."""
    if told.judged_as == EMERGENCY and not told.concern.danger_now and told.confirmed is not None:
        begins = told.confirmed.happened_at
    elif told.concern.danger_now and told.judged_as in ("", EMERGENCY):
        begins = told.known_from(DANGER)
    else:
        return None
    limit = limits.find("emergency_hours", london_day(begins))
    if limit is None:
        return None
    # In UTC, so that the night in which clocks change is as long as it is.
    due_at = begins.astimezone(UTC) + timedelta(hours=limit.value)
    return Clock(EMERGENCY, told.standing, RUNNING, begins, due_at, None, limit.clause)


def _investigation(told: _Told, limits: Limits, holidays: Set[date]) -> Clock | None:
    if told.judged_as == EMERGENCY:
        return None
    groups = {group_of(category) for category in (told.concern.category, *told.concern.also)}
    name = "investigate_damp_mould_working_days" if DAMP_MOULD in groups else "investigate_other_working_days"
    begins = told.known_from(DAMP_MOULD)
    limit = limits.find(name, london_day(begins))
    return _in_working_days(INVESTIGATION, told, begins, limit, holidays) if limit else None


def _after_investigation(told: _Told, limits: Limits, holidays: Set[date]) -> list[Clock | None]:
    """The tenant's summary always; the works that the investigation found to be needed."""
    found = told.investigated
    if found is None:
        return []
    asked = [(SUMMARY, "summary_working_days", True)]
    asked.append((SAFETY_WORKS, "safety_works_working_days", found.facts.get("safety_works") is True))
    further = found.facts.get("further_works") is True
    asked.append((FURTHER_ARRANGED, "further_works_arranged_working_days", further))
    day = london_day(found.happened_at)
    needed = [(kind, limits.find(name, day)) for kind, name, is_needed in asked if is_needed]
    clocks: list[Clock | None] = [
        _in_working_days(kind, told, found.happened_at, limit, holidays) for kind, limit in needed if limit
    ]
    weeks = limits.find("further_works_weeks", day)
    if further and weeks:
        last_day = day + timedelta(weeks=weeks.value)
        clocks.append(_until(FURTHER_BEGUN, told, found.happened_at, last_day, weeks.clause))
    return clocks


def _in_working_days(kind: str, told: _Told, begins: datetime, limit: Limit, holidays: Set[date]) -> Clock:
    return _until(kind, told, begins, due_on(london_day(begins), limit.value, holidays), limit.clause)


def _until(kind: str, told: _Told, begins: datetime, last_day: date, clause: str) -> Clock:
    return Clock(kind, told.standing, RUNNING, begins, end_of(last_day), last_day, clause)


_MET_BY = {
    EMERGENCY: MADE_SAFE,
    INVESTIGATION: INVESTIGATED,
    SUMMARY: SUMMARY_SENT,
    SAFETY_WORKS: SAFETY_WORKS_DONE,
    FURTHER_ARRANGED: FURTHER_WORKS_ARRANGED,
    FURTHER_BEGUN: FURTHER_WORKS_BEGUN,
}


def _settled(clock: Clock, told: _Told) -> Clock:
    """What was done ends it; then a lawful reason to stop; then a dismissal, which a reopening takes back."""
    done = _done(clock, told)
    if done is not None:
        state = MET if clock.in_time(done.happened_at) else MET_LATE
        return replace(clock, state=state, ended_at=done.happened_at)
    stops = [step for step in told.steps if step.what == STOPPED and step.facts.get("clock") == clock.kind]
    if stops:
        return replace(clock, state=ENDED, ended_at=stops[-1].happened_at, why=str(stops[-1].facts.get("why", "")))
    if told.standing == DISMISSED:
        dismissal = told.newest(DISMISSED)
        return replace(clock, state=SET_ASIDE, ended_at=dismissal.happened_at if dismissal else None)
    return clock


def _done(clock: Clock, told: _Told) -> Step | None:
    """The newest step that does what the clock asks for. An earlier investigation's summary and works do not count."""
    done = told.newest(_MET_BY[clock.kind])
    if done is None or clock.kind in (EMERGENCY, INVESTIGATION):
        return done
    return done if done.happened_at >= clock.started_at else None


def _newest(steps: Sequence[Step], what: str) -> Step | None:
    return next((step for step in reversed(steps) if step.what == what), None)
