"""Photos with a tenant's word of damage: the words always stand, each photo stands once, and nothing else is kept."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from server.domain.damage.steps import DamageDeed
from server.http.sync.gate import keys
from server.http.tenant.photos import large_form
from server.outside.blobs import VIEW, Blobs, BlobsUnavailable
from server.outside.clock import FixedClock
from server.services.damage.take_step import take_damage_step
from server.services.messages.keep_photos import MOST_PHOTOS, keep_photos
from server.services.papers.seal_paper import MOST_BYTES, Safe
from server.services.papers.seal_photo import open_photo
from server.storage.damage import cases
from server.storage.database import db
from server.storage.tables.damage import DamageCase, DamageStepRow
from server.storage.tables.messages import MessagePhoto, TenantMessage
from server.storage.tables.notices import Notice
from server.storage.telling import message_photos
from tests.factories import LANDLORD, an_appointment
from tests.http.tenant.pages import a_link, opened
from tests.services.damage.seen import MANAGER, a_visit_of_firm_a

PHONE = Path("tests/data/photos/phone-jpeg-iphone6.jpg").read_bytes()
Sent = tuple[bytes, str]


@pytest.fixture
def link(app: Flask, client: FlaskClient, clock: FixedClock) -> str:
    """The page of a visit of firm-a; the postcode is known."""
    a_visit_of_firm_a()
    page = a_link(clock)
    opened(client, page)
    return page


@pytest.fixture
def blobs(app: Flask) -> Blobs:
    """The store without the photos of the tests before: one application stands for all of them."""
    store: Blobs = app.extensions["doorstep_blobs"]
    for key in store.keys("photos"):
        store.remove(key)
    return store


def a_picture(number: int = 1) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40 + number, 30), "teal").save(made, "JPEG")
    return made.getvalue()


def some(count: int, start: int = 0) -> list[Sent]:
    return [(a_picture(start + number), f"IMG_{start + number}.jpg") for number in range(count)]


def tell(client: FlaskClient, link: str, photos: list[Sent], **words: str) -> TestResponse:
    """The form of the page in the order of its fields, and the page that follows."""
    return send(client, f"{link}/tell/damage", {"once": "one", "text": "The sofa is torn.", **words}, photos)


def add(client: FlaskClient, link: str, photos: list[Sent], reference: str = "") -> TestResponse:
    return send(client, f"{link}/told/{reference or the_message().reference}/photos", {}, photos)


def send(client: FlaskClient, address: str, words: dict[str, str], photos: list[Sent]) -> TestResponse:
    """As one piece of bytes: of a large form the client would leave a file open."""
    files = [FileStorage(io.BytesIO(content), filename=name) for content, name in photos]
    boundary, body = encode_multipart({**words, "photos": files})
    return client.post(
        address, data=body, content_type=f'multipart/form-data; boundary="{boundary}"', follow_redirects=True
    )


def the_message() -> TenantMessage:
    return db.session.scalars(db.select(TenantMessage)).one()


def kept() -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(MessagePhoto)) or 0)


def the_case() -> DamageCase:
    found = cases.of_appointment(LANDLORD, "A-1")
    assert found is not None
    return found


def test_the_form_asks_for_photos_of_damage_and_of_nothing_else(client: FlaskClient, link: str) -> None:
    form = client.get(f"{link}/tell/damage").text

    assert 'type="file"' in form
    assert "no people, no letters. At most 10 photos, each of 10 MB at most." in form
    assert 'type="file"' not in client.get(f"{link}/tell/question").text


def test_photos_stand_with_the_words_and_the_page_says_how_many_but_shows_none(
    client: FlaskClient, link: str, blobs: Blobs
) -> None:
    page = tell(client, link, some(2)).text

    assert the_message().text == "The sofa is torn."
    assert kept() == 2
    assert "Photos we have: 2" in page
    assert "<img" not in page
    assert len(list(blobs.keys("photos"))) == 4


def test_the_words_are_kept_where_a_photo_is_none_and_the_file_is_named_until_a_form_goes_through(
    client: FlaskClient, link: str
) -> None:
    page = tell(client, link, [*some(1), (b"my shopping list", "list <1>.jpg")]).text

    assert the_message().text == "The sofa is torn."
    assert kept() == 1
    assert "“list &lt;1&gt;.jpg” could not be read as a photo. Send it again" in page
    assert "Error: We have it" in page
    assert "list &lt;1&gt;.jpg" in client.get(f"{link}/told/{the_message().reference}?language=ur").text
    assert "list &lt;1&gt;" not in add(client, link, some(1, start=1)).text
    assert kept() == 2


def test_the_same_form_sent_twice_is_one_message_and_each_photo_once(client: FlaskClient, link: str) -> None:
    tell(client, link, some(2))
    page = tell(client, link, some(2)).text

    assert the_message().text == "The sofa is torn."
    assert kept() == 2
    assert "Photos we have: 2" in page
    assert "Error" not in page
    assert [row.kind for row in db.session.scalars(db.select(DamageStepRow))] == ["joined"]


def test_ten_photos_stand_with_a_message_and_no_more(client: FlaskClient, link: str) -> None:
    page = tell(client, link, some(MOST_PHOTOS + 2)).text
    assert 'type="file"' not in page

    assert kept() == MOST_PHOTOS
    assert "One report takes 10 photos at most. Not kept: 2. To send more, report the damage again." in page
    assert "Not kept: 1" in add(client, link, some(1, start=50)).text
    assert kept() == MOST_PHOTOS


def test_a_photo_that_is_too_large_is_named_with_the_way_out(client: FlaskClient, link: str) -> None:
    page = tell(client, link, [(b"\xff\xd8" + bytes(MOST_BYTES), "big.jpg"), *some(1)]).text

    assert "“big.jpg” is larger than 10 MB. Send a smaller photo" in page
    assert kept() == 1


def test_more_than_can_be_sent_at_once_says_so_plainly_and_keeps_the_words(
    client: FlaskClient, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_form, "LARGEST_BYTES", 300_000)
    page = tell(client, link, [(bytes(400_000), "film.mov")], text="Zażółć <b>sofę</b>").text

    assert the_message().text == "Zażółć <b>sofę</b>"
    assert "too large to send all at once" in page
    assert "Photos we have: 0" in page
    assert "too large to send all at once" in add(client, link, [(bytes(400_000), "film.mov")]).text


def test_other_forms_keep_the_common_limit(app: Flask, client: FlaskClient, link: str) -> None:
    over = app.config["MAX_CONTENT_LENGTH"] + 1

    answer = send(client, f"{link}/tell/question", {"text": "x" * over}, [])

    assert answer.status_code == 413
    assert db.session.query(TenantMessage).count() == 0


def test_without_words_the_page_asks_for_them_and_for_the_photos_once_more(client: FlaskClient, link: str) -> None:
    answer = tell(client, link, some(1), text=" ")

    assert answer.status_code == 422
    assert "Write what you want to tell us." in answer.text
    assert "Choose your photos again." in answer.text
    assert kept() == 0


def test_what_is_kept_is_made_anew_and_says_nothing_of_place_or_camera(
    client: FlaskClient, link: str, blobs: Blobs
) -> None:
    assert Image.open(io.BytesIO(PHONE)).getexif()
    tell(client, link, [(PHONE, "IMG_0001.jpg")])
    [photo] = message_photos.of_message(the_message().message_id)
    picture = open_photo(photo.landlord_id, photo.photo_id, VIEW, safe=Safe(blobs, keys()))

    with Image.open(io.BytesIO(picture)) as made:
        assert not made.getexif()
        assert max(made.size) <= 1600
    assert photo.size == len(PHONE)
    sealed = [blobs.get(key) for key in blobs.keys("photos")]
    assert all(box is not None and picture not in box and PHONE[:64] not in box for box in sealed)


def test_photos_sent_later_stand_as_a_step_of_the_case_and_bring_no_text(client: FlaskClient, link: str) -> None:
    tell(client, link, [])
    texts = db.session.query(Notice).count()
    page = add(client, link, some(2)).text

    assert "Photos we have: 2" in page
    rows = db.session.scalars(db.select(DamageStepRow).order_by(DamageStepRow.number))
    assert [row.facts["source"] for row in rows] == ["message", "photos"]
    assert "More was added on Monday 23 November." in client.get(f"{link}/damage").text
    assert db.session.query(Notice).count() == texts
    assert "Choose a photo first." in add(client, link, []).text


def test_a_way_to_add_photos_stands_wherever_the_damage_does(client: FlaskClient, link: str) -> None:
    tell(client, link, some(1))
    told = f'href="{link}/told/{the_message().reference}"'

    assert told in client.get(f"{link}/damage").text
    messages = client.get(f"{link}/messages").text
    assert told in messages
    assert "Photos we have: 1" in messages


def test_many_long_names_are_all_said(client: FlaskClient, link: str) -> None:
    letters = [chr(0x980 + place * 7 % 120) for place in range(400)]
    names = [f"{''.join(letters[number * 40 :][:40])}-{number}.jpg" for number in range(MOST_PHOTOS)]
    page = tell(client, link, [(b"words", name) for name in names]).text

    cookie = client.get_cookie("photos_refused", path=f"{link}/told/{the_message().reference}")
    assert cookie is not None
    assert len(cookie.value) < 3900, "no browser keeps a cookie of more than 4096 bytes"
    assert [number for number in range(MOST_PHOTOS) if f"-{number}.jpg” could not be read" not in page] == []


def test_a_closed_case_takes_no_more_photos(client: FlaskClient, link: str, clock: FixedClock) -> None:
    tell(client, link, some(1))
    for deed in (DamageDeed("remedy", "It was worn.", remedy="none"), DamageDeed("closed", "Settled.")):
        take_damage_step(the_case().damage_id, deed, seen=the_case().steps, viewer=MANAGER, clock=clock)
    page = client.get(f"{link}/told/{the_message().reference}").text

    assert "Photos we have: 1" in page
    assert 'type="file"' not in page
    assert "/told/" not in client.get(f"{link}/damage").text + client.get(f"{link}/messages").text
    assert "This damage is closed and takes no more photos." in add(client, link, some(1, start=5)).text
    assert kept() == 1


def test_another_tenants_link_can_neither_see_nor_add(
    app: Flask, client: FlaskClient, link: str, clock: FixedClock
) -> None:
    tell(client, link, some(1))
    an_appointment("A-2", uprn="100000000002", person_id="person-2", job_number="J-2")
    stranger, other = app.test_client(), a_link(clock, "A-2")
    opened(stranger, other)

    assert add(stranger, other, some(1, start=5), the_message().reference).status_code == 404
    assert app.test_client().post(f"{link}/told/{the_message().reference}/photos").location == link
    assert kept() == 1


def test_photos_go_only_with_damage(client: FlaskClient, link: str) -> None:
    client.post(f"{link}/tell/question", data={"text": "When?"})

    assert 'type="file"' not in client.get(f"{link}/told/{the_message().reference}").text
    add(client, link, some(1))
    assert kept() == 0


def test_where_the_row_cannot_be_written_no_bytes_stay(
    app: Flask, client: FlaskClient, link: str, clock: FixedClock, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(client, link, [])
    message = the_message()

    def breaks(_photo: MessagePhoto) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(message_photos, "add", breaks)
    with pytest.raises(RuntimeError):
        keep_photos(message, [a_picture()], clock=clock, safe=Safe(blobs, keys()))

    assert list(blobs.keys("photos")) == []


def test_what_was_sent_by_another_form_meanwhile_leaves_no_bytes_of_its_own(
    client: FlaskClient, link: str, clock: FixedClock, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(client, link, some(1))
    message = the_message()
    before, there = list(blobs.keys("photos")), message_photos.of_message
    before_the_other: list[tuple[MessagePhoto, ...]] = [()]
    monkeypatch.setattr(
        message_photos, "of_message", lambda asked: before_the_other.pop() if before_the_other else there(asked)
    )

    outcome = keep_photos(message, [a_picture(0)], clock=clock, safe=Safe(blobs, keys()))

    assert (outcome.new, outcome.refused) == (0, ("",))
    assert list(blobs.keys("photos")) == before


def test_a_store_that_does_not_answer_costs_no_words(
    client: FlaskClient, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise BlobsUnavailable

    monkeypatch.setattr(Blobs, "put", away)
    page = tell(client, link, some(1)).text

    assert the_message().text == "The sofa is torn."
    assert "We could not keep every photo just now." in page
