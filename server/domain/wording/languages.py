"""The languages that tenants can be told in, and which of them fits somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language: its code (ISO 639-1), its name in its own script, and the direction it is written in."""

    code: str
    own_name: str
    english_name: str
    direction: str = "ltr"


LANGUAGES = {
    one.code: one
    for one in (
        Language("en", "English", "English"),
        Language("pl", "Polski", "Polish"),
        Language("bn", "বাংলা", "Bengali"),
        Language("hi", "हिन्दी", "Hindi"),
        Language("ur", "اردو", "Urdu", "rtl"),
        Language("zh", "中文", "Chinese"),
    )
}
OTHERS = tuple(code for code in LANGUAGES if code != ENGLISH)


def first_known(wanted: Iterable[str]) -> str:
    """The first of these codes that we have words in, whatever its region (`zh-TW` counts as `zh`); else English."""
    for code in wanted:
        short = code.lower().replace("_", "-").split("-")[0]
        if short in LANGUAGES:
            return short
    return ENGLISH
