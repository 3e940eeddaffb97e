"""What the events at the door say: the identity card before entering (HS004A 8), the card at no access (HS004A 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.domain.standards.counted import MET, NOT_MET, UNCERTAIN
from server.domain.standards.promises import Promised, Row

Verdict = tuple[str, str]


def identity(promised: Promised) -> Verdict | None:
    """None where nobody went in. The events stand in the order in which the phones recorded them."""
    events: Sequence[Any] = promised.row.get("events", [])
    entered = next((at for at, one in enumerate(events) if one["type"] == "access_given" and _is_there(one)), None)
    if entered is None:
        return None
    before = [one for one in events[:entered] if _is_there(one)]
    by_same = [one["type"] for one in before if one["operative"] == events[entered]["operative"]]
    if "id_shown" in by_same:
        is_weak = any(one.get("weak") for one in before if one["type"] == "id_shown")
        return (UNCERTAIN, "weak_record") if is_weak else (MET, "shown_before")
    if any(one["type"] == "id_missing" for one in before):
        return NOT_MET, "no_card_with_them"
    if any(one["type"] == "id_shown" for one in before):
        return UNCERTAIN, "shown_by_another"
    if any(one["type"] == "id_shown" for one in events[entered:]):
        return NOT_MET, "shown_after"
    return UNCERTAIN, "other_system" if promised.beside.imported else "no_record_of_card"


def card(promised: Promised) -> Verdict | None:
    """None where there was access after all, or nobody recorded that there was none."""
    events: Sequence[Any] = [one for one in promised.row.get("events", []) if _is_there(one)]
    without = [one for one in events if one["type"] == "no_access"]
    if not without or any(one["type"] == "access_given" for one in events):
        return None
    codes = {code for occasion in promised.occasions for code in occasion.codes}
    if "no_card_disputed" in codes:
        return UNCERTAIN, "no_card_disputed"
    if any(one.get("card_left") for one in without):
        return MET, "card_left"
    return (UNCERTAIN, "other_system") if promised.beside.card_unknown else (NOT_MET, "no_card_left")


def _is_there(event: Row) -> bool:
    return event.get("at_property", True) is not False
