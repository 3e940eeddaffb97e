"""The sentences of the tenants' pages and papers as they are shipped: `server/wording/<language>/<catalogue>.yaml`."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.templates import WrongTemplate, placeholders

_FOLDER = Path(__file__).resolve().parents[2] / "wording"
TEXTS, PARTS, LETTERS, ANSWERS = "texts", "parts", "letters", "answers"
_PAGES = ("page", "acts", "card", "claim")


def catalogue_names() -> tuple[str, ...]:
    """Every catalogue there is in English, by name."""
    return tuple(sorted(path.stem for path in (_FOLDER / ENGLISH).glob("*.yaml")))


def page_catalogues() -> tuple[str, ...]:
    """Those of the pages and cards that tenants read in a browser or on paper; others are the staff's or letters."""
    return tuple(name for name in catalogue_names() if name in _PAGES)


@lru_cache
def shipped(language: str, catalogue: str) -> Mapping[str, str]:
    """The sentences of one catalogue, by name; empty where nobody translated it.

    Raises WrongTemplate where a translation names what the English sentence does not.
    """
    path = _FOLDER / LANGUAGES[language].code / f"{catalogue}.yaml"
    if not path.exists():
        return {}
    read: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if language != ENGLISH:
        english = shipped(ENGLISH, catalogue)
        for name, words in read.items():
            check_placeholders(f"{language}/{catalogue}.{name}", words, english.get(name, ""))
    return read


def check_placeholders(name: str, words: str, english: str) -> None:
    """Raises WrongTemplate where the words name something that the English ones do not."""
    unknown = placeholders(words) - placeholders(english)
    if unknown:
        raise WrongTemplate(name, min(unknown))
