"""The blocks that a printed report is made of, as `server/documents/house.typ` sets them."""

from collections.abc import Iterable, Sequence

Block = dict[str, object]


def heading(text: str, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def text(said: str) -> Block:
    return {"kind": "text", "text": said}


def note(said: str) -> Block:
    return {"kind": "note", "text": said}


def listed(items: Iterable[str], otherwise: str) -> Block:
    """The items, or one sentence where there are none: a reader must not wonder whether a list was cut off."""
    found = [one for one in items if one]
    return {"kind": "list", "items": found} if found else text(otherwise)


def pairs(facts: Iterable[tuple[str, str]]) -> Block:
    """Names with what is said of each; those of which nothing is said are left out."""
    return {"kind": "facts", "facts": [[name, said] for name, said in facts if said]}


def table(header: Sequence[str], rows: Sequence[Sequence[str]], otherwise: str, **how: Sequence[int]) -> Block:
    """A table with a head row, or one sentence where there are no rows.

    `numbers` are the columns set to the right, `widths` how wide each column is beside the others.
    """
    if not rows:
        return text(otherwise)
    return {"kind": "table", "header": list(header), "rows": [list(row) for row in rows], **how}
