"""What a tenant's template says things with: `t("page.title")`, in their language and, unchecked, in English too."""

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup, escape

from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.tenant_times import is_narrow
from server.services.wording.voice import PLACEHOLDER, Fact, Voice, said


class Speaker(Voice):
    """The words of one page for one reader, as HTML."""

    def __call__(self, key: str, **facts: object) -> Markup:
        """A sentence: facts are escaped, and kept apart from text that runs from right to left."""
        sentence = self._speech.sentence(key)
        if sentence.own_is_english:
            english = _html(key, sentence.own, ENGLISH, facts)
            return english if self.language.code == ENGLISH else _beside(english)
        own = _html(key, sentence.own, self.language.code, facts)
        if sentence.english is None:
            return own
        return own + " " + _beside(_html(key, sentence.english, ENGLISH, facts))

    def show(self, fact: Fact) -> Markup:
        """A fact that stands by itself, in the reader's language."""
        return escape(fact(self.language.code))

    def slot_shown(self, start: datetime, end: datetime | None) -> Markup:
        """A slot that stands by itself."""
        key, facts = self.slot_words(start, end)
        return self(key, **facts)

    def trust(self, earliest: datetime, latest: datetime) -> Markup:
        """Where a recorded time comes from and how sure it is."""
        return self("page.trust_sure" if is_narrow(earliest, latest) else "page.trust_unsure")


def _html(key: str, template: str, language: str, facts: Mapping[str, object]) -> Markup:
    apart = LANGUAGES[language].direction == "rtl"
    parts = PLACEHOLDER.split(template)
    made = Markup("")
    for place, part in enumerate(parts):
        if place % 2 == 0:
            made += escape(part)
        else:
            fact = escape(said(key, part, language, facts))
            made += Markup("<bdi>{}</bdi>").format(fact) if apart else fact
    return made


def _beside(english: Markup) -> Markup:
    return Markup('<span class="english" lang="en" dir="ltr">{}</span>').format(english)
