"""From a visit recorded in another system to the changes, notices and events of a case."""

from __future__ import annotations

from datetime import datetime

from server.domain.evidence.records import ImportedVisit, OfficeChange, Row, SentNotice, written

Interval = tuple[datetime, datetime]

# What each outcome says besides arriving and leaving, and at which of the two moments.
_BETWEEN: dict[str, tuple[tuple[str, str], ...]] = {
    "completed": (("access_given", "arrived"), ("work_done", "left")),
    "work_not_done": (("access_given", "arrived"), ("work_not_done", "left")),
    "no_access": (("no_access", "left"),),
    "no_id": (("id_missing", "arrived"),),
    "too_few_people": (("too_few_people", "arrived"),),
}
# Where the source does not say how the other side was told, we take the way that rests on a word alone,
# so that a tenant who denies it is heard.
_UNSTATED_CHANNEL = "phone"
_CHANNELS = ("sms", "push", "phone", "letter", "in_person")


def imported_change(visit: ImportedVisit) -> OfficeChange | None:
    """The cancellation or move that the row records. A move names no new time: its job's next appointment has it."""
    if visit.outcome not in ("cancelled", "moved"):
        return None
    by = visit.changed_by if visit.changed_by in ("tenant", "agreement") else "contractor"
    channel = channel_word(visit.told_by) if visit.told_at is not None else None
    told = (visit.told_at, channel, visit.reason)
    return OfficeChange(visit.outcome, by, *told, None, None, visit.recorded_at)


def channel_word(told_by: str | None) -> str:
    return told_by if told_by in _CHANNELS else _UNSTATED_CHANNEL


def imported_notice(visit: ImportedVisit) -> SentNotice | None:
    """The notice that the row records: the stated minute is when it left; when it arrived nobody wrote down."""
    if visit.notice_sent_at is None or visit.notice_new_at is None:
        return None
    return SentNotice("sms", visit.notice_sent_at, visit.notice_sent_at, None, visit.notice_new_at, None)


def imported_events(visit: ImportedVisit) -> list[Row]:
    """What happened at the home; nothing where nobody came. Two who attended are two, though one is named."""
    arrived, left = visit.arrived or visit.left, visit.left or visit.arrived
    if arrived is None or left is None or visit.outcome not in _BETWEEN:
        return []
    moments = {"arrived": arrived, "left": left}
    said = [("arrived", "arrived"), *_BETWEEN[visit.outcome], ("left", "left")]
    rows = []
    for number in range(1, max(1, visit.people_attended) + 1):
        for kind, moment in said:
            rows.append(_row(visit, number, kind) | _times(moments[moment], visit.recorded_at))
    return rows


def _row(visit: ImportedVisit, number: int, kind: str) -> Row:
    row: Row = {
        "id": f"{visit.history_id}:{number}:{kind}",
        "type": kind,
        "operative": visit.operative if number == 1 else f"{visit.operative} and {number - 1} more",
    }
    if kind == "no_access":
        # Without a stated reason, the one under which the operative had to wait.
        row |= {"reason": visit.no_access_reason or "nobody_in", "card_left": visit.card_left}
    if kind == "work_not_done":
        row["reason"] = visit.reason or "not said"
    return row


def _times(interval: Interval, recorded_at: datetime) -> Row:
    earliest, latest = interval
    return {
        "earliest": written(min(earliest, latest)),
        "latest": written(max(earliest, latest)),
        "received_at": written(recorded_at),
    }
