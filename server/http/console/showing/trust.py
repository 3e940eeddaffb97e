"""A recorded time with how far it can be trusted. No time of a phone is shown without it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.http.console.showing.figures import (
    clock_time,
    clock_time_to_the_second,
    from_ms,
    london_day,
    moment,
    plain_day,
)
from server.storage.tables.visits import VisitEvent

SUSPICIONS = {
    "no_anchor": "the phone had not been in touch with us before it recorded this",
    "tz_changed": "the phone's time zone had changed",
    "wall_back": "the phone's clock had been set back",
    "wall_jump": "the phone's clock had been set forward or jumped",
    "future": "the phone's clock ran ahead of ours",
    "by_file": "its record came in a file, so its clock could not be compared with ours",
    "server_clock": "our own clock had been set back since we were last in touch",
    "offset_changed": "the phone's clock was reset between two contacts",
}

CODES = {
    "minute": "Right: the code of that minute",
    "once": "Right: the code from the text, which proves that they spoke and no time",
    "wrong": "Wrong: no code of this appointment at any minute when it can have been typed",
    "stale": "From an old page: the phone itself says that it came later, so the code counts for nothing",
    "too_many_wrong": "Not counted: too many wrong codes were typed at this visit",
}


@dataclass(frozen=True)
class ShownTime:
    """`text` and `trust` are always shown; the rest on demand."""

    text: str
    trust: str
    narrow: str
    certain: str
    phone: str
    received: str


def shown_time(row: VisitEvent) -> ShownTime:
    """The narrow estimate where the phone's clock was consistent, else the interval it must lie in."""
    estimate = row.clock.get("estimate")
    suspect = row.clock.get("suspect")
    witness = from_ms(_part(row.clock.get("witness"), "from_ms"))
    not_after = from_ms(_part(row.clock.get("witness"), "until_ms"))
    first, last = _ends(estimate) if suspect is None else (None, None)
    if first is not None and last is not None:
        half = (last - first) / 2
        seconds = max(1, round(half.total_seconds()))
        text = moment(first + half)
        trust = f"phone clock agreed with ours within {_span(seconds)}"
    else:
        text = _between(row.asserted_from_at, min(row.asserted_to_at, not_after or row.asserted_to_at))
        reason = SUSPICIONS.get(str(suspect)) if suspect else None
        trust = f"phone was offline, and {reason}" if reason else "phone was offline"
    if witness is not None:
        trust = f"{trust}; the code from the tenant's page shows that they met at {clock_time(witness)}, so not later"
    return ShownTime(
        text=text,
        trust=trust,
        narrow=_between(row.asserted_from_at, row.asserted_to_at, seconds=True),
        certain=_between(row.hard_from_at, row.hard_to_at, seconds=True),
        phone=_to_the_second(from_ms(row.wall_ms)),
        received=_to_the_second(row.received_at),
    )


def brief_time(row: VisitEvent) -> str:
    """The same in one line, without the day of its receipt: `10:05, phone clock agreed with ours within 2 s`."""
    shown = shown_time(row)
    return f"{shown.text.replace(f'{plain_day(london_day(row.received_at))}, ', '')}, {shown.trust}"


def _part(witness: object, name: str) -> object:
    return witness.get(name) if isinstance(witness, dict) else None


def _ends(estimate: object) -> tuple[datetime | None, datetime | None]:
    if not isinstance(estimate, list):
        return None, None
    earliest_ms, latest_ms = estimate
    return from_ms(earliest_ms), from_ms(latest_ms)


def _span(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} minutes"


def _between(first: datetime | None, last: datetime, *, seconds: bool = False) -> str:
    clock = clock_time_to_the_second if seconds else clock_time
    until = f"{plain_day(london_day(last))}, {clock(last)}"
    if first is None:
        return f"not later than {until}"
    if clock(first) == clock(last) and last - first < timedelta(minutes=1):
        return until
    if london_day(first) == london_day(last):
        return f"{plain_day(london_day(first))}, between {clock(first)} and {clock(last)}"
    return f"between {plain_day(london_day(first))}, {clock(first)} and {until}"


def _to_the_second(at: datetime | None) -> str:
    return "" if at is None else f"{plain_day(london_day(at))}, {clock_time_to_the_second(at)}"
