"""Which column of the board a visit stands in, and what its card says. Pure: the instant is passed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.http.console.showing.figures import age, clock_time, from_ms, span
from server.http.console.showing.words import word
from server.storage.pages.board import BoardVisit

COLUMNS = (
    ("not_started", "Not started"),
    ("on_the_way", "On the way"),
    ("at_home", "At the door or inside"),
    ("no_access", "No access"),
    ("finished", "Finished"),
    ("waiting", "Waiting for the phone"),
)
# HS 004A 7.1: kept means within ten minutes of the agreed time.
TOLERANCE = timedelta(minutes=10)
QUIET_AFTER = timedelta(minutes=20)

_COLUMN_OF_STATUS = {
    "travelling": "on_the_way",
    "at_door": "at_home",
    "inside": "at_home",
    "no_access": "no_access",
    "finished": "finished",
    "left": "finished",
}
_STATUS_OF_APPOINTMENT = {"attended": "finished", "no_access": "no_access"}


@dataclass(frozen=True)
class Card:
    """One visit on the board, in words. `alarms` are red and come first; `tags` are plain."""

    column: str
    visit_id: str | None
    time: str
    address: str
    who: str
    job: str
    firm_name: str
    line: str
    heard: str
    alarms: tuple[str, ...]
    tags: tuple[str, ...]


def columns(visits: Sequence[BoardVisit], now: datetime, *, with_timers: bool) -> dict[str, list[Card]]:
    """The cards by column, alarms first, then in order of time."""
    found: dict[str, list[Card]] = {name: [] for name, _ in COLUMNS}
    for visit in visits:
        if visit.appointment_status != "cancelled":
            found[column_of(visit, now)].append(_card(visit, now, with_timers))
    for cards in found.values():
        cards.sort(key=lambda card: not card.alarms)
    return found


def cancelled(visits: Sequence[BoardVisit]) -> list[BoardVisit]:
    """The day's appointments that were called off."""
    return [visit for visit in visits if visit.appointment_status == "cancelled"]


def column_of(visit: BoardVisit, now: datetime) -> str:
    """Silence is not a no-show: past its time and its phone not heard since, a visit waits for the phone."""
    status = _status(visit)
    if status in ("not_started", "travelling") and _is_past(visit, now) and _is_silent(visit):
        return "waiting"
    return _COLUMN_OF_STATUS.get(status, "not_started")


def _status(visit: BoardVisit) -> str:
    recorded = str((visit.state or {}).get("status") or "not_started")
    return _STATUS_OF_APPOINTMENT.get(visit.appointment_status, recorded) if recorded == "not_started" else recorded


def _late_edge(visit: BoardVisit) -> datetime:
    return (visit.ends_at or visit.starts_at) + TOLERANCE


def _is_past(visit: BoardVisit, now: datetime) -> bool:
    return visit.kind != "unplanned" and now > _late_edge(visit)


def _is_silent(visit: BoardVisit) -> bool:
    edge = _late_edge(visit)
    return any(phone.heard_at < edge or phone.is_behind for phone in visit.phones)


def _card(visit: BoardVisit, now: datetime, with_timers: bool) -> Card:
    state = visit.state or {}
    tags = [tag for tag in (_people_tag(visit), _flag_tag(visit), _missed_tag(visit)) if tag]
    return Card(
        column=column_of(visit, now),
        visit_id=visit.visit_id,
        time=span(visit.starts_at, visit.ends_at),
        address=visit.address,
        who=", ".join(visit.operatives) or "Nobody assigned",
        job=", ".join(part for part in (visit.trade, word(visit.kind) if visit.kind != "routine" else "") if part),
        firm_name=visit.firm_name,
        line=_line(state, with_timers),
        heard=_heard(visit, now),
        alarms=tuple(_alarms(visit, state, now)),
        tags=tuple(tags),
    )


def _people_tag(visit: BoardVisit) -> str:
    return f"{visit.people_required} people" if visit.people_required > 1 else ""


def _flag_tag(visit: BoardVisit) -> str:
    return "Flag" if visit.flags else ""


def _missed_tag(visit: BoardVisit) -> str:
    """From the second on, since the third opens a claim (HS 004A 5)."""
    return f"{visit.not_kept_before} missed already" if visit.not_kept_before >= 2 else ""


def _line(state: Mapping[str, Any], with_timers: bool) -> str:
    """What happened last, in a few words."""
    status = state.get("status")
    if status == "travelling":
        return f"Set off {_time_of(state, 'travel_started')}."
    if status == "at_door":
        return f"Arrived {_time_of(state, 'arrived')}."
    if status == "inside":
        timer = state.get("timer") or {}
        due = from_ms(timer.get("due_ms"))
        running = with_timers and due is not None and not timer.get("stopped")
        return f"Inside since {_time_of(state, 'access')}." + (f" Timer ends {clock_time(due)}." if running else "")
    if status == "no_access":
        called = state.get("no_access") or {}
        card = "Card left." if called.get("card_left") else "No card left."
        return f"{word(called.get('reason')).capitalize()}. {card}"
    if status in ("finished", "left"):
        done = (state.get("work") or {}).get("done")
        return {True: "Work done.", False: "Work not done."}.get(done, "")  # type: ignore[arg-type]
    return ""


def _time_of(state: Mapping[str, Any], name: str) -> str:
    """By the phone's own clock; the visit's page says how far it can be trusted."""
    return clock_time(from_ms((state.get(name) or {}).get("wall_ms"))) or "at an unknown time"


def _heard(visit: BoardVisit, now: datetime) -> str:
    if not visit.phones:
        return "No phone enrolled." if visit.operatives else ""
    oldest = min(phone.heard_at for phone in visit.phones)
    if now - oldest < QUIET_AFTER or _status(visit) in ("finished", "left", "no_access"):
        return ""
    return f"Phone last heard {clock_time(oldest)}, {age(oldest, now)} ago."


def _alarms(visit: BoardVisit, state: Mapping[str, Any], now: datetime) -> list[str]:
    found = []
    if any(alarm.get("stood_down_ms") is None for alarm in state.get("alarms") or []):
        found.append("Alarm raised. Ring now.")
    for timer in state.get("timers") or []:
        due = from_ms(timer.get("due_ms"))
        if due is not None and due < now and not timer.get("stopped"):
            found.append(f"Check-in overdue by {age(due, now)}. Ring now.")
    if state.get("too_few_people"):
        found.append("Too few people came.")
    if state.get("cannot_attend"):
        found.append("Cannot attend. Tell the tenant.")
    if column_of(visit, now) in ("not_started", "on_the_way") and _is_past(visit, now) and not state.get("told"):
        found.append(f"Late: {age(_late_edge(visit), now)} past the time.")
    return found
