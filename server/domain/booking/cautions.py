"""What the office should know before it reads slots out: the register, wishes, too small a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.booking.finding import LEAST_OFFERED, Offer, Wish
from server.domain.wording.tenant_times import day_in_words

PHONE, OFFICE = "phone", "office"


@dataclass(frozen=True)
class Caution:
    """One sentence, and the code of its kind."""

    code: str
    said: str


def cautions_of(
    offers: Sequence[Offer],
    wish: Wish,
    *,
    flags: Sequence[tuple[str, str]],
    instead: str,
    ignored_sex: bool,
    looked_to: date,
) -> list[Caution]:
    """In order of weight. `flags` are (kind, what to do); `instead` is phone or office where a visit is second best."""
    found = [Caution("flag", f"Lone Working Register: {what}") for _, what in flags]
    found += _about_visiting(instead)
    if ignored_sex:
        who = "a woman" if wish.sex == "f" else "a man"
        found.append(
            Caution("sex_not_met", f"The tenant would rather have {who}. Nobody is free: ask before you book.")
        )
    if wish.operative_id and offers and not any(offer.is_preferred for offer in offers):
        found.append(
            Caution("preferred_not_free", "The operative they asked for is not free then. It is a wish, not a promise.")
        )
    if len(offers) < LEAST_OFFERED:
        found.append(Caution("few", _few(len(offers), looked_to)))
    if any(not offer.way_known for offer in offers):
        said = "A postcode is missing or not known: the way is taken as half an hour."
        found.append(Caution("way_not_known", said))
    return found


def _about_visiting(instead: str) -> list[Caution]:
    if instead == PHONE:
        return [Caution("phone_would_do", "This customer would rather be rung. Visit only if a call will not do.")]
    if instead == OFFICE:
        return [Caution("prefers_office", "This customer would rather come to the office. Offer that first.")]
    return []


def _few(count: int, looked_to: date) -> str:
    known = {0: "No time is", 1: "Only one time is", 2: "Only two times are"}[count]
    return f"{known} free up to {day_in_words(looked_to)}. Look further ahead, or for other slots or people."
