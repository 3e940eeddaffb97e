"""The words in force for one reader: shipped, as the office edited them, and which a speaker signed off."""

from collections.abc import Iterable
from hashlib import sha256

from server.domain.wording.languages import ENGLISH
from server.domain.wording.speech import Speech
from server.storage.database import db
from server.storage.telling import word_choices
from server.storage.telling.catalogues import TEXTS, page_catalogues, shipped


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
    sentence = read_speech(landlord_id, language, (TEXTS,)).sentence(f"{TEXTS}.{name}")
    if sentence.english is not None:
        return ENGLISH, sentence.english
    return (ENGLISH if sentence.own_is_english else language), sentence.own


def digest(english: str, own: str) -> str:
    """What a sign-off holds for: these words as the translation of those."""
    return sha256(f"{english}\0{own}".encode()).hexdigest()


def _in_force(names: Iterable[str], language: str, edited: dict[tuple[str, str], str]) -> dict[str, str]:
    words = {f"{name}.{entry}": text for name in names for entry, text in shipped(language, name).items()}
    edited_here = {key: text for (code, key), text in edited.items() if code == language and _is_of(key, names)}
    return words | edited_here


def _is_of(key: str, names: Iterable[str]) -> bool:
    return key.partition(".")[0] in set(names)
