"""The office's view of our words: how far each language is checked, a catalogue, and one sentence with its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.segments import Segments, count_segments
from server.domain.wording.languages import ENGLISH, LANGUAGES, Language
from server.services.wording.read_speech import read_speech
from server.services.wording.try_text import try_text
from server.storage.tables.wording import WordingSignOff, WordingVersion
from server.storage.telling import word_choices
from server.storage.telling.catalogues import ANSWERS, LETTERS, PARTS, TEXTS, page_catalogues
from server.storage.telling.word_choices import Which


@dataclass(frozen=True)
class Progress:
    """How many of a catalogue's sentences a speaker has signed off; English needs none."""

    language: Language
    catalogue: str
    signed: int
    total: int


@dataclass(frozen=True)
class Entry:
    """One sentence: the English, its words in this language, and whether they may stand alone."""

    name: str
    english: str
    own: str
    is_signed: bool
    cost: Segments | None


@dataclass(frozen=True)
class EntryPage:
    """One sentence with every version that the office wrote and every sign-off, newest first."""

    which: Which
    entry: Entry
    versions: Sequence[WordingVersion]
    sign_offs: Sequence[WordingSignOff]


def edited_catalogues() -> tuple[str, ...]:
    """The catalogues that the office may edit."""
    return (TEXTS, PARTS, LETTERS, ANSWERS, *page_catalogues())


def read_progress(landlord_id: str) -> list[Progress]:
    """Each language and catalogue."""
    found = []
    for language in LANGUAGES.values():
        for catalogue in edited_catalogues():
            entries = read_entries(landlord_id, language.code, catalogue)
            signed = sum(entry.is_signed for entry in entries)
            found.append(Progress(language, catalogue, signed, len(entries)))
    return found


def read_entries(landlord_id: str, language: str, catalogue: str) -> list[Entry]:
    """Every sentence of a catalogue, as it stands; empty where there is no such language or catalogue."""
    if language not in LANGUAGES or catalogue not in edited_catalogues():
        return []
    speech = read_speech(landlord_id, language, (catalogue,))
    entries = []
    for key, english in speech.english.items():
        own = speech.own.get(key, "")
        signed = language == ENGLISH or key in speech.checked
        cost = count_segments(try_text(own, language)) if catalogue == TEXTS and own else None
        entries.append(Entry(key.partition(".")[2], english, own, signed, cost))
    return entries


def read_entry(which: Which) -> EntryPage | None:
    """One sentence; None where there is none of this name."""
    entries = read_entries(which.landlord_id, which.language, which.catalogue)
    entry = next((one for one in entries if one.name == which.name), None)
    if entry is None:
        return None
    return EntryPage(which, entry, word_choices.versions_of(which), word_choices.sign_offs_of(which))
