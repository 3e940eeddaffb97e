"""Readers of single cells: each gives a value or refuses with a code. Text itself is never altered."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from server.domain.imports.problems import CellRefused

LONGEST_CODE = 40

_UPRN = re.compile(r"\d{12}", re.ASCII)
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})", re.ASCII)
_JOB = re.compile(r"\d{1,10}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\".]+(?:\.[^\s@,;<>\".]+)+")


@dataclass(frozen=True)
class Email:
    """An e-mail cell: `address` is None where it is not exactly one address."""

    written: str
    address: str | None


def read_text(text: str) -> str:
    return text


def read_code(text: str) -> str:
    """A key or code: the space around it belongs to the file, not to the code. Nothing longer is one."""
    code = text.strip()
    if len(code) > LONGEST_CODE:
        raise CellRefused("unknown_value")
    return code


def read_uprn(text: str) -> str:
    return _matching(_UPRN, text.strip(), "uprn_malformed")


def read_job(text: str) -> str:
    return _matching(_JOB, text.strip(), "job_malformed")


def read_language(text: str) -> str:
    return _matching(_LANGUAGE, text.strip().lower(), "unknown_value")


def read_postcode(text: str) -> str:
    """Case and spaces do not matter; the answer is written as IP33 3AB."""
    match = _POSTCODE.fullmatch(re.sub(r"\s", "", text).upper())
    if match is None:
        raise CellRefused("postcode_malformed")
    return f"{match[1]} {match[2]}"


def read_email(text: str) -> Email:
    address = text.strip()
    return Email(text, address if _EMAIL.fullmatch(address) else None)


def read_list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def read_yes_no(text: str) -> bool:
    return word("yes", "no")(text) == "yes"


def read_count(text: str) -> int:
    """A small whole number, such as bedrooms or people."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 2):
        raise CellRefused("unknown_value")
    return int(digits)


def word(*allowed: str) -> Callable[[str], str]:
    """A reader for a column that may hold only these words, in any case."""
    known = {one.casefold(): one for one in allowed}

    def read_word(text: str) -> str:
        found = known.get(text.strip().casefold())
        if found is None:
            raise CellRefused("unknown_value")
        return found

    return read_word


def _matching(pattern: re.Pattern[str], text: str, code: str) -> str:
    if pattern.fullmatch(text) is None:
        raise CellRefused(code)
    return text
