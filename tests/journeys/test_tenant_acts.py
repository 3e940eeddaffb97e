"""The tenant's page in a browser without JavaScript: its main acts; then every page looked at in English and Urdu."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from server.app import create_app
from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.tables.messages import ContactChoice, MessagePhoto, TenantMessage
from server.storage.tables.register import Appointment
from tests.conftest import a_config
from tests.factories import LANDLORD, a_visit, an_appointment, an_assignment, an_operative
from tests.http.tenant.pages import a_link
from tests.journeys.looks import Eye

PAGES = {
    "en": ("", "/change", "/contact", "/tell/complaint"),
    "ur": ("", "/caller", "/tell/feedback", "/caller/stop/M-ABCDEF"),
}

DATA = Path(__file__).resolve().parents[1] / "data" / "photos"
PHOTOS = [DATA / name for name in ("orientation-1.jpg", "phone-heic-1.heic", "phone-jpeg-iphone6.jpg")]


@pytest.fixture
def page_of_today(migrated_sqlite: Path, tmp_path: Path, clock: FixedClock) -> Iterator[str]:
    """The link of an appointment today, on a server with a small database of its own."""
    shutil.copy(migrated_sqlite, tmp_path / "doorstep.sqlite3")
    app = create_app(a_config(tmp_path, f"sqlite:///{tmp_path}/doorstep.sqlite3"), clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with app.app_context():
        for name in ("op-1", "op-2"):
            an_operative(name, full_name=f"Sam Reed {name[-1]}")
        an_appointment()
        an_assignment()
        a_visit()
        yield f"http://127.0.0.1:{server.server_port}{a_link(clock)}"
        db.session.remove()
        db.engine.dispose()
    server.shutdown()
    thread.join()
    server.server_close()


def open_page(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("#postcode").fill("ip33 1aa")
    page.locator("main button").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_tenant_does_everything_without_javascript(page_of_today: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    open_page(page, page_of_today)

    page.get_by_role("link", name="Check the caller").click()
    expect(page.get_by_text("4821")).to_be_visible()
    press(page, "It does not match")
    expect(page.get_by_role("heading", name="Do not open the door")).to_be_visible()

    page.goto(page_of_today)
    page.get_by_role("link", name="Change the time").click()
    page.get_by_role("radio").first.check()
    press(page, "Continue")
    chosen = page.locator("dd strong").inner_text()
    press(page, "Confirm the new time")
    expect(page.get_by_role("heading", name="Your appointment has a new time")).to_be_visible()
    expect(page.locator(".banner .big")).to_have_text(chosen)

    page.goto(page_of_today)
    page.get_by_role("link", name="Complain").click()
    press(page, "Send")
    expect(page.get_by_role("alert")).to_contain_text("Write what you want to tell us.")
    page.get_by_label("What went wrong?").fill("Nobody rang before.")
    press(page, "Send")
    expect(page.get_by_text("Housing Ombudsman")).to_be_visible()
    page.get_by_role("link", name="What you told us, and our answers").click()
    expect(page.get_by_text("Nobody rang before.")).to_be_visible()

    page.goto(f"{page_of_today}/contact")
    page.get_by_label("اردو").check()
    page.get_by_label("Braille").check()
    press(page, "Save")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")

    moved = db.session.get_one(Appointment, (LANDLORD, "A-1"), populate_existing=True)
    assert moved.rev > 1
    assert db.session.query(ContactChoice).one().format == "braille"
    kinds = {one.kind for one in db.session.query(TenantMessage)}
    assert kinds == {"caller_wrong", "complaint", "format"}
    context.close()


def test_photos_of_damage_go_with_the_words_and_after_them(
    page_of_today: str, browser: Browser, tmp_path: Path
) -> None:
    no_photo = tmp_path / "shopping.jpg"
    no_photo.write_text("milk, bread")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    open_page(page, page_of_today)
    page.get_by_role("link", name="Report damage").click()
    page.get_by_label("What was damaged?").fill("The door frame is split.")
    page.get_by_label("Photos of the damage").set_input_files([PHOTOS[0], PHOTOS[1], no_photo])
    press(page, "Send")

    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("“shopping.jpg” could not be read as a photo.")
    expect(page.get_by_text("Photos we have: 2")).to_be_visible()
    page.get_by_label("More photos").set_input_files(PHOTOS[2])
    press(page, "Add photos")
    expect(page.get_by_text("Photos we have: 3")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert db.session.query(TenantMessage).one().text == "The door frame is split."
    assert db.session.query(MessagePhoto).count() == 3
    told = page.url
    context.close()

    context = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    eye = Eye(page)
    open_page(page, page_of_today)
    page.goto(told)
    page.get_by_label("More photos").set_input_files(no_photo)
    press(page, "Add photos")
    expect(page.get_by_role("alert")).to_be_visible()
    found = {}
    for address in (told, f"{page_of_today}/tell/damage", f"{page_of_today}/messages"):
        for language in ("en", "ur"):
            page.goto(f"{address}?language={language}")
            found[language, address.rsplit("/", 1)[1]] = eye.findings()
    context.close()

    assert {where: what for where, what in found.items() if what} == {}


def test_every_page_is_readable(page_of_today: str, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    eye = Eye(page)
    open_page(page, page_of_today)
    found = {}
    for language, places in PAGES.items():
        for place in places:
            page.goto(f"{page_of_today}{place}?language={language}")
            found[language, place] = eye.findings()
    context.close()

    assert {where: what for where, what in found.items() if what} == {}
