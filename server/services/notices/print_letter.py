"""Makes the PDF of a letter, with a link of its own and its QR code; the link stands on the paper only."""

import io
import json
from typing import Any

import segno

from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.outside.documents import LARGE_POINTS, make_pdf
from server.services.notices.tell_by_hand import find_letter
from server.services.notices.write_notice_letter import letter_voice
from server.services.tenants.make_tenant_link import address, make_tenant_link
from server.storage.database import transaction
from server.storage.people import audit, contact_choices
from server.storage.telling import letters
from server.storage.telling.letters import LetterRow

_QR = "page.svg"


def print_letter(viewer: Viewer, letter_id: str, *, public_url: str, clock: Clock) -> bytes:
    """The PDF (12 point or more, tagged; large where its reader asked). Printing again makes it with a new link."""
    now = clock.now()
    with transaction() as connection:
        letter = find_letter(viewer, letter_id)
        letters.note_printed(connection, letter, by=viewer.user_id, at=now)
        subject = audit.Subject("letter", letter.letter_id)
        audit.record(viewer.landlord_id, subject, "letter_printed", by=viewer.user_id, at=now)
        link = _link(letter, public_url, clock)
    facts: dict[str, Any] = json.loads(json.dumps(letter.facts).replace("{link}", link or "{link}"))
    if contact_choices.reads_large_print(letter.landlord_id, letter.person_id):
        facts["size"] = LARGE_POINTS
    pictures = {}
    if link:
        pictures[_QR] = _qr(link)
        alt = letter_voice(letter.landlord_id, letter.language).plain("letters.qr")
        facts["picture"] = {"name": _QR, "alt": alt}
    return make_pdf(letter.document, facts, language=letter.language, pictures=pictures)


def _link(letter: LetterRow, public_url: str, clock: Clock) -> str:
    if letter.appointment_id is None or "{link}" not in json.dumps(letter.facts):
        return ""
    where = (letter.landlord_id, letter.appointment_id)
    return address(public_url, make_tenant_link(*where, clock=clock, reader_id=letter.person_id))


def _qr(link: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", scale=4, border=2)
    return drawn.getvalue()
