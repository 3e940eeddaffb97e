"""What changed for a phone since its cursor: the feed names the objects, present permission decides what it gets."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from server.domain.horizon import CURSOR_LASTS, Horizon, bounds, horizon_at, horizon_named
from server.outside.holidays import bank_holidays
from server.services.sync import phone_objects
from server.services.sync.phone_objects import PhotoReader, Viewer
from server.storage import feed
from server.storage.database import db
from server.storage.phones import phone_view, visit_messages
from server.storage.phones.devices import Phone

MOST_ENTRIES = 200


@dataclass
class Changes:
    """A page of the feed. `reset`: what the phone holds is to be replaced by this."""

    changes: list[dict[str, Any]]
    cursor: str | None
    more: bool = False
    reset: bool = False


@dataclass(frozen=True)
class _Cursor:
    position: int
    horizon: Horizon


def read_changes(
    phone: Phone, cursor: str | None, *, now: datetime, photo: PhotoReader, wrote: bool = False
) -> Changes:
    """Changes since `cursor`; everything the phone may show where it has none, or one that is not ours.

    `wrote` says that the phone's own events may have changed something since its newest change was read.
    """
    server_epoch = phone.server_epoch or ""
    horizon = horizon_at(now, _holidays(now.year))
    newest = _newest(phone)
    present = _cursor(server_epoch, newest, horizon)
    if cursor == present and not wrote:
        return Changes([], present)
    since = _read_cursor(cursor, server_epoch)
    viewer = Viewer(db.session.connection(), phone.landlord_id, phone.operatives, horizon, now)
    if since is None or since.position > newest or horizon.today - since.horizon.today > CURSOR_LASTS:
        found = _everything(viewer, photo, newest)
        return Changes(found, present, reset=cursor is not None)
    audiences = [feed.operative(each) for each in phone.operatives]
    entries = feed.since(viewer.connection, phone.landlord_id, audiences, since.position, MOST_ENTRIES)
    more = len(entries) == MOST_ENTRIES
    position = entries[-1].position if more else max([newest, *(entry.position for entry in entries)])
    wanted = _Wanted.of(entry for entry in entries if entry.origin_device != phone.device_id)
    if since.horizon.name != horizon.name:
        wanted.visits |= _moved_days(viewer, since.horizon)
    found = _changes(viewer, wanted, photo, position) if wanted.anything else []
    return Changes(found, _cursor(server_epoch, position, horizon), more)


def _newest(phone: Phone) -> int:
    """The newest position as this request began; what came later is read past it, or at the next pull."""
    return phone.newest_change


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return bank_holidays((year, year + 1))


def _cursor(server_epoch: str, position: int, horizon: Horizon) -> str:
    return f"{server_epoch[:6]}.{position}.{horizon.name}"


def _read_cursor(cursor: str | None, server_epoch: str) -> _Cursor | None:
    if cursor is None or not cursor.startswith(f"{server_epoch[:6]}."):
        return None
    position, _, day = cursor[7:].partition(".")
    if not (position.isascii() and position.isdigit() and len(position) < 16):
        return None
    horizon = horizon_named(day, _holidays(int(day[:4]))) if day[:4].isdigit() and day.isascii() else None
    return _Cursor(int(position), horizon) if horizon is not None else None


@dataclass
class _Wanted:
    """The objects that changed, by kind."""

    visits: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    operatives: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)
    settings: bool = False

    @property
    def anything(self) -> bool:
        named = (self.visits, self.states, self.flags, self.operatives, self.messages)
        return any(named) or self.settings

    @classmethod
    def of(cls, entries: Iterable[feed.FeedEntry]) -> "_Wanted":
        wanted = cls()
        for entry in entries:
            if entry.kind == "settings":
                wanted.settings = True
            else:
                places = {
                    "visit": wanted.visits,
                    "visit_state": wanted.states,
                    "flag": wanted.flags,
                    "operative": wanted.operatives,
                    "message": wanted.messages,
                }
                places.get(entry.kind, set()).add(entry.object_id)
        return wanted


def _everything(viewer: Viewer, photo: PhotoReader, rev: int) -> list[dict[str, Any]]:
    spans = [bounds(day) for day in viewer.horizon.days]
    wanted = phone_view.visit_ids(viewer.connection, viewer.landlord_id, viewer.operatives, spans)
    visits, flags = phone_objects.visits(viewer, wanted)
    shown = {visit["visit_id"] for visit in visits}
    states = phone_objects.visit_states(viewer, [visit["visit_id"] for visit in visits])
    return [
        _put("settings", "settings", rev, phone_objects.settings(viewer)),
        *(_put("operative", one["operative_id"], rev, one) for one in phone_objects.operatives(viewer, photo)),
        *(_put("flag", flag["flag_id"], rev, flag) for flag in flags),
        *(_put("visit", visit["visit_id"], rev, visit) for visit in visits),
        *(_put("visit_state", state["visit_id"], rev, state) for state in states),
        *_letter_changes(visit_messages.of_visits(viewer.connection, shown), shown, rev),
    ]


def _moved_days(viewer: Viewer, before: Horizon) -> set[str]:
    """The visits of days that have entered or left the horizon."""
    days = set(before.days) ^ set(viewer.horizon.days)
    spans = [bounds(day) for day in sorted(days)]
    if not spans:
        return set()
    return set(phone_view.visit_ids(viewer.connection, viewer.landlord_id, viewer.operatives, spans))


def _changes(viewer: Viewer, wanted: _Wanted, photo: PhotoReader, rev: int) -> list[dict[str, Any]]:
    letters = visit_messages.of_visits(viewer.connection, wanted.visits, wanted.messages)
    about = {letter.visit_id for letter in letters}
    visits, flags = phone_objects.visits(viewer, sorted(wanted.visits | wanted.states | about))
    shown = {visit["visit_id"]: visit for visit in visits}
    present = {flag["flag_id"]: flag for flag in flags}
    wanted.flags |= present.keys() if wanted.visits else set()
    found = [_put("settings", "settings", rev, phone_objects.settings(viewer))] if wanted.settings else []
    if wanted.operatives:
        found += [_put("operative", one["operative_id"], rev, one) for one in phone_objects.operatives(viewer, photo)]
    found += _flag_changes(viewer, wanted, present, rev)
    for visit_id in sorted(wanted.visits):
        if visit_id in shown:
            found.append(_put("visit", visit_id, rev, shown[visit_id]))
        else:
            found.append({"op": "remove", "kind": "visit", "id": visit_id, "rev": rev})
    states = phone_objects.visit_states(viewer, sorted((wanted.states | wanted.visits) & shown.keys()))
    found += [_put("visit_state", state["visit_id"], rev, state) for state in states]
    return found + _letter_changes(letters, shown.keys(), rev)


def _letter_changes(letters: Iterable[Any], shown: Set[str], rev: int) -> list[dict[str, Any]]:
    """What the office wrote comes and goes with the visit that it is about."""
    return [
        _put("message", letter.message_id, rev, phone_objects.message(letter))
        if letter.visit_id in shown
        else {"op": "remove", "kind": "message", "id": letter.message_id, "rev": rev}
        for letter in letters
    ]


def _flag_changes(
    viewer: Viewer, wanted: _Wanted, present: dict[str, dict[str, Any]], rev: int
) -> list[dict[str, Any]]:
    """A flag goes with the last visit that shows it."""
    missing = wanted.flags - present.keys()
    gone_with = phone_view.flags_of_visits(viewer.connection, viewer.landlord_id, wanted.visits)
    if missing or gone_with - present.keys():
        spans = [bounds(day) for day in viewer.horizon.days]
        ids = phone_view.visit_ids(viewer.connection, viewer.landlord_id, viewer.operatives, spans)
        _, flags = phone_objects.visits(viewer, ids)
        present = {**present, **{flag["flag_id"]: flag for flag in flags if flag["flag_id"] in missing}}
        gone = (missing | gone_with) - {flag["flag_id"] for flag in flags}
    else:
        gone = set()
    puts = [_put("flag", flag_id, rev, present[flag_id]) for flag_id in sorted(present.keys() & wanted.flags)]
    return puts + [{"op": "remove", "kind": "flag", "id": flag_id, "rev": rev} for flag_id in sorted(gone)]


def _put(kind: str, object_id: str, rev: int, content: dict[str, Any]) -> dict[str, Any]:
    return {"op": "put", "kind": kind, "id": object_id, "rev": rev, "data": content}
