"""What stands behind a tenant's link: the promise for whoever has the link, the rest for whoever knows the postcode."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.tenant_page import Promise, same_postcode
from server.outside.clock import Clock
from server.outside.phone_numbers import as_dialled
from server.services.tenants.make_tenant_link import AFTER_VISIT, hash_of
from server.storage.database import db, transaction
from server.storage.pages import tenant_page
from server.storage.people import calling_cards, tenant_links
from server.storage.people.tenant_links import LinkRow
from server.storage.tables.register import Appointment

LOCK_AFTER = 5
APPOINTMENT, CARD = "appointment", "card"
LOCKED_FOR = timedelta(minutes=15)


class LinkUnknown(DoorstepError):
    """No link has this token."""

    def __init__(self) -> None:
        super().__init__("not_found", "This link does not open anything. Check it, or ring us.")


class LinkOver(DoorstepError):
    """The link was good once."""

    def __init__(self) -> None:
        super().__init__("link_over", "This link has ended. Ring us and we will help you.")


class CardUnknown(DoorstepError):
    """A paper card whose visit has not reached us."""

    def __init__(self) -> None:
        said = "We have not yet received the visit of this card. Try again later, or ring us."
        super().__init__("card_unknown", said)


class WrongPostcode(DoorstepError):
    """Not the home's postcode."""

    def __init__(self) -> None:
        super().__init__("wrong_postcode", "That is not the postcode of this appointment. Check it and try again.")


class TooManyPostcodes(DoorstepError):
    """So many wrong postcodes that it looks like guessing."""

    def __init__(self) -> None:
        minutes = int(LOCKED_FOR.total_seconds() // 60)
        super().__init__("too_many", f"Too many wrong postcodes. Try again in {minutes} minutes, or ring us.")


@dataclass(frozen=True)
class OpenLink:
    """A link that opens, and its appointment."""

    link: LinkRow
    appointment: Appointment


def open_link(token: str, *, clock: Clock) -> OpenLink:
    """Raises LinkUnknown or LinkOver."""
    with db.engine.connect() as connection:
        link = tenant_links.find(connection, hash_of(token))
    if link is None or link.about not in (APPOINTMENT, CARD):
        raise LinkUnknown
    if link.about == CARD:
        link = _of_card(link)
    appointment = tenant_page.appointment(link.landlord_id, link.subject_id)
    if appointment is None or link.revoked_at is not None or _ends_at(link, appointment) <= clock.now():
        raise LinkOver
    return OpenLink(link, appointment)


def _ends_at(link: LinkRow, appointment: Appointment) -> datetime:
    """A visit that was moved takes its links with it; one that was brought forward shortens none."""
    visit = appointment.now_end_at or appointment.now_start_at
    return link.expires_at if visit is None else max(link.expires_at, visit + AFTER_VISIT)


def _of_card(link: LinkRow) -> LinkRow:
    """The link of a paper card leads to the visit at which it was left, and ends as every other link of it does."""
    card = calling_cards.get(link.landlord_id, link.subject_id)
    if card is None or card.appointment_id is None or card.tied_at is None:
        raise CardUnknown
    row = tenant_page.appointment(link.landlord_id, card.appointment_id)
    if row is None:
        raise CardUnknown
    visit = row.now_end_at or row.now_start_at or card.tied_at
    ends_at = max(visit, card.tied_at) + AFTER_VISIT
    return replace(link, subject_id=row.appointment_id, person_id=row.person_id, uprn=row.uprn, expires_at=ends_at)


def read_promise(opened: OpenLink) -> Promise:
    """What the link alone shows."""
    promise = tenant_page.promise(opened.appointment)
    return replace(
        promise,
        firm_phone=as_dialled(promise.firm_phone),
        landlord_phone=as_dialled(promise.landlord_phone),
        out_of_hours_phone=as_dialled(promise.out_of_hours_phone),
    )


def read_contact(landlord_id: str) -> dict[str, Any]:
    """Name and phones for who has no page: a link that opens nothing, a card without a visit."""
    name, phone, at_night = tenant_page.landlord_contact(landlord_id)
    return {"name": name, "phone": as_dialled(phone), "at_night": as_dialled(at_night)}


def language_of(opened: OpenLink) -> str:
    """The language of whoever the link was made for; empty where nobody is named. For after the postcode."""
    return tenant_page.language(opened.link.landlord_id, opened.link.person_id)


def check_postcode(opened: OpenLink, typed: str, *, clock: Clock) -> None:
    """Returns where it is the home's; raises WrongPostcode, or TooManyPostcodes while the check is locked."""
    now, link = clock.now(), opened.link
    if link.locked_until_at is not None and now < link.locked_until_at:
        raise TooManyPostcodes
    if same_postcode(typed, tenant_page.postcode(link.landlord_id, link.uprn)):
        return
    with transaction() as connection:
        locked_until = now + LOCKED_FOR
        tenant_links.check_failed(connection, link.token_hash, lock_after=LOCK_AFTER, locked_until=locked_until)
    raise WrongPostcode
