"""Photos that tenants sent, in the console: small with a way to the large one, for whoever may read the message."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from server.http.sync.gate import keys
from server.outside.clock import FixedClock
from server.services.messages.keep_photos import keep_photos
from server.services.messages.take_message import About, Said, take_message
from server.services.papers.seal_paper import Safe
from server.storage.tables.messages import MessagePhoto, TenantMessage
from server.storage.telling import message_photos
from tests.factories import LANDLORD, sign_in
from tests.services.damage.seen import a_visit_of_firm_a

PHONE = Path("tests/data/photos/phone-jpeg-iphone6.jpg").read_bytes()


@pytest.fixture
def message(app: Flask, clock: FixedClock) -> TenantMessage:
    """A torn sofa at firm-a's visit."""
    a_visit_of_firm_a()
    about = About("firm-a", "A-1", None, "person-1", "100000000001")
    return take_message(LANDLORD, about, Said("damage", "The sofa is torn.", "one"), clock=clock)


@pytest.fixture
def photo(app: Flask, message: TenantMessage, clock: FixedClock) -> MessagePhoto:
    """A phone's photo of it, three minutes later."""
    clock.move(minutes=3)
    keep_photos(message, [PHONE], clock=clock, safe=Safe(app.extensions["doorstep_blobs"], keys()))
    [found] = message_photos.of_message(message.message_id)
    return found


def address(photo: MessagePhoto, which: str) -> str:
    return f"/console/messages/photos/{photo.photo_id}/{which}"


def test_the_message_and_the_damage_case_show_them_small_with_when_they_came(
    client: FlaskClient, message: TenantMessage, photo: MessagePhoto
) -> None:
    sign_in(client, "contract_manager")
    page = client.get(f"/console/messages/{message.message_id}").text
    case = client.get(page.split('href="/console/damage/')[1].split('"')[0].join(("/console/damage/", ""))).text

    for shown in (page, case):
        assert f'href="{address(photo, "view")}"' in shown
        assert f'src="{address(photo, "thumbnail")}"' in shown
        assert "From the tenant, came Mon 23 Nov 2026, 09:03" in shown


@pytest.mark.parametrize(("which", "most"), [("view", 1600), ("thumbnail", 320)])
def test_what_is_shown_was_made_anew_and_is_kept_nowhere(
    client: FlaskClient, photo: MessagePhoto, which: str, most: int
) -> None:
    sign_in(client, "contract_manager")
    answer = client.get(address(photo, which))

    assert (answer.content_type, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    with Image.open(io.BytesIO(answer.data)) as made:
        assert not made.getexif()
        assert max(made.size) <= most


@pytest.mark.parametrize(
    ("role", "firm_id", "status"),
    [
        ("contractor_office", "firm-a", 200),
        ("director", None, 200),
        ("contractor_office", "firm-b", 404),
        ("claim_handler", None, 403),
        ("administrator", None, 403),
    ],
)
def test_they_open_for_whoever_may_read_the_message(
    client: FlaskClient, photo: MessagePhoto, role: str, firm_id: str | None, status: int
) -> None:
    sign_in(client, role, firm_id=firm_id)

    assert client.get(address(photo, "view")).status_code == status
    assert client.get(address(photo, "original")).status_code == 404


def test_a_photo_whose_bytes_are_gone_is_not_there(app: Flask, client: FlaskClient, photo: MessagePhoto) -> None:
    sign_in(client, "contract_manager")
    blobs = app.extensions["doorstep_blobs"]
    for key in blobs.keys(f"photos/{LANDLORD}"):
        blobs.remove(key)

    assert client.get(address(photo, "view")).status_code == 404
