"""Filling in the words of a template, strictly: every placeholder known, every fact given."""

from __future__ import annotations

import re
from collections.abc import Mapping

from server.domain.errors import DoorstepError

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class WrongTemplate(DoorstepError):
    """A template names something that its notice does not know."""

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(
            "wrong_template",
            f"The text {name} names {{{placeholder}}}, which is not known there.",
            {"template": name, "placeholder": placeholder},
        )


def placeholders(template: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(_PLACEHOLDER.findall(template))


def kept_apart(template: str, direction: str) -> str:
    """The template with its facts isolated (UAX #9), so that numbers keep their order in text from right to left.

    A link is left bare: what follows it directly could become part of the address.
    """
    if direction != "rtl":
        return template
    return _PLACEHOLDER.sub(lambda found: found[0] if found[1] == "link" else f"\u2068{found[0]}\u2069", template)


def fill(name: str, template: str, facts: Mapping[str, str]) -> str:
    """The template with its facts; a fact is never read as a template. Raises WrongTemplate."""

    def fact(found: re.Match[str]) -> str:
        if found[1] not in facts:
            raise WrongTemplate(name, found[1])
        return facts[found[1]]

    return _PLACEHOLDER.sub(fact, template)
