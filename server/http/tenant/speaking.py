"""What a tenant's template says things with: `t("page.title")`, in the reader's language and, unchecked, in English too.

A fact that is said differently in each language (a day, a time, another sentence) is passed as a `Fact`.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from markupsafe import Markup, escape

from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.speech import Speech
from server.domain.wording.templates import WrongTemplate
from server.domain.wording.tenant_times import is_narrow, london_date
from server.outside import local_times

Fact = Callable[[str], str]
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Speaker:
    """The words of one page for one reader."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self.language = LANGUAGES[speech.language]

    def __call__(self, key: str, **facts: object) -> Markup:
        """A sentence as HTML: facts are escaped, and kept apart from text that runs from right to left."""
        sentence = self._speech.sentence(key)
        if sentence.own_is_english:
            english = self._html(key, sentence.own, ENGLISH, facts)
            return english if self.language.code == ENGLISH else _beside(english)
        own = self._html(key, sentence.own, self.language.code, facts)
        if sentence.english is None:
            return own
        return own + " " + _beside(self._html(key, sentence.english, ENGLISH, facts))

    def plain(self, key: str, **facts: object) -> str:
        """A sentence as text, for titles and attributes: both languages with a dash between, where both are due."""
        sentence = self._speech.sentence(key)
        own = self._text(key, sentence.own, ENGLISH if sentence.own_is_english else self.language.code, facts)
        if sentence.english is None:
            return own
        return f"{own} - {self._text(key, sentence.english, ENGLISH, facts)}"

    def knows(self, key: str) -> bool:
        """Whether there is such a sentence: for codes that may be older or newer than our words."""
        return self._speech.knows(key)

    @property
    def is_checked(self) -> bool:
        """Whether every sentence of the pages was signed off by a speaker."""
        return self._speech.is_whole

    def fact(self, key: str, **facts: object) -> Fact:
        """Another sentence as part of one."""
        return lambda language: self._text(key, self._speech.template(key, language), language, facts)

    def show(self, fact: Fact) -> Markup:
        """A fact that stands by itself, in the reader's language."""
        return escape(fact(self.language.code))

    def day(self, what: date | datetime) -> Fact:
        """Tuesday 24 November."""
        day = london_date(what) if isinstance(what, datetime) else what
        return lambda language: local_times.day_in_words(day, language)

    def clock(self, at: datetime) -> Fact:
        """10:06am."""
        return lambda language: local_times.clock_time(at, language)

    def slot(self, start: datetime, end: datetime | None) -> Fact:
        """Between 10am and midday."""
        key, facts = self._slot(start, end)
        return self.fact(key, **facts)

    def slot_shown(self, start: datetime, end: datetime | None) -> Markup:
        """The same, standing by itself."""
        key, facts = self._slot(start, end)
        return self(key, **facts)

    def recorded(self, earliest: datetime, latest: datetime) -> Fact:
        """At 10:06am, or between two times where the phone's clock leaves more room."""
        if is_narrow(earliest, latest):
            return self.fact("page.at_time", time=self.clock(earliest + (latest - earliest) / 2))
        if london_date(earliest) == london_date(latest):
            return self.fact("page.between_times", start=self.clock(earliest), end=self.clock(latest))
        return self.fact("page.between_times", start=self.moment(earliest), end=self.moment(latest))

    def trust(self, earliest: datetime, latest: datetime) -> Markup:
        """Where a recorded time comes from and how sure it is."""
        return self("page.trust_sure" if is_narrow(earliest, latest) else "page.trust_unsure")

    def moment(self, at: datetime) -> Fact:
        """10:06am on Tuesday 24 November."""
        return self.fact("page.moment", time=self.clock(at), day=self.day(at))

    def minutes(self, length: timedelta) -> str:
        """Whole minutes, in fives above ten: nobody's arrival is known to the minute."""
        whole = max(1, round(length.total_seconds() / 60))
        return str(whole if whole <= 10 else 5 * round(whole / 5))

    def _slot(self, start: datetime, end: datetime | None) -> tuple[str, dict[str, Fact]]:
        if end is None or end == start:
            return "page.at_time", {"time": self.clock(start)}
        last = self.clock(end) if london_date(end) == london_date(start) else self.moment(end)
        return "page.between_times", {"start": self.clock(start), "end": last}

    def _html(self, key: str, template: str, language: str, facts: dict[str, object]) -> Markup:
        apart = LANGUAGES[language].direction == "rtl"
        parts = _PLACEHOLDER.split(template)
        for place in range(1, len(parts), 2):
            said = escape(_said(key, parts[place], language, facts))
            parts[place] = f"<bdi>{said}</bdi>" if apart else said
        parts[::2] = [escape(part) for part in parts[::2]]
        return Markup("").join(Markup(part) for part in parts)

    def _text(self, key: str, template: str, language: str, facts: dict[str, object]) -> str:
        return _PLACEHOLDER.sub(lambda found: str(_said(key, found[1], language, facts)), template)


def _said(key: str, name: str, language: str, facts: dict[str, object]) -> object:
    if name not in facts:
        raise WrongTemplate(key, name)
    value = facts[name]
    return value(language) if callable(value) else value


def _beside(english: Markup) -> Markup:
    return Markup('<span class="english" lang="en" dir="ltr">{}</span>').format(english)
