"""How many parts a text message costs: GSM 03.38 where its alphabet suffices, UCS-2 where it does not."""

from dataclasses import dataclass

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Segments:
    """`encoding` is gsm-7 or ucs-2; `length` counts its units; `parts` are what the gateway charges for."""

    encoding: str
    length: int
    parts: int


def count_segments(text: str) -> Segments:
    """The cost of a text; an empty one is one part."""
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        units = [2 if sign in _GSM_TWICE else 1 for sign in text]
        return Segments("gsm-7", sum(units), _parts(units, 160, 153))
    units = [len(sign.encode("utf-16-be")) // 2 for sign in text]
    return Segments("ucs-2", sum(units), _parts(units, 70, 67))


def _parts(units: list[int], single: int, each: int) -> int:
    """A sign of two units is never cut in two, so a part may end one unit early."""
    if sum(units) <= single:
        return 1
    parts, filled = 1, 0
    for size in units:
        if filled + size > each:
            parts, filled = parts + 1, 0
        filled += size
    return parts


def signs_outside_gsm(text: str) -> frozenset[str]:
    """The signs that turn a whole text into UCS-2."""
    return frozenset(sign for sign in text if sign not in _GSM and sign not in _GSM_TWICE)
