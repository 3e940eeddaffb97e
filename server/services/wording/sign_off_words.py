"""Records that a speaker of a language found sentences right: who, when, and for which very words."""

from collections.abc import Iterable

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.wording.languages import ENGLISH
from server.outside.clock import Clock
from server.services.wording.read_speech import digest, read_speech
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.wording import WordingSignOff
from server.storage.telling.word_choices import Which


def sign_off_words(sentences: Iterable[Which], *, speaker: str, by: str, clock: Clock) -> int:
    """Sign off the words in force now; returns how many. `speaker` is who read them, `by` who entered it."""
    if not speaker.strip():
        raise DoorstepError("no_speaker", "Give the name of the person who speaks the language and read the words.")
    now, signed = clock.now(), 0
    with transaction():
        for which in sentences:
            words_sha256 = _digest_in_force(which)
            db.session.add(
                WordingSignOff(
                    sign_off_id=str(uuid7()),
                    landlord_id=which.landlord_id,
                    language=which.language,
                    catalogue=which.catalogue,
                    name=which.name,
                    words_sha256=words_sha256,
                    speaker=speaker.strip(),
                    by=by,
                    at=now,
                )
            )
            subject = audit.Subject("wording", f"{which.language}.{which.key}")
            after = {"speaker": speaker.strip()}
            audit.record(which.landlord_id, subject, "words_signed_off", by=by, at=now, after=after)
            signed += 1
    return signed


def _digest_in_force(which: Which) -> str:
    speech = read_speech(which.landlord_id, which.language, (which.catalogue,))
    if which.language == ENGLISH or which.key not in speech.own:
        raise DoorstepError("not_found", f"There is no translation {which.key} in {which.language}.")
    return digest(speech.english[which.key], speech.own[which.key])
