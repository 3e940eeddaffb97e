"""What somebody typed for a change of an appointment, in the words of its form, so that it can be read and copied."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from server.domain.booking.slots import Slot
from server.domain.errors import DoorstepError
from server.http.console.booking.jobs import choices
from server.http.console.showing.figures import moment, span
from server.http.console.showing.words import word
from server.services.booking.find_slots import chosen_slot
from server.storage.tables.register import Appointment

_OF_THE_PAGE = frozenset({"csrf_token", "rev", "seen", "once", "confirmed", "offer_id", "outside"})
_OF_THE_SEARCH = frozenset({"from_on", "days", "sex", "wished", "any_sex", "weekday"})
_LABELS = {
    "code": "If we cancel: why",
    "place": "The new time",
    "other_day": "The day",
    "other_from": "From",
    "other_to": "To",
    "who": "Who goes",
    "asked_by": "Who asked for it",
    "proof": "Proof",
    "asked_channel": "How they said it",
    "asked_at": "When they asked",
    "told_how": "How the tenant is told",
    "told_at": "When they were told",
    "told_channel": "How they were told",
    "agreed_by": "Who agreed to the new time",
    "rebook": "And the job?",
    "kind": "What is it?",
    "description": "What is still to be done",
    "with_job": "Count it with",
    "urgent": "It is urgent",
}
_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "code": {
        "illness": "Illness",
        "parts": "Parts have not come",
        "severe_weather": "Severe weather",
        "no_capacity": "Too few people",
        "other": "Something else",
    },
    "who": {"proposed": "As proposed", "open": "Not known yet", "named": "These:"},
    "asked_by": {"contractor": "We did (the contractor)", "tenant": "The tenant", "agreement": "Both sides agreed"},
    "told_how": {
        "notice": "By a notice that leaves now",
        "person": "Somebody has told them already",
        "not_yet": "Not told yet",
    },
    "rebook": {"yes": "It waits to be booked again", "no": "It needs no other appointment"},
    "with_job": {"": "Nothing: it is a repair of its own"},
}
_CODES = frozenset({"asked_channel", "told_channel", "kind"})
_INSTANTS = frozenset({"asked_at", "told_at"})


def as_typed(form: MultiDict[str, str], row: Appointment) -> list[tuple[str, str]]:
    """Label and answer of each field that a person filled in, in the order of the form.

    What the page itself carries along, and the search that found the times, is no part of the change.
    """
    left_out = _OF_THE_PAGE | _OF_THE_SEARCH | (frozenset() if "rebook" in form else {"code"})
    people: Mapping[str, str] = choices(row.landlord_id, row.firm_id)["people"]
    said = [
        (_LABELS.get(name) or name.replace("_", " ").capitalize(), _answer(name, value.strip(), form, row, people))
        for name, value in form.items(multi=True)
        if name not in left_out
    ]
    return [(label, answer) for label, answer in said if answer]


def slot_said(slot: Slot) -> str:
    """`Tue 24 Nov 2026, 10:00 to 12:00`; only the one time where it is exact."""
    return moment(slot.start_at) + (f" to {span(slot.end_at, None)}" if slot.end_at else "")


def _answer(name: str, value: str, form: MultiDict[str, str], row: Appointment, people: Mapping[str, str]) -> str:
    if name == "place":
        return _chosen_time(value, form.get("offer_id", ""), row)
    if name == "operative":
        return people.get(value, value)
    if name in _INSTANTS:
        return value.replace("T", " ")
    return word(value) if name in _CODES else _ANSWERS.get(name, {}).get(value, value)


def _chosen_time(place: str, offer_id: str, row: Appointment) -> str:
    """The offered time behind its number; empty where nothing was offered."""
    try:
        number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
        return slot_said(chosen_slot(row.landlord_id, offer_id, number)[0])
    except DoorstepError:
        return ""
