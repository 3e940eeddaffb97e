"""Where a visit of the board stands at one instant: its column, and how far past its time it is. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from server.domain.evidence.phone_events import moment
from server.http.console.showing.figures import from_ms
from server.storage.pages.board import BoardVisit

# HS 004A 7.1: kept means within ten minutes of the agreed time.
TOLERANCE = timedelta(minutes=10)
COLUMNS = (
    ("alarm", "Check-in overdue or alarm"),
    ("late", "Late, tenant not told"),
    ("due", "Due"),
    ("on_the_way", "On the way"),
    ("at_the_door", "At the door"),
    ("inside", "Inside"),
    ("no_access", "No access"),
    ("waiting", "Waiting for the phone"),
    ("done", "Done"),
)
CALLED_OFF = ("cancelled", "moved")

_COLUMN_OF_STATUS = {
    "travelling": "on_the_way",
    "at_door": "at_the_door",
    "inside": "inside",
    "no_access": "no_access",
    "finished": "done",
    "left": "done",
}
_STATUS_OF_APPOINTMENT = {"attended": "finished", "no_access": "no_access", "not_attended": "left"}
_NOBODY_THERE_YET = ("not_started", "travelling", "cannot_attend")


def column_of(visit: BoardVisit, now: datetime) -> str:
    """Silence is not a no-show: past its time and its phone not heard since, a visit waits for the phone."""
    if visit.alarms or overdue_timers(visit, now):
        return "alarm"
    status = status_of(visit)
    if is_missed(visit, now):
        return "on_the_way" if status == "travelling" else "done"
    if status in _NOBODY_THERE_YET and is_past(visit, now) and not _is_told(visit, now):
        return "waiting" if _is_silent(visit) and status != "cannot_attend" else "late"
    if status == "cannot_attend" and not _is_told(visit, now):
        return "late"
    return _COLUMN_OF_STATUS.get(status, "due")


def status_of(visit: BoardVisit) -> str:
    """What was recorded; where nothing was, what the landlord's own system says."""
    recorded = str((visit.state or {}).get("status") or "not_started")
    return _STATUS_OF_APPOINTMENT.get(visit.appointment_status, recorded) if recorded == "not_started" else recorded


def late_edge(visit: BoardVisit) -> datetime:
    """The last moment at which somebody who arrives has kept the time first agreed."""
    return (visit.ends_at or visit.starts_at) + TOLERANCE


def is_past(visit: BoardVisit, now: datetime) -> bool:
    """Unplanned work was promised to nobody and cannot be late."""
    return visit.kind != "unplanned" and now > late_edge(visit)


def is_missed(visit: BoardVisit, now: datetime) -> bool:
    """Decided as not kept with nobody there: its tenant was told so, and is not told of a delay any more."""
    return visit.missed_as is not None and is_past(visit, now) and status_of(visit) in _NOBODY_THERE_YET


def overdue_timers(visit: BoardVisit, now: datetime) -> list[tuple[datetime, str]]:
    """(when it ran out, whose) for every timer that has run out and was not stopped, the oldest first."""
    timers = (visit.state or {}).get("timers") or []
    due = [(ends_at(visit, timer), str(timer.get("actor_id"))) for timer in timers if not timer.get("stopped")]
    return sorted((at, actor) for at, actor in due if at is not None and at < now)


def ends_at(visit: BoardVisit, timer: Mapping[str, Any]) -> datetime | None:
    """By our clock, as the watch has it; a timer that nobody watches is better shown by the phone's than not at all."""
    return visit.due_at.get(str(timer.get("actor_id"))) or from_ms(timer.get("due_ms"))


def _is_told(visit: BoardVisit, now: datetime) -> bool:
    """Whether the tenant was told of a time that has not passed by more than ten minutes itself."""
    ends = [visit.told_until_at, *(_told_aloud(told) for told in (visit.state or {}).get("told") or [])]
    return any(end is not None and now <= end + TOLERANCE for end in ends)


def _told_aloud(told: Mapping[str, Any]) -> datetime | None:
    """A text is only told when it has left; the outbox says so."""
    if told.get("channel") not in ("phone", "in_person"):
        return None
    return moment(told.get("new_end")) or moment(told.get("new_start"))


def _is_silent(visit: BoardVisit) -> bool:
    edge = late_edge(visit)
    return any(phone.heard_at < edge or phone.is_behind for phone in visit.phones)
