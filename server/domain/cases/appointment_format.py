"""The appointments of a case file: agreed times, changes, notices, events, and what about them is refused."""

from __future__ import annotations

from datetime import date

from server.domain.cases.case import Appointment, Change, Event, Notice
from server.domain.cases.fields import CaseDoesNotFit, Fields
from server.domain.cases.instants import Instant, london_day

SPOKEN = ("phone", "in_person")
TEXTED = ("sms", "push")
_CHANGE = ("kind", "by", "told_at", "channel", "reason", "new_start", "new_end")
_NOTICE = ("channel", "queued_at", "sent_at", "delivered_at", "spoken_at", "new_start", "new_end")
_EVENT = (
    *("id", "type", "operative", "earliest", "latest", "received_at"),
    *("device_time", "at_property", "weak"),
)
_EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "arrived": (),
    "id_shown": (),
    "id_missing": (),
    "access_given": (),
    "no_access": ("reason", "card_left"),
    "too_few_people": (),
    "work_done": (),
    "work_not_done": ("reason",),
    "left": (),
}
_NO_ACCESS = ("nobody_in", "only_minors", "declined", "no_id")
_APPOINTMENT = (
    *("id", "contractor", "kind", "agreed_start", "agreed_end", "agreed_with_tenant"),
    *("people_required", "changes", "notices", "events", "tenant_disputes"),
)


def read_appointment(raw: object, path: str) -> Appointment:
    fields = Fields(raw, path, _APPOINTMENT)
    start, end = fields.instant_if_given("agreed_start"), fields.instant_if_given("agreed_end")
    if end is not None and start is None:
        raise fields.wrong("agreed_end", "needs an agreed_start")
    _refuse_backwards(fields, "agreed_end", start, end)
    changes = tuple(_change(row, at, index) for index, (row, at) in enumerate(fields.rows("changes", optional=True)))
    return Appointment(
        id=fields.text("id"),
        contractor=fields.text("contractor"),
        kind=fields.word("kind", ("routine", "planned", "emergency")),
        agreed_start=start,
        agreed_end=end,
        agreed_with_tenant=fields.flag("agreed_with_tenant", True),
        people_required=fields.whole("people_required", 1, at_least=1),
        changes=changes,
        notices=_notices(fields, start, changes),
        events=_events(fields),
        tenant_disputes=fields.flag("tenant_disputes", False),
    )


def _refuse_backwards(fields: Fields, name: str, start: Instant | None, end: Instant | None) -> None:
    if start is not None and end is not None and end < start:
        raise fields.wrong(name, "is before its start")


def _change(raw: object, path: str, index: int) -> Change:
    fields = Fields(raw, path, _CHANGE)
    change = Change(
        index=index,
        kind=fields.word("kind", ("cancelled", "moved")),
        by=fields.word("by", ("contractor", "tenant", "agreement")),
        told_at=fields.instant_if_given("told_at"),
        channel=fields.word("channel", (*TEXTED, *SPOKEN, "letter")) if fields.has("channel") else None,
        reason=fields.text_if_given("reason"),
        new_start=fields.instant_if_given("new_start"),
        new_end=fields.instant_if_given("new_end"),
    )
    _refuse_half_told(fields, change)
    return change


def _refuse_half_told(fields: Fields, change: Change) -> None:
    if change.told_at is not None and change.channel is None:
        raise fields.wrong("channel", "is missing; told_at needs it")
    if change.kind == "moved" and change.new_start is None:
        raise fields.wrong("new_start", "is missing; a move needs it")
    for name, value in (("new_start", change.new_start), ("new_end", change.new_end)):
        if change.kind == "cancelled" and value is not None:
            raise fields.wrong(name, "has no place on a cancellation")
    _refuse_backwards(fields, "new_end", change.new_start, change.new_end)


def _notices(fields: Fields, start: Instant | None, changes: tuple[Change, ...]) -> tuple[Notice, ...]:
    notices = []
    for row, path in fields.rows("notices", optional=True):
        notice = _notice(row, path)
        if start is not None and london_day(notice.new_start) not in _days_in_force(notice, start, changes):
            raise CaseDoesNotFit(
                f"{path}.new_start",
                "is on another date than the time in force; that is a change (moved by the contractor)",
            )
        notices.append(notice)
    return tuple(notices)


def _notice(raw: object, path: str) -> Notice:
    fields = Fields(raw, path, _NOTICE)
    channel = fields.word("channel", (*TEXTED, *SPOKEN))
    foreign = ("queued_at", "sent_at", "delivered_at") if channel in SPOKEN else ("spoken_at",)
    for name in foreign:
        if fields.instant_if_given(name) is not None:
            raise fields.wrong(name, f"has no place on {channel}")
    notice = Notice(
        channel=channel,
        queued_at=fields.instant_if_given("queued_at"),
        sent_at=fields.instant_if_given("sent_at"),
        delivered_at=fields.instant_if_given("delivered_at"),
        spoken_at=fields.instant_if_given("spoken_at"),
        new_start=fields.instant("new_start"),
        new_end=fields.instant_if_given("new_end"),
    )
    _refuse_backwards(fields, "new_end", notice.new_start, notice.new_end)
    return notice


def _days_in_force(notice: Notice, start: Instant, changes: tuple[Change, ...]) -> set[date]:
    """Return the dates on which a notice may lie: that of the time in force when it went out.

    Whether a file fits must not hang on a setting, so the instant taken is the first known of spoken, sent,
    queued and delivered. A text of which none is known may lie on any date the appointment ever had.
    """
    times = (notice.spoken_at, notice.sent_at, notice.queued_at, notice.delivered_at)
    given_at = next((at for at in times if at is not None), None)
    moves = [c for c in changes if c.kind == "moved" and c.told_at is not None]
    moves.sort(key=lambda change: change.told_at or 0)
    days = [london_day(start)]
    for move in moves:
        if given_at is None or (move.told_at or 0) <= given_at:
            days.append(london_day(move.new_start or 0))
    return set(days) if given_at is None else {days[-1]}


def _events(fields: Fields) -> tuple[Event, ...]:
    """Read the events of one appointment; a second copy of one is left out here."""
    events: dict[str, Event] = {}
    for row, path in fields.rows("events", optional=True):
        event = _event(row, path)
        if events.setdefault(event.id, event) != event:
            raise CaseDoesNotFit(f"{path}.id", "is the id of another event with different content")
    return tuple(events.values())


def _event(raw: object, path: str) -> Event:
    kind = Fields(raw, path, raw if isinstance(raw, dict) else ()).word("type", tuple(_EVENT_TYPES))
    fields = Fields(raw, path, (*_EVENT, *_EVENT_TYPES[kind]))
    event = Event(
        id=fields.text("id"),
        type=kind,
        operative=fields.text("operative"),
        earliest=fields.instant("earliest"),
        latest=fields.instant("latest"),
        received_at=fields.instant("received_at"),
        device_time=fields.instant_if_given("device_time"),
        at_property=fields.flag("at_property", True),
        weak=fields.flag("weak", False),
        reason=_reason(fields, kind),
        card_left=fields.flag("card_left") if kind == "no_access" else False,
    )
    if event.latest < event.earliest:
        raise fields.wrong("latest", "is before earliest")
    return event


def _reason(fields: Fields, kind: str) -> str | None:
    if kind == "no_access":
        return fields.word("reason", _NO_ACCESS)
    return fields.text("reason") if kind == "work_not_done" else None
