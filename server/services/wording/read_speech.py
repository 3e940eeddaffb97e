"""The words in force for one reader: shipped, as the office edited them, and which a speaker signed off."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.notice_facts import Manner
from server.domain.wording.speech import Speech
from server.domain.wording.templates import fill, kept_apart
from server.outside import local_times
from server.storage.database import db
from server.storage.telling import word_choices
from server.storage.telling.catalogues import PARTS, TEXTS, page_catalogues, shipped

Fact = Callable[[str], str]


def read_speech(landlord_id: str, language: str, catalogues: Iterable[str] = ()) -> Speech:
    """Every sentence of these catalogues; without any, those of all tenants' pages."""
    names = tuple(catalogues) or page_catalogues()
    connection = db.session.connection()
    edited = word_choices.own_words(connection, landlord_id, {ENGLISH, language})
    english = _in_force(names, ENGLISH, edited)
    if language == ENGLISH:
        return Speech(ENGLISH, english, english, frozenset(english))
    own = _in_force(names, language, edited)
    signed = word_choices.signed_off(connection, landlord_id, language)
    checked = {key for key, words in own.items() if key in english and (key, digest(english[key], words)) in signed}
    return Speech(language, english, own, checked)


def text_template(landlord_id: str, name: str, language: str) -> tuple[str, str]:
    """The language in which a text message leaves, and its template.

    English until a speaker has found the translation right: a wrong text cannot be taken back.
    """
    known = language if language in LANGUAGES else ENGLISH
    speech = read_speech(landlord_id, known, (TEXTS, PARTS))
    sentence = speech.sentence(f"{TEXTS}.{name}")
    if sentence.own_is_english or sentence.english is not None or not _parts_are_checked(speech):
        return ENGLISH, speech.template(f"{TEXTS}.{name}", ENGLISH)
    return known, kept_apart(sentence.own, LANGUAGES[known].direction)


def fill_text(landlord_id: str, name: str, language: str, facts: Mapping[str, str | Fact]) -> tuple[str, str]:
    """The language and the words in which a text leaves; a `Fact` is said as that language says it."""
    chosen, template = text_template(landlord_id, name, language)
    said = {key: fact if isinstance(fact, str) else fact(chosen) for key, fact in facts.items()}
    return chosen, fill(name, template, said)


def unchecked_text(landlord_id: str, name: str, language: str, facts: Mapping[str, str | Fact]) -> str:
    """The same text in the reader's own language while it may not leave alone; empty where what leaves is that.

    For paper, which has room for both: whoever prints it shows the English below.
    """
    leaves_in, _ = text_template(landlord_id, name, language)
    if language == leaves_in or language not in LANGUAGES:
        return ""
    template = read_speech(landlord_id, language, (TEXTS,)).template(f"{TEXTS}.{name}", language)
    said = {key: fact if isinstance(fact, str) else fact(language) for key, fact in facts.items()}
    return fill(name, kept_apart(template, LANGUAGES[language].direction), said)


def manner_of(landlord_id: str, language: str) -> Manner:
    """How texts in this language say days and times."""
    speech = read_speech(landlord_id, language, (PARTS,))
    parts = {key.partition(".")[2]: speech.template(key, language) for key in speech.english}
    return Manner(
        short_day=lambda day: local_times.short_day(day, language),
        clock_time=lambda at: local_times.clock_time(at, language),
        parts=parts,
    )


def _parts_are_checked(speech: Speech) -> bool:
    return speech.language == ENGLISH or all(
        key in speech.checked for key in speech.english if key.startswith(f"{PARTS}.")
    )


def digest(english: str, own: str) -> str:
    """What a sign-off holds for: these words as the translation of those."""
    return sha256(f"{english}\0{own}".encode()).hexdigest()


def _in_force(names: Iterable[str], language: str, edited: dict[tuple[str, str], str]) -> dict[str, str]:
    words = {f"{name}.{entry}": text for name in names for entry, text in shipped(language, name).items()}
    edited_here = {key: text for (code, key), text in edited.items() if code == language and _is_of(key, names)}
    return words | edited_here


def _is_of(key: str, names: Iterable[str]) -> bool:
    return key.partition(".")[0] in set(names)
