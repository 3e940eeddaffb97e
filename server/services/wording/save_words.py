"""Saves the office's own version of a sentence: checked, appended, audited; empty words go back to those shipped."""

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.templates import WrongTemplate, placeholders
from server.domain.wording.text_rules import check_text
from server.outside.clock import Clock
from server.services.wording.try_text import try_text
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.wording import WordingVersion
from server.storage.telling.catalogues import TEXTS, shipped
from server.storage.telling.word_choices import Which
from server.storage.telling.wording import PUSHES, TEXT_FACTS


class NoSuchSentence(DoorstepError):
    """No catalogue has a sentence of this name."""

    def __init__(self, which: Which) -> None:
        super().__init__("not_found", f"There is no sentence {which.key} in {which.language}.")


def save_words(which: Which, words: str, *, by: str, clock: Clock, reason: str = "") -> None:
    """Append the version. Raises as `check_words` does; nothing is saved then."""
    check_words(which, words)
    now, typed = clock.now(), " ".join(words.split())
    version = WordingVersion(
        version_id=str(uuid7()),
        landlord_id=which.landlord_id,
        language=which.language,
        catalogue=which.catalogue,
        name=which.name,
        words=typed,
        reason=reason,
        by=by,
        at=now,
    )
    with transaction():
        db.session.add(version)
        subject = audit.Subject("wording", f"{which.language}.{which.key}")
        audit.record(which.landlord_id, subject, "words_changed", by=by, at=now, after={"words": typed})


def check_words(which: Which, words: str) -> None:
    """Raises NoSuchSentence, WrongTemplate, or `text_too_long` and its like for a text message."""
    english = shipped(ENGLISH, which.catalogue) if which.language in LANGUAGES else {}
    if which.name not in english:
        raise NoSuchSentence(which)
    allowed = TEXT_FACTS[which.name] if which.catalogue == TEXTS else placeholders(english[which.name])
    unknown = placeholders(words) - allowed
    if unknown:
        raise WrongTemplate(which.key, min(unknown))
    if which.catalogue == TEXTS and words.strip() and which.name not in PUSHES:
        check_text(which.language, words, try_text(words, which.language))
