"""Step 2: the time in force, as changes and notices move it, and the occasions that close on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from server.domain.attendance.known import Known
from server.domain.attendance.outcome import EXCUSED, NOT_KEPT, TENANT_SIDE, Occasion, Outcome, Reason, outcome, reason
from server.domain.attendance.withdrawal import withdrawn
from server.domain.cases.case import Change, Notice
from server.domain.cases.instants import Instant, instant_text, london_day
from server.domain.cases.policy_settings import PolicySettings


@dataclass(frozen=True, slots=True)
class AgreedTime:
    """S and E of the policy page; an exact time has both the same."""

    start: Instant
    end: Instant
    told_in_advance: bool = False

    @property
    def day(self) -> date:
        return london_day(self.start)


# Step 4, which the walk calls for a time that closes and for the one last in force.
AtHome = Callable[[Known, AgreedTime], Outcome]


class TimeInForce:
    """Walks once through what was told, in order, and closes each agreed time as the page's letters a to e say."""

    def __init__(self, known: Known, settings: PolicySettings, at_home: AtHome) -> None:
        promised = known.appointment
        start = promised.agreed_start or 0
        self._known = known
        self._settings = settings
        self._at_home = at_home
        self._now = AgreedTime(start, start if promised.agreed_end is None else promised.agreed_end)
        self._too_late: list[Reason] = []
        self._occasions: list[Occasion] = []
        self._ended = False

    def occasions(self) -> tuple[Occasion, ...]:
        """Return the changes that are occasions, in file order, then the appointment itself."""
        for told_at, item in _in_order(self._known):
            if isinstance(item, Notice):
                self._revise(told_at, item)
            elif item.kind == "cancelled":
                self._cancel(told_at, item)
            else:
                self._move(told_at, item)
            if self._ended:
                break
        if not self._ended:
            self._close(self._at_home(self._known, self._now))
        *closed, last = self._occasions
        return (*sorted(closed, key=lambda occasion: occasion.change or 0), last)

    def _cancel(self, told_at: Instant, change: Change) -> None:
        """Letters a and b: in time up to the late edge; after it a cancellation has no effect."""
        if told_at > self._late_edge():
            return
        self._ended = True
        told = instant_text(told_at)
        if change.by == "contractor":
            self._close(withdrawn(change, told_at, self._now.start, self._settings))
        elif change.by == "tenant":
            self._close(outcome(TENANT_SIDE, reason("tenant_cancelled", told_at=told)))
        else:
            self._close(outcome(EXCUSED, reason("cancelled_by_agreement", told_at=told)))

    def _move(self, told_at: Instant, change: Change) -> None:
        if change.by != "contractor":
            self._move_by_tenant_or_agreement(told_at, change)
        elif london_day(_new_start(change)) == self._now.day:
            self._revise(told_at, change)
        else:
            self._move_to_another_date(told_at, change)

    def _move_by_tenant_or_agreement(self, told_at: Instant, change: Change) -> None:
        """Letter c: up to the late edge nothing has happened; later the old time is judged on its own."""
        if told_at > self._late_edge():
            self._close(self._at_home(self._known, self._now), change)
        self._replace(change)

    def _move_to_another_date(self, told_at: Instant, change: Change) -> None:
        """Letter e: the old time always closes as an occasion of its own."""
        if told_at < self._deadline():
            self._close(withdrawn(change, told_at, self._now.start, self._settings), change)
        else:
            self._close(self._at_home(self._known, self._now), change)
        self._replace(change)

    def _revise(self, told_at: Instant, item: Notice | Change) -> None:
        """Letter d: in advance only before the deadline and before the new time itself."""
        start = _new_start(item)
        if told_at < self._deadline() and told_at < start:
            self._now = AgreedTime(start, _new_end(item), told_in_advance=True)
            return
        facts: dict[str, object] = {"told_at": instant_text(told_at)}
        if isinstance(item, Notice) and item.queued_at is not None:
            facts = {"queued_at": instant_text(item.queued_at), **facts}
        self._too_late.append(reason("notice_too_late", **facts))

    def _replace(self, change: Change) -> None:
        """A new agreement: the mark "told in advance" falls away, and with it what was told too late."""
        self._now = AgreedTime(_new_start(change), _new_end(change))
        self._too_late = []

    def _close(self, found: Outcome, change: Change | None = None) -> None:
        late = tuple(self._too_late) if found.result == NOT_KEPT else ()
        self._occasions.append(
            Occasion(
                appointment=self._known.appointment.id,
                result=found.result,
                reasons=found.reasons + late,
                start=self._now.start,
                day=self._now.day,
                change=None if change is None else change.index,
            )
        )

    def _late_edge(self) -> Instant:
        return self._now.end + self._settings.tolerance_seconds

    def _deadline(self) -> Instant:
        return self._now.end if self._settings.window_notice_by == "end" else self._now.start


def _in_order(known: Known) -> list[tuple[Instant, Change | Notice]]:
    """By instant; at the same instant changes first, then as they stand in the file."""
    told: list[tuple[Instant, Change | Notice]] = [
        (change.told_at, change) for change in known.changes if change.told_at is not None
    ]
    return sorted([*told, *known.notices], key=lambda one: one[0])


def _new_start(item: Notice | Change) -> Instant:
    return item.new_start or 0


def _new_end(item: Notice | Change) -> Instant:
    return _new_start(item) if item.new_end is None else item.new_end
