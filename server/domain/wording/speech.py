"""A sentence for one reader: in their language, and in English beside it until a speaker has found it right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.domain.wording.languages import ENGLISH


class NoSuchWords(DoorstepError):
    """A page asked for a sentence that no catalogue has."""

    def __init__(self, key: str) -> None:
        super().__init__("no_such_words", f"There are no words called {key}.", {"key": key})


@dataclass(frozen=True)
class Sentence:
    """Templates of one sentence. `english` is None where `own` stands alone: it is English, or was signed off."""

    own: str
    english: str | None = None
    own_is_english: bool = False


@dataclass(frozen=True)
class Speech:
    """All sentences of some catalogues in one language; keys are `catalogue.name`. `checked` are those signed off."""

    language: str
    english: Mapping[str, str]
    own: Mapping[str, str]
    checked: Collection[str]

    def sentence(self, key: str) -> Sentence:
        """Raises NoSuchWords. What nobody translated yet is said in English."""
        if key not in self.english:
            raise NoSuchWords(key)
        if self.language == ENGLISH or key not in self.own:
            return Sentence(self.english[key], own_is_english=True)
        return Sentence(self.own[key], None if key in self.checked else self.english[key])

    def template(self, key: str, language: str) -> str:
        """The words in English, or else in this speech's language as far as they are translated."""
        english = self.english[key]
        return english if language == ENGLISH else self.own.get(key, english)

    def knows(self, key: str) -> bool:
        return key in self.english

    @property
    def is_whole(self) -> bool:
        """Whether every sentence stands in this language, signed off."""
        return self.language == ENGLISH or all(key in self.checked for key in self.english)
