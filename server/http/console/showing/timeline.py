"""What phones recorded, as lines people read: what happened, who says so, when, and how sure that is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from server.domain.evidence.phone_events import moment as instant_of
from server.http.console.showing.figures import moment, plain_day
from server.http.console.showing.trust import CODES, ShownTime, shown_time
from server.http.console.showing.words import word
from server.storage.cases.recorded import Photo, Record, RecordedEvent

TITLES = {
    "day_started": "Started the day",
    "visit_opened": "Made a visit on the phone",
    "flag_acknowledged": "Read the flag",
    "travel_started": "Set off",
    "told_new_time": "Told the tenant a new time",
    "cannot_attend": "Said they cannot attend",
    "arrived": "Arrived",
    "id_shown": "Showed identity card",
    "id_missing": "Had no identity card",
    "witness_code": "Typed the code from the tenant's page",
    "access_given": "Let in",
    "no_access": "No access",
    "too_few_people": "Too few people came",
    "timer_started": "Started the lone-working timer",
    "timer_extended": "Extended the timer",
    "check_in": "Checked in: I am OK",
    "alarm_raised": "Raised an alarm",
    "alarm_stood_down": "Stood the alarm down",
    "customer_told": "Told the tenant about something",
    "damage_reported": "Reported damage",
    "concern_reported": "Reported a concern",
    "photo_taken": "Took a photo",
    "key_signed_out": "Signed a key out",
    "key_signed_in": "Signed a key in",
    "work_done": "Work done",
    "work_not_done": "Work not done",
    "follow_on_needed": "Asked for follow-on work",
    "summary_agreed": "Agreed the summary",
    "tenant_remark": "The tenant's own words",
    "message_answered": "Answered the office",
    "left": "Left",
    "back_safe": "Back safe",
    "corrected": "Correction",
}

# The fields that are shown, in order, with their words. Anything else a phone sent stays in the evidence.
FIELDS: Mapping[str, str] = {
    "place": "Where, in the operative's words",
    "reason": "Reason",
    "more": "What the office should know",
    "uniform": "Uniform on",
    "badge": "Badge on",
    "version": "Version read",
    "can_follow": "Will follow it",
    "eta": "Expected",
    "new_start": "New time",
    "new_end": "Until",
    "channel": "How",
    "at_property": "At the right home",
    "adult_present": "Adult at home",
    "consent": "Said yes to entry",
    "emergency": "Emergency entry",
    "sheets": "Overshoes on, sheets down",
    "tried": "Tried",
    "warned_early": "Warned that leaving now counts as our miss",
    "card_left": "Card left",
    "card_number": "Card number",
    "no_card_reason": "Why no card was left",
    "minutes": "Minutes",
    "kind": "Kind",
    "about": "About",
    "category": "Category",
    "seen": "What was seen or heard",
    "danger_now": "Danger now",
    "rang": "Rang first",
    "item": "Item",
    "room": "Room",
    "made_good": "Made good on site",
    "customer_told": "Customer told",
    "remedy": "Still to be done",
    "tenant_view": "What the tenant says",
    "role": "Photo of",
    "photos_not_kept": "Photos that the full phone could not keep",
    "key": "Key",
    "trade": "Trade",
    "notes": "Notes",
    "dealt_with": "Dealt with",
    "agreed": "Agreed",
    "not_agreed": "Not agreed",
    "next": "What happens next",
    "by": "By",
    "text": "Words",
    "cleaned_up": "Cleaned up",
    "what": "About",
    "stands": "What should stand",
}

# An operative's answer where the visit had changed while the phone was offline.
_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "what": {"conflict": "the visit changed while the phone was offline"},
    "stands": {"office": "what the office says", "mine": "the operative's own record"},
}


@dataclass(frozen=True)
class Line:
    """One entry of the timeline, with what was later said in its place."""

    event_id: str
    title: str
    who: str
    time: ShownTime
    facts: tuple[tuple[str, str], ...]
    signed: bool
    after_gap: bool
    hash_start: str
    hash: str
    photos: tuple[Photo, ...]
    corrections: tuple["Line", ...]


def lines(record: Record) -> list[Line]:
    """The record's events, newest first, each correction beside what it corrects."""
    corrections: dict[str, list[RecordedEvent]] = {}
    known = {event.row.event_id for event in record.events}
    for event in record.events:
        if event.corrects in known and event.corrects != event.row.event_id:
            corrections.setdefault(str(event.corrects), []).append(event)
    beside = {event.row.event_id for group in corrections.values() for event in group}
    return [
        line(event, record.photos, _chain(event, corrections, {event.row.event_id}))
        for event in record.events
        if event.row.event_id not in beside or _in_circle(event, corrections)
    ]


def line(
    event: RecordedEvent, photos: Mapping[str, Sequence[Photo]], corrections: Sequence[RecordedEvent] = ()
) -> Line:
    """One event as a line."""
    return Line(
        event_id=event.row.event_id,
        title=TITLES.get(event.row.type, word(event.row.type).capitalize()),
        who=event.who,
        time=shown_time(event.row),
        facts=(*shown_facts(event.data), *_code(event), *_location(event)),
        signed=event.row.signed,
        after_gap=event.row.after_gap,
        hash_start=event.hash[:12],
        hash=event.hash,
        photos=tuple(
            replace(photo, is_from_gallery=photo.sha256 in event.from_gallery)
            for photo in photos.get(event.row.event_id, ())
        ),
        corrections=tuple(line(correction, photos) for correction in corrections),
    )


def _code(event: RecordedEvent) -> tuple[tuple[str, str], ...]:
    """How a typed code turned out; the digits themselves help nobody."""
    said = CODES.get(str(event.row.clock.get("code")))
    return (("Code", said),) if said else ()


def _location(event: RecordedEvent) -> tuple[tuple[str, str], ...]:
    """Where an operative stood is shown on no page; that it was taken out of a record is."""
    return (("Where the phone was", "kept for its time, then taken out"),) if "geo_erased" in event.body else ()


def shown_facts(data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The known fields that were filled in, in words."""
    return tuple(
        (title, _value(name, data[name]))
        for name, title in FIELDS.items()
        if name in data and data[name] not in (None, "")
    )


def _moment(value: Any) -> str:
    """Phones have sent both text and milliseconds. What is no time stays as it was written."""
    try:
        return moment(instant_of(value)) or str(value)
    except OverflowError:
        return str(value)


def _day(value: Any) -> str:
    try:
        return plain_day(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


_TIMES: Mapping[str, Callable[[Any], str]] = {"eta": _moment, "new_start": _moment, "new_end": _moment, "by": _day}


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in _TIMES:
        return _TIMES[name](value)
    if name in _ANSWERS:
        return _ANSWERS[name].get(str(value), str(value))
    if isinstance(value, Mapping):
        return "; ".join(f"{word(key)}: {_value(str(key), part)}" for key, part in value.items())
    if isinstance(value, list):
        return "; ".join(_value(name, part) for part in value)
    return word(value) if name in ("rang", "reason", "channel", "kind", "about", "category", "role") else str(value)


def _chain(
    event: RecordedEvent, corrections: Mapping[str, Sequence[RecordedEvent]], seen: set[str]
) -> list[RecordedEvent]:
    """Every correction of an event and of its corrections, once each, newest first."""
    found: list[RecordedEvent] = []
    for correction in corrections.get(event.row.event_id, ()):
        if correction.row.event_id not in seen:
            seen.add(correction.row.event_id)
            found += [correction, *_chain(correction, corrections, seen)]
    return found


def _in_circle(event: RecordedEvent, corrections: Mapping[str, Sequence[RecordedEvent]]) -> bool:
    """Two events that correct each other would hide each other; then both stand alone."""
    return any(correction.row.event_id == event.corrects for correction in _chain(event, corrections, set()))
