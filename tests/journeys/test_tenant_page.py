"""The tenant's page in a browser: readable in light and dark, on a small phone, at double size, without scripts."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update
from werkzeug.serving import make_server

from server.app import create_app
from server.outside.clock import FixedClock
from server.storage.database import db, transaction
from server.storage.tables.visits import Visit, VisitState
from tests.conftest import a_config
from tests.evidence import a_phone, recorded
from tests.factories import NOW, a_visit, an_appointment, an_assignment, an_operative
from tests.http.tenant.pages import a_link, a_state
from tests.http.tenant.standings import a_standing, an_assessment


@pytest.fixture
def address(migrated_sqlite: Path, tmp_path: Path, clock: FixedClock) -> Iterator[str]:
    """A server on a small database of its own."""
    shutil.copy(migrated_sqlite, tmp_path / "doorstep.sqlite3")
    app = create_app(a_config(tmp_path, f"sqlite:///{tmp_path}/doorstep.sqlite3"), clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with app.app_context():
        _fill()
        yield f"http://127.0.0.1:{server.server_port}"
        db.session.remove()
        db.engine.dispose()
    server.shutdown()
    thread.join()
    server.server_close()


def _fill() -> None:
    """A missed appointment with money owed, one without access, and one that is on its way."""
    an_operative(full_name="Sam Reed")
    for name, status in (("A-1", "not_started"), ("A-2", "no_access"), ("A-3", "travelling")):
        an_appointment(name)
        an_assignment(name)
        visit_id = a_visit(name)
        a_state(visit_id, status, summary={"agreed": "Fit a new pump", "next": "The part comes", "by": "Friday"})
        if status == "no_access":
            card = {"reason": "nobody_in", "card_left": True, "card_number": "C-17"}
            recorded(visit_id, "no_access", NOW, device=a_phone(), seq=1, data=card, off_by=timedelta(minutes=9))
    a_standing("not_kept", "no_show")
    an_assessment(not_kept=3, total=12_500, explanation=["Monday 5 October 2026: nobody came."])


def _opened(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Your postcode").fill("ip33 1aa")
    with page.expect_navigation():
        page.get_by_role("button", name="Show my appointment").click()


def _finds_nothing(page: Page) -> None:
    """No axe finding, nothing beside the screen, also with the text at double size."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for size in ("100%", "200%"):
        page.add_style_tag(content=f"html {{ font-size: {size} }}")
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, size


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
def test_every_state_is_readable(address: str, browser: Browser, clock: FixedClock, colours: str, width: int) -> None:
    # Axe needs scripts; the pages have none, so the policy is set aside for the test's own.
    context = browser.new_context(
        color_scheme=colours,  # type: ignore[arg-type]
        viewport={"width": width, "height": 700},
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(address + a_link(clock))
    _finds_nothing(page)
    page.get_by_label("Your postcode").fill("IP1 1ZZ")
    with page.expect_navigation():
        page.get_by_role("button").click()
    _finds_nothing(page)
    for name in ("A-1", "A-2", "A-3"):
        _opened(page, address + a_link(clock, name))
        _finds_nothing(page)
    page.goto(address + "/t/AAAAAAAAAAAA")
    _finds_nothing(page)
    context.close()


def test_the_page_works_without_javascript(address: str, browser: Browser, clock: FixedClock) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    _opened(page, address + a_link(clock))

    assert page.get_by_role("heading", level=1).inner_text() == (
        "Sorry, we did not come on Monday 23 November as agreed."
    )
    assert page.get_by_text("£125.00 is payable to you.").is_visible()
    context.close()


def test_the_page_keeps_itself_true_while_it_is_looked_at(address: str, browser: Browser, clock: FixedClock) -> None:
    page = browser.new_context().new_page()
    page.clock.install()
    _opened(page, address + a_link(clock, "A-3"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("We are on the way")
    before = page.locator("#as-of").inner_text()

    clock.move(minutes=1)
    page.clock.run_for(31_000)
    expect(page.locator("#as-of")).not_to_have_text(before)
    with transaction() as connection:
        mine = select(Visit.visit_id).where(Visit.appointment_id == "A-3")
        connection.execute(update(VisitState).where(VisitState.visit_id.in_(mine)).values(status="no_access"))
    with page.expect_navigation():
        page.clock.run_for(31_000)

    expect(heading).to_have_text("Sorry we missed you")
