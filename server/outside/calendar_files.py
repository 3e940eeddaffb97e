"""Calendar files (RFC 5545) of one appointment, by the icalendar library."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

_EXACT_TIME_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Entry:
    """What stands in the calendar: no name, no home, no reason. `revision` grows with each new time."""

    uid: str
    title: str
    start_at: datetime
    end_at: datetime | None
    address: str
    phone: str
    revision: int


def calendar_file(entry: Entry, *, now: datetime) -> bytes:
    """The file's bytes, in UTC."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.start_at)
    event.add("dtend", entry.end_at or entry.start_at + _EXACT_TIME_LASTS)
    event.add("summary", entry.title)
    event.add("description", entry.phone)
    event.add("url", entry.address)
    event.add("sequence", entry.revision)
    event.add("status", "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Doorstep//appointment//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
