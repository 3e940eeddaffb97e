"""What is wrong with a form, in the reader's language: which field to go to, and the sentence with the way out."""

from dataclasses import dataclass

from markupsafe import Markup

from server.http.tenant.pages import speaker


@dataclass(frozen=True)
class Problem:
    """One field's problem; `words` is ready for the page."""

    field: str
    words: Markup


def problem(field: str, key: str, **facts: object) -> Problem:
    """The problem that the sentence `key` says."""
    return Problem(field, speaker()(key, **facts))
