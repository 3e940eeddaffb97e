"""What the office typed, read into what the services take; each refusal names the field and the way out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import request

from server.domain.booking.finding import Wish
from server.domain.booking.slots import Slot
from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole
from server.services.appointments.move_appointment import Asked as WhoAsked
from server.services.appointments.move_appointment import NewTime
from server.services.appointments.tell_of_change import BY_PERSON, Telling
from server.services.booking.find_slots import Asked
from server.services.booking.raise_work_order import LEAST_MINUTES, LONGEST_MINUTES

LONDON = ZoneInfo("Europe/London")
MOST_TEXT = 2000
MOST_NAME = 200
MOST_DAYS = 60
_LABELS = {
    "description": "What is to be done",
    "proof": "The proof",
    "reason": "The reason",
    "agreed_by": "The name of who agreed",
}
OUTSIDE = "outside"


def text(name: str, most: int = MOST_TEXT) -> str:
    """A field without the spaces around it; raises `text_too_long` rather than cut what somebody typed."""
    label = _LABELS.get(name) or name.replace("_", " ").capitalize()
    return kept_whole(request.form.get(name, ""), most, label)


def number(name: str, label: str, least: int, most: int) -> int:
    """A whole number within bounds; one outside is refused rather than cut to them."""
    typed = text(name)
    if not (typed.isascii() and typed.isdigit() and len(typed) < 9 and least <= int(typed) <= most):
        raise DoorstepError("wrong_number", f"{label}: write a whole number from {least} to {most}.")
    return int(typed)


def minutes() -> int:
    return number("minutes", "How long it takes, in minutes", LEAST_MINUTES, LONGEST_MINUTES)


def people() -> int:
    return number("people", "How many must come", 1, 2)


def agreed_by() -> str:
    """The name that whoever agreed gave."""
    return text("agreed_by", MOST_NAME)


def day(name: str, label: str, *, needed: bool = True) -> date | None:
    """A day, or None where it may be left out."""
    typed = text(name)
    if not typed and not needed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise DoorstepError("wrong_day", f"{label}: give a day.") from error


def needed_day(name: str, label: str) -> date:
    """A day that must be given."""
    found = day(name, label)
    if found is None:
        raise DoorstepError("wrong_day", f"{label}: give a day.")
    return found


def clock_time(name: str, label: str) -> time | None:
    """A clock time, or None where it was left empty."""
    typed = text(name)
    if not typed:
        return None
    try:
        return time.fromisoformat(typed)
    except ValueError as error:
        raise DoorstepError("wrong_time", f"{label}: give a time such as 08:00.") from error


def moment(name: str, label: str) -> datetime | None:
    """A London date and time as a browser's field gives it; None where it was left empty."""
    typed = text(name)
    if not typed:
        return None
    try:
        local = datetime.fromisoformat(typed)
    except ValueError as error:
        raise DoorstepError("wrong_time", f"{label}: give the day and the time.") from error
    return local.replace(tzinfo=LONDON).astimezone(UTC)


def looking() -> Asked:
    """What slots to look for."""
    wish = Wish(
        codes=tuple(request.form.getlist("code")),
        weekdays=tuple(int(one) for one in request.form.getlist("weekday") if one in "0123456"),
        sex=text("sex") if text("sex") in ("f", "m") else "",
        operative_id=text("wished"),
    )
    days = number("days", "Days ahead", 1, MOST_DAYS) if text("days") else 30
    from_on = day("from_on", "Not before", needed=False)
    return Asked(wish, from_on, days, any_sex=request.form.get("any_sex") == "yes")


def who_asked() -> WhoAsked:
    """Who asked for a change, with the proof."""
    return WhoAsked(
        by=text("asked_by"),
        channel=text("asked_channel"),
        proof=text("proof"),
        reason=text("reason"),
        at=moment("asked_at", "When they asked"),
        agreed_by=agreed_by(),
    )


def telling() -> Telling:
    """How the other side is told."""
    how = text("told_how")
    if how != BY_PERSON:
        return Telling(how)
    return Telling(how, moment("told_at", "When they were told"), text("told_channel") or None)


def rev() -> int:
    """The revision that the form was drawn from; one that is no number is older than any."""
    typed = request.form.get("rev", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def place() -> int:
    """Which of the offered times was chosen."""
    typed = request.form.get("place", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4):
        raise DoorstepError("no_time_chosen", "Choose one of the times.")
    return int(typed)


def new_time() -> NewTime:
    """A place in an offer; or, with a reason, a time that both sides want though no slot of the landlord is so."""
    if not text("outside"):
        return NewTime(text("offer_id"), place(), operatives=named())
    if not text("reason"):
        raise DoorstepError("reason_missing", "Reason: say why this time is outside the slots that are offered.")
    return NewTime(slot=_slot_of_its_own(), operatives=named() or ())


def _slot_of_its_own() -> Slot:
    on = needed_day("other_day", "The day")
    begins, ends = clock_time("other_from", "From"), clock_time("other_to", "To")
    if begins is None or (ends is not None and ends <= begins):
        raise DoorstepError(
            "wrong_time", "From and to: give the time it begins, and a later one if it is no exact time."
        )
    end = None if ends is None else _instant(on, ends)
    return Slot(_instant(on, begins), end, OUTSIDE, "Outside the offered slots")


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def named() -> tuple[str, ...] | None:
    """Who goes: None for whoever is proposed, empty for nobody yet."""
    choice = text("who") or "proposed"
    if choice == "proposed":
        return None
    if choice == "open":
        return ()
    return tuple(dict.fromkeys(one for one in request.form.getlist("operative") if one))


def typed() -> Mapping[str, str]:
    """Everything as it was typed, so that a refusal loses nothing."""
    return request.form
