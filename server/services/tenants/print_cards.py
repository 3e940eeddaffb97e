"""Blank paper cards for operatives' books: numbered, each with its own link, as one PDF of A7 pages.

A card's link opens nothing until a visit's record names the card's number (`tie_cards`); then it is that visit's page.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from server.domain.errors import DoorstepError
from server.domain.wording.languages import ENGLISH
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.services.tenants.make_card import qr_code
from server.services.tenants.make_tenant_link import address, hash_of, new_token
from server.services.tenants.open_tenant_page import CARD, read_contact
from server.services.wording.read_speech import read_speech
from server.services.wording.voice import Voice
from server.storage.database import transaction
from server.storage.people import audit, calling_cards, tenant_links
from server.storage.people.tenant_links import LinkRow

MOST = 1000
KEEP = timedelta(days=3 * 365)
_TOGETHER = "\N{NO-BREAK SPACE}"
_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"


def print_cards(landlord_id: str, count: int, *, public_url: str, by: str, clock: Clock) -> bytes:
    """The PDF of so many new cards; their numbers are written down before anybody can hand one out."""
    if not 1 <= count <= MOST:
        raise DoorstepError("wrong_count", f"Print between 1 and {MOST} cards at once, not {count}.")
    contact = read_contact(landlord_id)
    if not contact["name"]:
        raise DoorstepError("no_landlord", "There is no landlord yet. Import its data first, or run `doorstep demo`.")
    numbers = _numbers(landlord_id, count)
    tokens = {number: new_token() for number in numbers}
    _write_down(landlord_id, tokens, by=by, clock=clock)
    pictures = {f"{number}.svg": qr_code(address(public_url, token)) for number, token in tokens.items()}
    facts = {
        "title": f"{count} calling cards",
        "sender": contact["name"],
        "words": _words(landlord_id, contact),
        "cards": [{"number": number, "picture": f"{number}.svg"} for number in numbers],
    }
    return make_pdf("cards", facts, pictures=pictures)


def _words(landlord_id: str, contact: Mapping[str, str]) -> dict[str, object]:
    voice = Voice(read_speech(landlord_id, ENGLISH, ("card",)))
    at_night = contact["at_night"].replace(" ", _TOGETHER)
    blanks = [voice.plain(f"card.{name}") for name in ("blank_day", "blank_time", "blank_name", "blank_company", "why")]
    return {
        "title": voice.plain("card.title"),
        "blanks": blanks,
        "ring": voice.plain("card.ring_or_scan", phone=contact["phone"].replace(" ", _TOGETHER)),
        "at_night": voice.plain("card.at_night", phone=at_night) if at_night else "",
        "scan": voice.plain("card.contact_scan"),
    }


def _numbers(landlord_id: str, count: int) -> list[str]:
    """Numbers that nobody has, short enough to type at a door: they say nothing about how many there are."""
    found: dict[str, None] = {}
    while len(found) < count:
        number = "P" + "".join(secrets.choice(_ALPHABET) for _ in range(5))
        if not calling_cards.exists(landlord_id, number):
            found[number] = None
    return list(found)


def _write_down(landlord_id: str, tokens: dict[str, str], *, by: str, clock: Clock) -> None:
    now = clock.now()
    with transaction() as connection:
        calling_cards.add(landlord_id, list(tokens), by=by, at=now)
        for number, token in tokens.items():
            link = LinkRow(hash_of(token), landlord_id, CARD, number, None, "", now, now + KEEP)
            tenant_links.add(connection, link)
        subject = audit.Subject("calling_cards", f"{len(tokens)} cards")
        audit.record(landlord_id, subject, "cards_printed", by=by, at=now, after={"count": len(tokens)})
