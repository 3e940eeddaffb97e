"""Takes what a tenant tells us, from the page, a text or a call: kept for ever, with the days by which it is answered.

The landlord and the firm see it at once. A tenant who is to be answered gets a text that says by when.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.messages import CALLER_WRONG, COMPLAINT, DAMAGE, FEEDBACK, KINDS, Due, first_due
from server.domain.typed_text import kept_whole
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.damage.open_case import open_for_message
from server.services.days.days_off import days_off
from server.services.messages.queue_received import queue_received
from server.services.messages.tell_office import tell_office
from server.storage.database import transaction
from server.storage.tables.messages import TenantMessage
from server.storage.telling import messages
from server.storage.telling.answering_policy import answering_on

MOST_SIGNS = 4000
_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"


@dataclass(frozen=True)
class About:
    """Whose message it is and what it is about, as far as that is known."""

    firm_id: str = ""
    appointment_id: str | None = None
    visit_id: str | None = None
    person_id: str | None = None
    uprn: str | None = None


@dataclass(frozen=True)
class Said:
    """What was said. `once_key` is the same for the same act: a form sent twice, a text delivered twice.

    `facts` are what was chosen beside the words; feedback that went well has `went: good`.
    """

    kind: str
    text: str
    once_key: str
    channel: str = "page"
    language: str = "en"
    facts: Mapping[str, object] = field(default_factory=dict)


def take_message(landlord_id: str, about: About, said: Said, *, clock: Clock) -> TenantMessage:
    """Returns the message with its reference; what was taken before under the same key stays as it is."""
    if said.kind not in KINDS:
        raise DoorstepError("wrong_kind", f"There is no message of the kind {said.kind}.")
    now = clock.now()
    due = _due(landlord_id, said, now)
    with transaction() as connection:
        made = _row(landlord_id, about, said, due, now)
        row = messages.add(made)
        if row.message_id != made.message_id:
            return row
        if due.answer_by is not None and said.kind != CALLER_WRONG:
            queue_received(row, due.answer_by, now=now)
        tell_office(connection, row)
        if said.kind == DAMAGE:
            open_for_message(row, now=now)
    return row


def _due(landlord_id: str, said: Said, now: datetime) -> Due:
    day = london_date(now)
    praise = said.kind == FEEDBACK and said.facts.get("went") == "good"
    holidays = days_off(landlord_id, (day.year, day.year + 1), in_law=said.kind == COMPLAINT)
    return first_due(said.kind, day, answering_on(day), holidays=holidays, praise=praise)


def _row(landlord_id: str, about: About, said: Said, due: Due, now: datetime) -> TenantMessage:
    return TenantMessage(
        message_id=str(uuid7()),
        landlord_id=landlord_id,
        reference=_new_reference(),
        once_key=f"{landlord_id}:{said.kind}:{said.once_key}"[:120],
        kind=said.kind,
        channel=said.channel,
        appointment_id=about.appointment_id,
        visit_id=about.visit_id,
        firm_id=about.firm_id,
        person_id=about.person_id,
        uprn=about.uprn,
        language=said.language,
        text=_kept(said),
        facts=dict(said.facts),
        acknowledge_by_on=due.acknowledge_by,
        answer_by_on=due.answer_by,
        received_at=now,
    )


def _kept(said: Said) -> str:
    """A text is kept as it came: its sender cannot be asked to shorten it, and the gateway would bring it again."""
    return said.text if said.channel == "sms" else kept_whole(said.text, MOST_SIGNS, "The text")


def _new_reference() -> str:
    """A reference that nobody has; it says nothing about how many messages there are."""
    while True:
        reference = "M-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
        if not messages.reference_taken(reference):
            return reference
