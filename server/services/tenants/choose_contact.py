"""How a tenant wants to be told: read as it stands, chosen anew; another format is a task for the office."""

from dataclasses import dataclass, replace

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.messages import FORMAT
from server.domain.wording.languages import LANGUAGES
from server.outside.clock import Clock
from server.services.messages.take_message import About, Said, take_message
from server.services.phones.tell_phones import tell_coming_operatives
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.database import transaction
from server.storage.people import audit, contact_choices
from server.storage.tables.messages import ContactChoice, TenantMessage

CHANNELS = ("sms", "push", "email", "letter", "phone")
FORMATS = ("standard", "large_print", "braille", "audio", "easy_read")


@dataclass(frozen=True)
class Contact:
    """One of our languages, a format and a channel; texts to a shared phone say only that there is news."""

    language: str
    format: str
    channel: str
    shared_phone: bool = False
    code_by_text: bool = False


class NobodyNamed(DoorstepError):
    """The appointment names no person whose choice could be kept."""

    def __init__(self) -> None:
        super().__init__("nobody_named", "We do not know yet who lives here. Ring us, and we write it down for you.")


def read_contact_choice(opened: OpenLink) -> Contact:
    """What was chosen last, else what the register says. Raises NobodyNamed."""
    link = opened.link
    person = contact_choices.person(link.landlord_id, link.person_id) if link.person_id is not None else None
    if person is None:
        raise NobodyNamed
    chosen = contact_choices.newest(link.landlord_id, person.person_id)
    if chosen is not None:
        return Contact(chosen.language, chosen.format, chosen.channel, chosen.shared_phone, chosen.code_by_text)
    return Contact(
        language=person.language if person.language in LANGUAGES else "en",
        format=person.format if person.format in FORMATS else "standard",
        channel=person.preferred_channel if person.preferred_channel in CHANNELS else "sms",
    )


def open_channels(opened: OpenLink, chosen: Contact) -> tuple[str, ...]:
    """The ways to choose from: email only where we have an address, or it was chosen before."""
    link = opened.link
    person = contact_choices.person(link.landlord_id, link.person_id) if link.person_id is not None else None
    has_email = person is not None and bool(person.email)
    return tuple(one for one in CHANNELS if one != "email" or has_email or chosen.channel == "email")


def choose_contact(opened: OpenLink, wanted: Contact, *, clock: Clock) -> TenantMessage | None:
    """Append the choice; returns the office's task where another format was asked for, else None."""
    if wanted.language not in LANGUAGES or wanted.format not in FORMATS or wanted.channel not in CHANNELS:
        raise DoorstepError("wrong_choice", "Choose one of the answers.")
    before, link = read_contact_choice(opened), opened.link
    now, person_id = clock.now(), str(link.person_id)
    with transaction():
        contact_choices.add(
            ContactChoice(
                choice_id=str(uuid7()), landlord_id=link.landlord_id, person_id=person_id, by="tenant", at=now,
                language=wanted.language, format=wanted.format, channel=wanted.channel,
                shared_phone=wanted.shared_phone, code_by_text=wanted.code_by_text and not wanted.shared_phone,
            )
        )  # fmt: skip
        subject = audit.Subject("person", person_id)
        audit.record(
            link.landlord_id, subject, "contact_chosen", by="tenant", at=now,
            before=before.__dict__, after=wanted.__dict__,
        )  # fmt: skip
        is_new = wanted.format != "standard" and replace(wanted, format=before.format) != wanted
        task = _ask_for_format(opened, wanted, clock) if is_new else None
        if wanted.channel != before.channel:
            tell_coming_operatives(link.landlord_id, [person_id], at=now)
    return task


def _ask_for_format(opened: OpenLink, wanted: Contact, clock: Clock) -> TenantMessage:
    link, appointment = opened.link, opened.appointment
    about = About(appointment.firm_id, appointment.appointment_id, None, link.person_id, link.uprn)
    key = f"{link.person_id}:{clock.now().isoformat()}"
    said = Said(FORMAT, wanted.format.replace("_", " "), key, language=wanted.language, facts={"format": wanted.format})
    return take_message(link.landlord_id, about, said, clock=clock)
