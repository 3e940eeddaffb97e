"""What a tenant's text asks for: one of our words, or a message for a person to read."""

from __future__ import annotations

import re

STOP, START, WAIT, REBOOK, MESSAGE = "stop", "start", "wait", "rebook", "message"

# "Cancel" is left to a person: it may mean the texts or the visit.
_WORDS = {
    "stop": STOP,
    "stopall": STOP,
    "unsubscribe": STOP,
    "start": START,
    "unstop": START,
    "wait": WAIT,
    "rebook": REBOOK,
}
_LETTERS = re.compile(r"[^a-z]")


def what_is_asked(text: str) -> str:
    """The word counts only where it is all there is: "stop the leak first" is no STOP."""
    return _WORDS.get(_LETTERS.sub("", text.lower()) if len(text.split()) <= 2 else "", MESSAGE)
