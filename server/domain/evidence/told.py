"""Changes and notices of one appointment as a case writes them, in the order in which they happened.

A notice to another date is a move by the contractor, and a move without a new time closes its appointment.
A spoken word has an interval: `spoken` names the places where its instant stands in the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.domain.evidence.imported import channel_word
from server.domain.evidence.phone_events import SpokenNotice
from server.domain.evidence.records import OfficeChange, Row, SentNotice, london_day, without_nothing, written

_BY_VOICE = frozenset({"phone", "in_person"})


@dataclass(frozen=True)
class Spoken:
    """Where in an appointment a spoken instant stands, and between which moments it lies."""

    appointment: str
    list_name: str
    index: int
    earliest: datetime
    latest: datetime

    @property
    def field(self) -> str:
        return "spoken_at" if self.list_name == "notices" else "told_at"


@dataclass(frozen=True)
class Told:
    """All that the tenant was told of one appointment's time."""

    changes: list[Row]
    notices: list[Row]
    spoken: list[Spoken]


def what_was_told(
    appointment: str,
    start_at: datetime,
    changes: Iterable[OfficeChange],
    notices: Iterable[SentNotice],
    by_voice: Iterable[SpokenNotice],
) -> Told:
    """Write the changes, then each word of a new time as a notice, or as a move where it names another date."""
    ordered = sorted(changes, key=lambda change: change.told_at or change.recorded_at)
    told = Told([change_as_written(change) for change in ordered], [], [])
    moves = [(c.told_at, c.new_start_at) for c in ordered if c.kind == "moved" and c.told_at and c.new_start_at]
    words = [(n.sent_at or n.queued_at, n) for n in notices] + [(w.latest, w) for w in by_voice]
    for at, word in sorted(words, key=lambda pair: pair[0]):
        same_date = london_day(word.new_start_at) == _day_in_force(start_at, moves, at)
        if isinstance(word, SpokenNotice):
            _add_spoken(told, appointment, word, same_date)
        elif same_date:
            told.notices.append(_text_notice(word))
        elif word.sent_at is not None:
            told.changes.append(_moved(word.channel, word.sent_at, word.new_start_at, word.new_end_at))
        if not same_date and (isinstance(word, SpokenNotice) or word.sent_at is not None):
            moves.append((at, word.new_start_at))
    return told


def _day_in_force(start_at: datetime, moves: Sequence[tuple[datetime, datetime]], at: datetime) -> date:
    made = sorted((told_at, new_start_at) for told_at, new_start_at in moves if told_at <= at)
    return london_day(made[-1][1] if made else start_at)


def change_as_written(change: OfficeChange) -> Row:
    """A cancellation or a move as a case has it."""
    moved = change.kind == "moved" and change.new_start_at is not None
    row = {
        "kind": "moved" if moved else "cancelled",
        "by": change.by,
        "told_at": written(change.told_at) if change.told_at else None,
        "channel": channel_word(change.channel) if change.told_at else None,
        "reason": reason_word(change.reason),
    }
    if moved and change.new_start_at is not None:
        row |= _new_time(change.new_start_at, change.new_end_at)
    return without_nothing(row)


def reason_word(reason: str) -> str | None:
    """Free text as it is, but the one reason that the rule knows in the rule's spelling."""
    if reason.strip().lower().replace(" ", "_") == "severe_weather":
        return "severe_weather"
    return reason or None


def _new_time(start_at: datetime, end_at: datetime | None) -> Row:
    usable_end = end_at if end_at is not None and end_at >= start_at else None
    return {"new_start": written(start_at), "new_end": written(usable_end) if usable_end else None}


def _moved(channel: str, told_at: datetime, start_at: datetime, end_at: datetime | None) -> Row:
    told = {"kind": "moved", "by": "contractor", "told_at": written(told_at), "channel": channel}
    return without_nothing(told | _new_time(start_at, end_at))


def _text_notice(notice: SentNotice) -> Row:
    """A new time that a person of the office told by voice has the moment of it and nothing else."""
    if notice.channel in _BY_VOICE:
        row = {"channel": notice.channel, "spoken_at": written(notice.sent_at) if notice.sent_at else None}
        return without_nothing(row | _new_time(notice.new_start_at, notice.new_end_at))
    times = {
        "channel": notice.channel,
        "queued_at": written(notice.queued_at),
        "sent_at": written(notice.sent_at) if notice.sent_at else None,
        "delivered_at": written(notice.delivered_at) if notice.delivered_at else None,
    }
    return without_nothing(times | _new_time(notice.new_start_at, notice.new_end_at))


def _add_spoken(told: Told, appointment: str, word: SpokenNotice, same_date: bool) -> None:
    if same_date:
        row = {"channel": word.channel, "spoken_at": written(word.latest)}
        told.notices.append(without_nothing(row | _new_time(word.new_start_at, word.new_end_at)))
        place = ("notices", len(told.notices) - 1)
    else:
        told.changes.append(_moved(word.channel, word.latest, word.new_start_at, word.new_end_at))
        place = ("changes", len(told.changes) - 1)
    told.spoken.append(Spoken(appointment, *place, word.earliest, word.latest))
