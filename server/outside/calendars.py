"""iCalendar files of visits."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from server.domain.exporting.calendar_entries import Entry


def write_calendar(name: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """A calendar that programs subscribe to; `at` is when it was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Doorstep//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, at))
    return bytes(calendar.to_ical())


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at or entry.starts_at)
    event.add("summary", entry.title)
    event.add("sequence", entry.changed)
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    return event
