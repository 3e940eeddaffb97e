"""A notice held for a person and its letter, for the worlds that pages are walked in."""

from server.storage.database import transaction
from server.storage.telling import letters, notices
from server.storage.telling.letters import LetterRow
from tests.factories import LANDLORD, NOW
from tests.http.console.damaged import a_damage_case
from tests.http.console.told import a_message, a_message_photo
from tests.outbox import a_notice


def a_call(
    firm_id: str = "firm-a", appointment_id: str = "A-1", person_id: str = "person-1", text: str = "Ring."
) -> str:
    row = a_notice(
        "", NOW, firm_id=firm_id, appointment_id=appointment_id, person_id=person_id, state="held", channel="phone",
        text=f"Havebury: {text}", failure="There is no mobile number for this tenant. Ring them.",
    )  # fmt: skip
    with transaction() as connection:
        notices.put(connection, row)
    return row.notice_id


def a_letter(firm_id: str = "firm-a", person_id: str = "person-1") -> str:
    letter_id = f"letter-{firm_id}"
    facts: dict[str, object] = {"title": "x", "sender": {}, "recipient": [], "particulars": [], "blocks": []}
    with transaction() as connection:
        letters.put(
            connection,
            LetterRow(
                letter_id, LANDLORD, f"{LANDLORD}:missed:{firm_id}", "missed", "letter", facts, NOW,
                person_id=person_id, firm_id=firm_id,
            ),
        )  # fmt: skip
    return letter_id


def arguments() -> dict[str, list[str]]:
    """What the routes of firm-a's messages, calls, letters and damage are given."""
    damage_id, message_id = a_damage_case("A-1"), a_message()
    return {
        "message_id": [message_id],
        "message_photo_id": [a_message_photo(message_id)],
        "notice_id": [a_call()],
        "letter_id": [a_letter()],
        "damage_id": [damage_id],
    }
