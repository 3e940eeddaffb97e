"""Is this cell exactly one UK telephone number, and is it a mobile?

Only the shape is judged: lists of numbers in use refuse those that Ofcom keeps for fiction, and age.
"""

import re
from dataclasses import dataclass

_ALLOWED = re.compile(r"\+?[\d\s().\-]+", re.ASCII)
_NATIONAL = re.compile(r"[1235789]\d{9}|1\d{8}", re.ASCII)
_MOBILE = re.compile(r"7(?:[1-57-9]\d{8}|624\d{6})", re.ASCII)


@dataclass(frozen=True)
class Phone:
    """A telephone cell: `number` in the form +447700900123, or None where it is unclear."""

    written: str
    number: str | None

    @property
    def mobile(self) -> bool:
        return self.number is not None and _MOBILE.fullmatch(self.number.removeprefix("+44")) is not None


def read_phone(text: str) -> Phone:
    """Any usual way of writing one number; a lost leading 0 is read back."""
    if _ALLOWED.fullmatch(text.strip()) is None:
        return Phone(text, None)
    national = _national(re.sub(r"\D", "", text), international=text.strip().startswith("+"))
    return Phone(text, f"+44{national}" if _NATIONAL.fullmatch(national) else None)


def _national(digits: str, *, international: bool) -> str:
    if digits.startswith("0044"):
        digits = digits[4:]
    elif digits.startswith("44") and (international or len(digits) > 11):
        digits = digits[2:]
    elif international:
        return ""
    return digits.removeprefix("0")
