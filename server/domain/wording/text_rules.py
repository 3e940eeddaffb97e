"""What every text message must be: from the landlord, with a link, no longer than a reader and a budget can take."""

from __future__ import annotations

import re

from server.domain.errors import DoorstepError
from server.domain.segments import Segments, count_segments, signs_outside_gsm
from server.domain.wording.languages import ENGLISH

MOST_PARTS_ENGLISH = 1
MOST_PARTS_OTHERS = 3
_AFTER_SENDER = re.compile(r": |\N{FULLWIDTH COLON}")


class TextNotAllowed(DoorstepError):
    """A text message that may not be saved as it is."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)


def most_parts(language: str) -> int:
    """How many parts the longest real text of a language may cost."""
    return MOST_PARTS_ENGLISH if language == ENGLISH else MOST_PARTS_OTHERS


def check_text(language: str, template: str, longest: str) -> Segments:
    """The cost of the longest text; raises TextNotAllowed. `longest` is the template with its longest facts."""
    if not template.startswith("{landlord}"):
        raise TextNotAllowed("text_without_sender", "Begin with {landlord}: a tenant must see who the text is from.")
    if "{link}" not in template:
        raise TextNotAllowed("text_without_link", "Keep {link}: it leads to the page where the tenant can act.")
    counted = count_segments(longest)
    if language == ENGLISH and counted.encoding != "gsm-7":
        signs = " ".join(sorted(signs_outside_gsm(longest)))
        said = f"Use plain quotes and dashes: {signs} would make the text cost twice as much."
        raise TextNotAllowed("text_signs", said)
    if counted.parts > most_parts(language):
        said = (
            f"With the longest names this text has {counted.parts} parts; {most_parts(language)} at most. Shorten it."
        )
        raise TextNotAllowed("text_too_long", said)
    return counted


def sender_and_words(text: str) -> tuple[str, str]:
    """Who a text is from, which it begins with, and what it says; Chinese has a colon of its own."""
    sender, *words = _AFTER_SENDER.split(text, maxsplit=1)
    return sender, "".join(words)
