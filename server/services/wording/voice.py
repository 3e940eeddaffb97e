"""Sentences of one reader as plain text, in their language or in English; each language says days and times its way.

A fact that is said differently in each language (a day, a time, another sentence) is passed as a `Fact`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.speech import Speech
from server.domain.wording.templates import WrongTemplate, kept_apart
from server.domain.wording.tenant_times import is_narrow, london_date
from server.outside import local_times

Fact = Callable[[str], str]
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Voice:
    """What a page or a paper says to one reader."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self.language = LANGUAGES[speech.language]

    def both(self, key: str, **facts: object) -> tuple[str, str | None]:
        """A sentence in the reader's language, and in English where that is still due beside it."""
        sentence = self._speech.sentence(key)
        own = self._text(key, sentence.own, ENGLISH if sentence.own_is_english else self.language.code, facts)
        if sentence.english is None:
            return own, None
        return own, self._text(key, sentence.english, ENGLISH, facts)

    def plain(self, key: str, **facts: object) -> str:
        """A sentence for titles and attributes: both languages with a dash between, where both are due."""
        own, english = self.both(key, **facts)
        return own if english is None else f"{own} - {english}"

    def knows(self, key: str) -> bool:
        """Whether there is such a sentence: for codes that may be older or newer than our words."""
        return self._speech.knows(key)

    def is_due_in_english(self, key: str) -> bool:
        """Whether English must stand beside this sentence: no speaker has found its translation right."""
        return self._speech.sentence(key).english is not None

    @property
    def is_checked(self) -> bool:
        """Whether every sentence was signed off by a speaker."""
        return self._speech.is_whole

    def fact(self, key: str, **facts: object) -> Fact:
        """Another sentence as part of one."""
        return lambda language: self._text(key, self._speech.template(key, language), language, facts)

    def day(self, what: date | datetime) -> Fact:
        """Tuesday 24 November."""
        day = london_date(what) if isinstance(what, datetime) else what
        return lambda language: local_times.day_in_words(day, language)

    def clock(self, at: datetime) -> Fact:
        """10:06am."""
        return lambda language: local_times.clock_time(at, language)

    def slot(self, start: datetime, end: datetime | None) -> Fact:
        """Between 10am and midday."""
        key, facts = self.slot_words(start, end)
        return self.fact(key, **facts)

    def recorded(self, earliest: datetime, latest: datetime) -> Fact:
        """At 10:06am, or between two times where the phone's clock leaves more room."""
        if is_narrow(earliest, latest):
            return self.fact("page.at_time", time=self.clock(earliest + (latest - earliest) / 2))
        if london_date(earliest) == london_date(latest):
            return self.fact("page.between_times", start=self.clock(earliest), end=self.clock(latest))
        return self.fact("page.between_times", start=self.moment(earliest), end=self.moment(latest))

    def moment(self, at: datetime) -> Fact:
        """10:06am on Tuesday 24 November."""
        return self.fact("page.moment", time=self.clock(at), day=self.day(at))

    def minutes(self, length: timedelta) -> str:
        """Whole minutes, in fives above ten: nobody's arrival is known to the minute."""
        whole = max(1, round(length.total_seconds() / 60))
        return str(whole if whole <= 10 else 5 * round(whole / 5))

    def slot_words(self, start: datetime, end: datetime | None) -> tuple[str, dict[str, Fact]]:
        """The sentence of a slot and its facts."""
        if end is None or end == start:
            return "page.at_time", {"time": self.clock(start)}
        last = self.clock(end) if london_date(end) == london_date(start) else self.moment(end)
        return "page.between_times", {"start": self.clock(start), "end": last}

    def _text(self, key: str, template: str, language: str, facts: Mapping[str, object]) -> str:
        apart = kept_apart(template, LANGUAGES[language].direction)
        return PLACEHOLDER.sub(lambda found: str(said(key, found[1], language, facts)), apart)


def said(key: str, name: str, language: str, facts: Mapping[str, object]) -> object:
    """One fact as a language says it; raises WrongTemplate where it was not given."""
    if name not in facts:
        raise WrongTemplate(key, name)
    value = facts[name]
    return value(language) if callable(value) else value
