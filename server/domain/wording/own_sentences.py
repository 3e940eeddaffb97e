"""An explanation as one adult of a home may read it: what another adult lost is not told to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def own_sentences(
    sentences: Iterable[str], names: Mapping[str, str], reader: str | None, *, of_home: bool = True
) -> Iterator[str]:
    """The sentences that are not about another person's days, with the reader's name where the rule has an id.

    `names` are the home's people by id. Without `of_home` the sums of the whole home are left out too.
    """
    others = [f"({person})" for person in names if person != reader]
    for sentence in sentences:
        if any(other in sentence for other in others) or not (of_home or _is_own(sentence, reader)):
            continue
        name = names.get(reader or "")
        yield sentence.replace(f"({reader})", f"({name})") if name else sentence


def named_sentences(sentences: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    """Every sentence, with names where the rule has ids: for who may read of everybody of the home."""
    for sentence in sentences:
        named = sentence
        for person, name in names.items():
            named = named.replace(f"({person})", f"({name})")
        yield named


def _is_own(sentence: str, reader: str | None) -> bool:
    return "£" not in sentence or f"({reader})" in sentence
