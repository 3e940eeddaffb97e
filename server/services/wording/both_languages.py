"""The blocks of a letter in the reader's language, and in English where that is still due (decision 0210)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.domain.wording.languages import ENGLISH
from server.services.wording.voice import Voice

Block = dict[str, object]


@dataclass(frozen=True)
class Part:
    """A part of a letter that stands whole in one language: the sentences it is made of, and how it is built."""

    keys: Sequence[str]
    build: Callable[[str], Sequence[Block]]


def both(kind: str, voice: Voice, key: str, **facts: object) -> list[Block]:
    """One sentence as one block, or as two."""
    own, english = voice.both(key, **facts)
    return [{"kind": kind, "text": own, "language": voice.language.code}, *unless_none(kind, english)]


def unless_none(kind: str, english: str | None) -> list[Block]:
    return [] if english is None else [{"kind": kind, "text": english, "language": ENGLISH}]


def parts_in_order(voice: Voice, parts: Sequence[Part | Block]) -> list[Block]:
    """The parts one after the other, each followed by the same in English until all its sentences are checked.

    A block among them stands as it is, in whatever language it was typed.
    """
    blocks: list[Block] = []
    is_doubled = False
    for part in parts:
        if isinstance(part, Part):
            due = _languages_due(voice, part)
            is_doubled = is_doubled or len(due) > 1
            blocks += [{**block, "language": language} for language in due for block in part.build(language)]
        else:
            blocks.append(part)
    return [*warning(voice), *blocks] if is_doubled else blocks


def warning(voice: Voice) -> list[Block]:
    """What stands above a letter with words that nobody checked: that the English counts."""
    return both("note", voice, "page.unchecked")


def _languages_due(voice: Voice, part: Part) -> tuple[str, ...]:
    own = voice.language.code
    needs_english = any(voice.is_due_in_english(key) for key in part.keys)
    return (own, ENGLISH) if needs_english else (own,)
