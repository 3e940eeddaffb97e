"""What a card of the board says about its visit, in words. Pure: the instant is passed in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.domain.safety.ladder import HELP, PLAN, QUIET
from server.http.console.day.standing import (
    CALLED_OFF,
    COLUMNS,
    column_of,
    ends_at,
    is_missed,
    is_past,
    overdue_timers,
    status_of,
)
from server.http.console.showing.figures import age, clock_time, span
from server.http.console.showing.trust import brief_time
from server.http.console.showing.words import word
from server.storage.pages.board import BoardVisit
from server.storage.safety.alarms import OpenAlarm

QUIET_AFTER = timedelta(minutes=20)


@dataclass(frozen=True)
class Ring:
    """Whom to ring where something is wrong, and their number."""

    who: str
    number: str


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
    rings: tuple[Ring, ...]
    tags: tuple[str, ...]


def columns(visits: Sequence[BoardVisit], now: datetime, *, with_timers: bool) -> dict[str, list[Card]]:
    """The cards by column, alarms first, then in order of time; of the alarms, the oldest first."""
    found: dict[str, list[tuple[datetime, Card]]] = {name: [] for name, _ in COLUMNS}
    for visit in visits:
        if visit.appointment_status not in CALLED_OFF or visit.state:
            card = _card(visit, now, with_timers)
            found[card.column].append((_since(visit, now), card))
    return {name: [card for _, card in sorted(cards, key=_urgency)] for name, cards in found.items()}


def called_off(visits: Sequence[BoardVisit]) -> list[BoardVisit]:
    """The day's appointments that were cancelled or moved away, and nobody went to."""
    return [visit for visit in visits if visit.appointment_status in CALLED_OFF and not visit.state]


def _urgency(entry: tuple[datetime, Card]) -> tuple[bool, datetime]:
    since, card = entry
    return not card.alarms, since


def _since(visit: BoardVisit, now: datetime) -> datetime:
    begun = [at for at, _ in overdue_timers(visit, now)] + [alarm.deadline_at for alarm in visit.alarms]
    return min(begun, default=visit.starts_at)


def _card(visit: BoardVisit, now: datetime, with_timers: bool) -> Card:
    state = visit.state or {}
    column = column_of(visit, now)
    return Card(
        column=column,
        visit_id=visit.visit_id,
        time=span(visit.starts_at, visit.ends_at),
        address=visit.address,
        who=", ".join(worker.name for worker in visit.workers) or "Nobody assigned",
        job=", ".join(part for part in (visit.trade, word(visit.kind) if visit.kind != "routine" else "") if part),
        firm_name=visit.firm_name,
        line=" ".join(part for part in (_line(visit, state, with_timers), _not_kept(visit, now)) if part),
        heard=_heard(visit, column, now),
        alarms=tuple(_alarms(visit, state, column, now)),
        rings=tuple(_rings(visit, now)) if column == "alarm" else (),
        tags=tuple(_tags(visit)),
    )


def _tags(visit: BoardVisit) -> list[str]:
    """`missed already` from the second on, since the third opens a claim (HS 004A 5)."""
    found = [f"{visit.people_required} people"] if visit.people_required > 1 else []
    found += ["Flag"] if visit.flags else []
    return found + ([f"{visit.not_kept_before} missed already"] if visit.not_kept_before >= 2 else [])


def _line(visit: BoardVisit, state: Mapping[str, Any], with_timers: bool) -> str:
    """What happened last, in a few words."""
    status = status_of(visit)
    if status == "travelling":
        return f"Set off {_since_when(visit)}."
    if status == "at_door":
        return f"Arrived {_since_when(visit)}."
    if status == "inside":
        return f"Went in {_since_when(visit)}.{_timer(visit, state) if with_timers else ''}"
    if status == "no_access":
        return _no_access(state.get("no_access") or {})
    if visit.appointment_status == "not_attended" and not state:
        return "Not attended."
    done = (state.get("work") or {}).get("done")
    return {True: "Work done.", False: "Work not done."}.get(done, "")  # type: ignore[arg-type]


def _timer(visit: BoardVisit, state: Mapping[str, Any]) -> str:
    timer = state.get("timer") or {}
    due = ends_at(visit, timer)
    return f" Timer ends {clock_time(due)}." if due is not None and not timer.get("stopped") else " No timer runs."


def _no_access(called: Mapping[str, Any]) -> str:
    if not called:
        return "No access, as the landlord's system says."
    return f"{word(called.get('reason')).capitalize()}. {'Card left.' if called.get('card_left') else 'No card left.'}"


def _not_kept(visit: BoardVisit, now: datetime) -> str:
    if not is_missed(visit, now):
        return ""
    return "Not kept. Nobody came." if visit.missed_as == "no_show" else "Not kept."


def _since_when(visit: BoardVisit) -> str:
    """With how far it can be trusted."""
    return "at an unknown time" if visit.latest is None else brief_time(visit.latest)


def _heard(visit: BoardVisit, column: str, now: datetime) -> str:
    if not visit.phones:
        return "No phone enrolled." if visit.workers else ""
    oldest = min(phone.heard_at for phone in visit.phones)
    if column in ("done", "no_access") or (column != "waiting" and now - oldest < QUIET_AFTER):
        return ""
    return f"Phone last heard {clock_time(oldest)}, {age(oldest, now)} ago."


def _alarms(visit: BoardVisit, state: Mapping[str, Any], column: str, now: datetime) -> list[str]:
    overdue, unseen = overdue_timers(visit, now), _asked_unseen(visit)
    said = [_alarm(alarm, {actor for _, actor in overdue}) for alarm in visit.alarms]
    found = list(dict.fromkeys(line for line in said if line))
    found += [f"Check-in overdue by {age(due, now)}.{'' if who in unseen else ' Ring now.'}" for due, who in overdue]
    if state.get("too_few_people"):
        found.append("Too few people came.")
    if column == "late" and status_of(visit) == "cannot_attend":
        found.append("Cannot attend. Tell the tenant.")
    elif column == "late" and is_past(visit, now):
        found.append(f"Late: {age(visit.ends_at or visit.starts_at, now)} past the time. Tell the tenant.")
    return found


def _alarm(alarm: OpenAlarm, overdue: Collection[str]) -> str:
    """What an open alarm asks for; nothing beside a check-in that is shown as overdue anyhow."""
    if alarm.kind == QUIET:
        return "Help asked for, unseen. Do not ring the operative's phone."
    if alarm.heard_at is not None:
        said = "Said they are safe." if alarm.kind == HELP else "Checked in since."
        return f"{said} A person must close the alarm."
    if alarm.kind == HELP:
        return "Alarm raised. Ring now."
    if alarm.kind == PLAN:
        return "Not back when the plan expects. Ring now."
    return "" if alarm.operative_id in overdue else "Check-in missed. Ring now."


def _asked_unseen(visit: BoardVisit) -> set[str]:
    """Those whose phone must stay silent: somebody else may be looking at it."""
    return {alarm.operative_id for alarm in visit.alarms if alarm.kind == QUIET}


def _rings(visit: BoardVisit, now: datetime) -> list[Ring]:
    """The people in danger by their own numbers, then their firm."""
    whose = {alarm.operative_id for alarm in visit.alarms} | {actor for _, actor in overdue_timers(visit, now)}
    whose -= _asked_unseen(visit)
    people = [Ring(worker.name, worker.mobile) for worker in visit.workers if worker.operative_id in whose]
    return [ring for ring in (*people, Ring(visit.firm_name, visit.firm_phone)) if ring.number]
