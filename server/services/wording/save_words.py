"""Saves the office's own version of a sentence: checked, appended, audited; empty words go back to those shipped."""

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.templates import WrongTemplate, placeholders
from server.outside.clock import Clock
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.wording import WordingVersion
from server.storage.telling.catalogues import shipped
from server.storage.telling.word_choices import Which


class NoSuchSentence(DoorstepError):
    """No catalogue has a sentence of this name."""

    def __init__(self, which: Which) -> None:
        super().__init__("not_found", f"There is no sentence {which.key} in {which.language}.")


def save_words(which: Which, words: str, *, by: str, clock: Clock, reason: str = "") -> None:
    """Append the version. Raises NoSuchSentence, or WrongTemplate for a fact in braces that is not known there."""
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
    """Raises NoSuchSentence or WrongTemplate."""
    english = shipped(ENGLISH, which.catalogue) if which.language in LANGUAGES else {}
    if which.name not in english:
        raise NoSuchSentence(which)
    unknown = placeholders(words) - placeholders(english[which.name])
    if unknown:
        raise WrongTemplate(which.key, min(unknown))
