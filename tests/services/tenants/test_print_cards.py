"""Paper cards: numbered, and their code opens the visit's page once a record names the number."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.tenants.make_tenant_link import hash_of
from server.services.tenants.open_tenant_page import CARD
from server.services.tenants.print_cards import print_cards
from server.services.tenants.tie_cards import tie_cards
from server.storage.database import db, transaction
from server.storage.people import calling_cards, tenant_links
from server.storage.people.tenant_links import LinkRow
from server.storage.tables.messages import CallingCard
from server.storage.tables.staff import TenantLink
from tests.evidence import a_phone, recorded
from tests.factories import LANDLORD, NOW, a_landlord, a_visit, an_appointment, an_operative
from tests.http.tenant.pages import a_state

TOKEN = "Ab3dEf6hIj9k"


@pytest.fixture
def card(app: Flask, clock: FixedClock) -> str:
    """A card of a book, by the address that its code holds."""
    an_operative()
    an_appointment()
    with transaction() as connection:
        calling_cards.add(LANDLORD, ["PABC34"], by="cli", at=NOW)
        link = LinkRow(hash_of(TOKEN), LANDLORD, CARD, "PABC34", None, "", NOW, NOW + timedelta(days=900))
        tenant_links.add(connection, link)
    return f"/t/{TOKEN}"


def leave(number: str, clock: FixedClock) -> None:
    visit = a_visit()
    data = {"reason": "nobody_in", "card_left": True, "card_number": number}
    recorded(visit, "no_access", NOW, device=a_phone(), seq=1, data=data)
    a_state(visit, "no_access")
    tie_cards(LANDLORD, "A-1", visit, clock=clock)


def test_a_book_is_one_pdf_and_its_links_are_kept_as_hashes(app: Flask, clock: FixedClock) -> None:
    a_landlord()
    made = print_cards(LANDLORD, 3, public_url="https://doorstep.example", by="cli", clock=clock)

    assert made.startswith(b"%PDF-")
    assert b"/Count 3" in made
    numbers = [one.card_number for one in db.session.query(CallingCard)]
    assert len(set(numbers)) == 3
    assert {one.subject_id for one in db.session.query(TenantLink)} == set(numbers)


def test_a_card_whose_visit_is_not_here_yet_says_so_with_a_number_to_ring(client: FlaskClient, card: str) -> None:
    answer = client.get(card)

    assert answer.status_code == 404
    assert "not yet received the visit of this card" in answer.text
    assert "0300 555 0100" in answer.text


def test_the_number_in_the_record_ties_the_paper_to_the_visit(
    client: FlaskClient, card: str, clock: FixedClock
) -> None:
    leave("pabc 34", clock)

    assert "Monday 23 November" in client.get(card).text
    assert client.post(card, data={"postcode": "IP33 1AA"}).status_code == 303
    assert "Sorry we missed you" in client.get(card).text


def test_a_card_ends_with_the_other_links_of_its_visit(client: FlaskClient, card: str, clock: FixedClock) -> None:
    leave("PABC34", clock)
    clock.move(days=15)

    assert client.get(card).status_code == 410


def test_a_number_typed_at_another_door_later_does_not_move_the_card(card: str, clock: FixedClock) -> None:
    leave("PABC34", clock)
    an_appointment("A-2", uprn="100000000002", person_id="person-2", job_number="J-2")
    visit = a_visit("A-2", uprn="100000000002")
    data = {"reason": "nobody_in", "card_left": True, "card_number": "PABC34"}
    recorded(visit, "no_access", NOW, device=a_phone(), seq=1, data=data)

    assert tie_cards(LANDLORD, "A-2", visit, clock=clock) == 0
    row = calling_cards.get(LANDLORD, "PABC34")
    assert row is not None
    assert row.appointment_id == "A-1"


def test_no_more_cards_at_once_than_a_printer_takes(app: Flask, clock: FixedClock) -> None:
    with pytest.raises(DoorstepError, match="between 1 and 1000"):
        print_cards(LANDLORD, 0, public_url="https://doorstep.example", by="cli", clock=clock)
