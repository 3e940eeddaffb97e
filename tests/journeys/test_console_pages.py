"""The console in a browser: every page readable in light and dark and on a phone; a board that keeps itself fresh."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, request
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update
from werkzeug.serving import make_server

from server.app import create_app
from server.outside.clock import FixedClock
from server.services.staff.add_user import NewUser, add_user
from server.storage.database import db, transaction
from server.storage.tables.integrators import ApiKey
from server.storage.tables.safety import Alarm
from tests import factories
from tests.conftest import NOW, a_config
from tests.http.console import secrets, world
from tests.http.console.pages_of import addresses, staff_rules
from tests.http.console.secrets import World
from tests.journeys.looks import USUAL, Eye

EVERYTHING = ("contract_manager", "claim_handler", "safeguarding_lead", "director", "administrator")
PASSWORD = "correct horse battery"
NO_PAGES = (
    "console.front",
    "console.board_columns",
    "console.open_alarms",
    "console.alarms_standing",
    "console.queue_items",
)


class Office:
    """The console on a small database of its own, and how to get into it."""

    def __init__(self, app: Flask, address: str, planted: World) -> None:
        self.app, self.address, self.planted = app, address, planted

    def signed_in(self, browser: Browser, **options: object) -> BrowserContext:
        context = browser.new_context(bypass_csp=True, **options)  # type: ignore[arg-type]
        token = factories.sign_in(self.app.test_client(), *EVERYTHING)
        context.add_cookies([{"name": "doorstep_staff", "value": token, "url": self.address}])
        return context

    def pages(self) -> list[str]:
        """Every page that has an address of its own; pictures, downloads and the board's columns alone are none."""
        found = {
            address
            for rule in staff_rules(self.app)
            if "GET" in (rule.methods or ())
            and "photo" not in rule.rule
            and not rule.rule.endswith(".csv")
            and rule.endpoint not in NO_PAGES
            for address in list(addresses(self.app, rule, self.planted.arguments))[:1]
        }
        return sorted(found)


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    shutil.copy(migrated_sqlite, tmp_path / "doorstep.sqlite3")
    app = create_app(a_config(tmp_path, f"sqlite:///{tmp_path}/doorstep.sqlite3"), clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with app.app_context():
        yield Office(app, f"http://127.0.0.1:{server.server_port}", secrets.plant())
        db.session.remove()
        db.engine.dispose()
    server.shutdown()
    thread.join()
    server.server_close()


def fits(page: Page) -> bool:
    """Nothing stands beside the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_every_page_is_readable(office: Office, browser: Browser) -> None:
    """One walk: all of axe's rules on a phone in light, then its colours and the room on a desk in dark."""
    context = office.signed_in(browser, viewport={"width": 320, "height": 800})
    page = context.new_page()
    eye = Eye(page)
    for address in office.pages():
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(office.address + address)
        assert eye.axe("light", USUAL) == [], address
        assert fits(page), address
        doubled = page.add_style_tag(content="html { font-size: 200% }")
        assert fits(page), (address, "at double text size")
        doubled.evaluate("tag => tag.remove()")
        page.set_viewport_size({"width": 1280, "height": 800})
        assert eye.axe("dark", {**USUAL, "runOnly": ["color-contrast"]}) == [], address
        assert fits(page), (address, "on a desk")
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_sign_in_page_is_readable(office: Office, browser: Browser, colours: str) -> None:
    context = browser.new_context(color_scheme=colours, viewport={"width": 320, "height": 700})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(office.address + "/console/")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Email address").fill("nobody@example.org")
    page.get_by_label("Password").fill("not this one at all")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert Axe().run(page).violations_count == 0
    assert fits(page)
    context.close()


def test_the_board_moves_a_card_by_itself(office: Office, browser: Browser) -> None:
    context = office.signed_in(browser)
    page = context.new_page()
    with transaction():
        db.session.execute(update(Alarm).values(closed_at=NOW))
    page.goto(office.address + "/console/board")
    card = page.get_by_role("region", name="Done").get_by_role("link", name="14 Oak Road")
    expect(card).to_have_count(0)

    visit_id = office.planted.arguments["visit_id"][0]
    world.an_event(visit_id, "arrived", {"at_property": True})
    world.an_event(visit_id, "work_done")

    expect(card).to_be_visible(timeout=15_000)
    context.close()


def test_a_board_that_hears_nothing_says_that_it_is_out_of_date(office: Office, browser: Browser) -> None:
    context = office.signed_in(browser)
    page = context.new_page()
    page.clock.install()
    page.goto(office.address + "/console/board")
    expect(page.get_by_text("Updates by itself.")).to_be_visible()
    page.route("**/console/board/columns*", lambda route: route.abort())
    page.clock.fast_forward("00:40")

    expect(page.get_by_text("This page is out of date")).to_be_visible()
    context.close()


def test_without_javascript_a_person_signs_in_and_reads_a_visit(
    office: Office, browser: Browser, clock: FixedClock
) -> None:
    new = NewUser("j.shah@example.org", "J. Shah", ("contract_manager",), PASSWORD)
    add_user(new, landlord_id="havebury", by="cli", clock=clock)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(office.address + "/console/")
    page.get_by_label("Email address").fill("j.shah@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="14 Oak Road").click()

    expect(page.get_by_role("heading", name="What was recorded, newest first")).to_be_visible()
    page.get_by_text("J. Shah").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()


@contextmanager
def slowly(app: Flask) -> Iterator[None]:
    """A server that takes a second over whatever is sent to it."""

    def wait() -> None:
        if request.method == "POST":
            sleep(1)

    app.before_request_funcs.setdefault(None, []).append(wait)
    yield
    app.before_request_funcs[None].remove(wait)


def test_a_second_click_does_not_send_a_form_again(office: Office, browser: Browser) -> None:
    with office.signed_in(browser) as context:
        page, sent = context.new_page(), []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        page.goto(f"{office.address}/console/keys")
        page.get_by_label("Name of the program").fill("Route planner")
        page.locator("input[name=scope]").first.check()

        button = page.get_by_role("button", name="Make it and show it once")
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        with slowly(office.app):
            for _ in range(3):
                page.mouse.click(box["x"] + 20, box["y"] + 20)
                page.wait_for_timeout(200)
            expect(button).to_have_count(0)
        assert sent == [f"{office.address}/console/keys"]
        db.session.rollback()
        assert db.session.query(ApiKey).filter_by(name="Route planner").count() == 1
