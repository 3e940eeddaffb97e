"""The card that says that we called, as a PDF: in the tenant's language and in English, with a code to their page."""

import io

import segno

from server.domain.tenant_page import Card, Promise
from server.domain.wording.languages import ENGLISH
from server.outside.clock import Clock
from server.outside.documents import LARGE_POINTS, make_pdf
from server.services.tenants.open_tenant_page import OpenLink, read_promise
from server.services.tenants.read_tenant_story import read_tenant_story
from server.services.wording.voice import Fact, Voice
from server.storage.people import contact_choices

_QR = "qr.svg"


def make_card(opened: OpenLink, voice: Voice, *, address: str, clock: Clock) -> bytes | None:
    """The PDF; None where nobody recorded a card. `address` is the page that the code opens."""
    story = read_tenant_story(opened, clock=clock)
    if story.card is None:
        return None
    promise = read_promise(opened)
    language = voice.language.code
    languages = [language] if language == ENGLISH else [language, ENGLISH]
    blocks = [block for code in languages for block in _in_one_language(voice, code, story.card, promise)]
    if language != ENGLISH:
        title: dict[str, object] = {"kind": "heading", "text": voice.fact("card.title")(ENGLISH), "language": ENGLISH}
        blocks.insert(len(blocks) // 2, title)
    is_large = contact_choices.reads_large_print(opened.link.landlord_id, opened.link.person_id)
    alt = voice.fact("card.contact_scan")(language)
    facts = {
        "title": voice.fact("card.title")(language),
        "sender": promise.landlord_name,
        "blocks": blocks,
        "picture": {"name": _QR, "alt": alt},
        **({"size": LARGE_POINTS} if is_large else {}),
    }
    return make_pdf("card", facts, language=language, pictures={_QR: qr_code(address)})


def qr_code(address: str) -> bytes:
    """The code as SVG, with the quiet edge that cameras need."""
    made = io.BytesIO()
    segno.make(address, error="m").save(made, kind="svg", border=4)
    return made.getvalue()


def _in_one_language(voice: Voice, language: str, card: Card, promise: Promise) -> list[dict[str, object]]:
    rows = [(title(language), said(language)) for title, said in _rows(voice, card, promise)]
    number = voice.fact("card.number", number=card.card_number)(language) if card.card_number else ""
    parts: list[dict[str, object]] = [{"kind": "facts", "facts": rows, "language": language}]
    parts += [{"kind": "text", "text": voice.fact("card.contact_scan")(language), "language": language}]
    if number:
        parts.insert(0, {"kind": "important", "text": number, "language": language})
    if promise.out_of_hours_phone:
        night = voice.fact("card.at_night", phone=promise.out_of_hours_phone)(language)
        parts.append({"kind": "text", "text": night, "language": language})
    return parts


def _rows(voice: Voice, card: Card, promise: Promise) -> list[tuple[Fact, Fact]]:
    called = voice.fact(
        "card.called_at",
        day=voice.day(card.called.latest),
        time=voice.recorded(card.called.earliest, card.called.latest),
    )
    who = ", ".join(part for part in (card.who, promise.firm_name) if part)
    contact = voice.fact("card.contact_ring", phone=promise.firm_phone or promise.landlord_phone)
    rows = [(voice.fact("card.called"), called), (voice.fact("card.who"), lambda _: who)]
    if voice.knows(f"card.reason_{card.reason}"):
        rows.append((voice.fact("card.why"), voice.fact(f"card.reason_{card.reason}")))
    return [*rows, (voice.fact("card.contact"), contact)]
