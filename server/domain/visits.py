"""A visit's life: a fold over the events its devices recorded, in whatever order they arrived.

The same fold stands in `pwa/domain/visit.js`; `tests/visit_cases/` holds both to one answer. Events never
conflict: where two devices say different things both stand, and `conflicts` names them for a person.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from server.domain.conflicts import between_devices, went_in
from server.domain.corrections import corrected_by_another, in_order, that_stand

Event = Mapping[str, Any]
Fields = Mapping[str, Any]
State = dict[str, Any]
Step = Callable[[State, Event, Fields], None]


def fold_visit(events: Iterable[Event]) -> State:
    """What the visit comes to. Any order, any number of copies of the same events give the same answer.

    An event is a body with `id`, `device_id`, `epoch` and `seq`; `middle_ms`, where the server knows it, is
    the middle of the asserted interval and stands in for the phone's own clock.
    """
    ordered = in_order(events)
    standing = that_stand(ordered)
    state = _nothing_recorded()
    for event, fields in standing:
        _apply(state, event, fields)
    state["timer"] = _timer_to_show(state["timers"])
    state["corrections"] = [_correction(event) for event in ordered if event.get("corrects")]
    state["conflicts"] = between_devices(standing) + corrected_by_another(ordered)
    state["event_count"] = len(ordered)
    return state


_ALONE = (
    *(
        "opened",
        "travel_started",
        "cannot_attend",
        "arrived",
        "id_shown",
        "id_missing",
        "access",
        "no_access",
    ),
    *("too_few_people", "timer", "summary", "left", "back_safe"),
)
_LISTS = (
    *("flags_acknowledged", "told", "witness_codes", "timers", "alarms", "damage", "concerns", "photos"),
    *("told_customer", "keys", "remarks"),
)


def _nothing_recorded() -> State:
    return {
        "status": "not_started",
        **dict.fromkeys(_ALONE),
        **{name: [] for name in _LISTS},
        "work": {"done": None, "reason": None, "follow_on": []},
    }


def _apply(state: State, event: Event, fields: Fields) -> None:
    state["status"] = _next_status(state["status"], event["type"], fields)
    for blob in event.get("blobs") or []:
        state["photos"].append({"sha256": blob["sha256"], "role": blob.get("role"), "event_id": event["id"]})
    step = _STEPS.get(event["type"])
    if step is not None:
        step(state, event, fields)


def _next_status(status: str, kind: str, fields: Fields) -> str:
    """The visit's place now; a step that would lead back out of the home changes nothing."""
    allowed_from, reached = _STATUS_STEPS.get(kind, ((), status))
    if kind == "arrived" and fields.get("at_property") is False:
        return status
    if kind == "access_given" and not went_in(fields):
        return status if status in ("inside", "finished") else "at_door"
    return reached if status in allowed_from else status


_BEFORE = ("not_started", "travelling")
_OUTSIDE = ("not_started", "travelling", "at_door", "no_access", "left", "cannot_attend")
_ANY = (*_OUTSIDE, "inside", "finished")
_WORKING = (*_BEFORE, "at_door", "inside", "finished", "left")
_STATUS_STEPS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "travel_started": (("not_started", "cannot_attend"), "travelling"),
    "cannot_attend": (("not_started", "travelling", "at_door"), "cannot_attend"),
    "arrived": (_OUTSIDE, "at_door"),
    "id_shown": (_BEFORE, "at_door"),
    "id_missing": (_BEFORE, "at_door"),
    "witness_code": (_BEFORE, "at_door"),
    "access_given": (_OUTSIDE, "inside"),
    "no_access": (_OUTSIDE, "no_access"),
    "work_done": (_WORKING, "finished"),
    "work_not_done": (_WORKING, "finished"),
    "summary_agreed": (_WORKING, "finished"),
    "left": (_WORKING, "left"),
}


def _mark(event: Event, fields: Fields | None = None, *names: str) -> dict[str, Any]:
    picked = {name: (fields or {}).get(name) for name in names}
    return {"event_id": event["id"], "wall_ms": event["at"]["wall_ms"], **picked}


def _first(place: str, *names: str) -> Step:
    """The first record is the evidence: a second tap moves nothing."""

    def step(state: State, event: Event, fields: Fields) -> None:
        state[place] = state[place] or _mark(event, fields, *names)

    return step


def _last(place: str, *names: str) -> Step:
    def step(state: State, event: Event, fields: Fields) -> None:
        state[place] = _mark(event, fields, *names)

    return step


def _each(place: str, *names: str) -> Step:
    def step(state: State, event: Event, fields: Fields) -> None:
        state[place].append(_mark(event, fields, *names))

    return step


def _report(place: str, *names: str) -> Step:
    def step(state: State, event: Event, fields: Fields) -> None:
        photos = [blob["sha256"] for blob in event.get("blobs") or []]
        picked = {name: fields.get(name) for name in names}
        state[place].append({"event_id": event["id"], **picked, "photos": photos})

    return step


def _arrived(state: State, event: Event, fields: Fields) -> None:
    """The first arrival at the property; until there is one, the first anywhere."""
    at_property = fields.get("at_property") is not False
    if state["arrived"] is None or (at_property and not state["arrived"]["at_property"]):
        state["arrived"] = {**_mark(event), "at_property": at_property}


def _flag_acknowledged(state: State, event: Event, fields: Fields) -> None:
    picked = {name: fields.get(name) for name in ("flag_id", "version", "can_follow")}
    state["flags_acknowledged"].append({**picked, "event_id": event["id"]})


def _key(out: bool) -> Step:
    def step(state: State, event: Event, fields: Fields) -> None:
        state["keys"].append({**_mark(event, fields, "key"), "out": out})

    return step


def _work(done: bool) -> Step:
    def step(state: State, event: Event, fields: Fields) -> None:
        state["work"]["done"] = done
        state["work"]["reason"] = None if done else fields.get("reason")

    return step


def _follow_on(state: State, event: Event, fields: Fields) -> None:
    wanted = {"event_id": event["id"], "trade": fields.get("trade"), "notes": fields.get("notes")}
    state["work"]["follow_on"].append(wanted)


def _alarm_raised(state: State, event: Event, fields: Fields) -> None:
    raised = _mark(event, fields, "kind")
    state["alarms"].append({**raised, "actor_id": event["actor_id"], "stood_down_ms": None})


def _alarm_stood_down(state: State, event: Event, fields: Fields) -> None:
    for alarm in state["alarms"]:
        if alarm["actor_id"] == event["actor_id"] and alarm["stood_down_ms"] is None:
            alarm["stood_down_ms"] = event["at"]["wall_ms"]


def _timer_started(state: State, event: Event, fields: Fields) -> None:
    """One timer for each person: starting again replaces their last."""
    started_ms = event["at"]["wall_ms"]
    timer = {
        "actor_id": event["actor_id"],
        "event_id": event["id"],
        "started_ms": started_ms,
        "minutes": fields.get("minutes"),
        "due_ms": started_ms + _length_ms(fields),
        "last_check_in_ms": None,
        "stopped": False,
    }
    others = [other for other in state["timers"] if other["actor_id"] != event["actor_id"]]
    state["timers"] = [*others, timer]


def _timer_extended(state: State, event: Event, fields: Fields) -> None:
    """More minutes on what is left; on now, where nothing is left."""
    for timer in _running_timers(state, event):
        timer["due_ms"] = max(timer["due_ms"], event["at"]["wall_ms"]) + _length_ms(fields)
        timer["last_check_in_ms"] = event["at"]["wall_ms"]


def _check_in(state: State, event: Event, fields: Fields) -> None:
    """The whole length again from now; a check-in never brings the deadline nearer."""
    for timer in _running_timers(state, event):
        timer["due_ms"] = max(timer["due_ms"], event["at"]["wall_ms"] + _length_ms(timer))
        timer["last_check_in_ms"] = event["at"]["wall_ms"]


def _length_ms(fields: Fields) -> float:
    """A correction may have put anything in `minutes`; what is no number is no time."""
    minutes = fields.get("minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        return 0
    return max(0, minutes) * 60_000


def _running_timers(state: State, event: Event) -> list[dict[str, Any]]:
    return [t for t in state["timers"] if t["actor_id"] == event["actor_id"] and not t["stopped"]]


def _out(place: str, *names: str) -> Step:
    """Being out of the home stops the timer of the person who is out, and nobody else's."""
    note = _last(place, *names)

    def step(state: State, event: Event, fields: Fields) -> None:
        note(state, event, fields)
        for timer in _running_timers(state, event):
            timer["stopped"] = True

    return step


def _timer_to_show(timers: list[dict[str, Any]]) -> dict[str, Any] | None:
    running = [timer for timer in timers if not timer["stopped"]]
    if running:
        return min(running, key=lambda timer: timer["due_ms"])
    return timers[-1] if timers else None


def _correction(event: Event) -> dict[str, Any]:
    return {**_mark(event), "corrects": event["corrects"], "type": event["type"], "data": event["data"]}


_STEPS: Mapping[str, Step] = {
    "visit_opened": _first("opened", "reason", "uprn", "appointment_id"),
    "flag_acknowledged": _flag_acknowledged,
    "travel_started": _last("travel_started", "eta"),
    "told_new_time": _each("told", "new_start", "new_end", "channel"),
    "cannot_attend": _last("cannot_attend", "reason"),
    "arrived": _arrived,
    "id_shown": _first("id_shown"),
    "id_missing": _first("id_missing"),
    "witness_code": _each("witness_codes", "code"),
    "access_given": _last("access", "adult_present", "consent", "emergency"),
    "no_access": _last("no_access", "reason", "card_left", "card_number"),
    "too_few_people": _first("too_few_people"),
    "timer_started": _timer_started,
    "timer_extended": _timer_extended,
    "check_in": _check_in,
    "alarm_raised": _alarm_raised,
    "alarm_stood_down": _alarm_stood_down,
    "customer_told": _each("told_customer", "about"),
    "damage_reported": _report("damage", "item", "room", "made_good", "customer_told", "remedy"),
    "concern_reported": _report("concerns", "about", "category", "seen", "danger_now"),
    "key_signed_out": _key(out=True),
    "key_signed_in": _key(out=False),
    "work_done": _work(done=True),
    "work_not_done": _work(done=False),
    "follow_on_needed": _follow_on,
    "summary_agreed": _last("summary", "dealt_with", "agreed", "not_agreed", "next", "by"),
    "tenant_remark": _each("remarks", "text"),
    "left": _out("left", "cleaned_up"),
    "back_safe": _out("back_safe"),
}
