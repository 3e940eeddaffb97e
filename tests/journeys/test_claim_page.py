"""A claim in a browser: a helper files it for a joint tenant without scripts, and every question is readable."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from server.app import create_app
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.storage.claiming import claim_drafts, claims
from server.storage.database import db
from tests.conftest import a_config
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_person, an_appointment
from tests.http.tenant.pages import a_link

CASE = "T-100000000001@100000000001"
PDF = {"name": "payslip.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"}


@pytest.fixture
def address(migrated_sqlite: Path, tmp_path: Path, clock: FixedClock) -> Iterator[str]:
    """A server with a home of two joint tenants whose repair was missed three times."""
    shutil.copy(migrated_sqlite, tmp_path / "doorstep.sqlite3")
    app = create_app(a_config(tmp_path, f"sqlite:///{tmp_path}/doorstep.sqlite3"), clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with app.app_context():
        a_person("person-2", first_name="Omar", role="joint")
        for number, days in enumerate((20, 13, 6), start=1):
            an_appointment(f"A-{number}", start_at=NOW - timedelta(days=days), status="not_attended")
            an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
        assess_household(LANDLORD, CASE, cause="a test", clock=clock)
        yield f"http://127.0.0.1:{server.server_port}"
        db.session.remove()
        db.engine.dispose()
    server.shutdown()
    thread.join()
    server.server_close()


def opened(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("textbox").fill("ip33 1aa")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_a_helper_claims_for_a_joint_tenant_without_scripts(address: str, browser: Browser, clock: FixedClock) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 560})
    page = context.new_page()
    opened(page, address + a_link(clock, "A-3"))
    page.get_by_role("link", name="Claim lost pay").click()
    page.get_by_role("link", name="Start").click()

    press(page, "Save and go on")  # nothing chosen yet
    expect(page.get_by_role("alert")).to_contain_text("Choose whose pay was lost.")
    page.get_by_label("Omar Khan").check()
    press(page, "Save and go on")
    page.get_by_label("No, I am helping them").check()
    page.get_by_label("If you are helping: your own name").fill("Jo Park")
    press(page, "Save and go on")
    page.get_by_label("Tenant: rent is paid to Havebury").check()
    press(page, "Save and go on")
    page.get_by_label("Tuesday 3 November").check()
    press(page, "Save and go on")
    page.get_by_label("Tuesday 3 November, in pounds").fill("ninety")
    press(page, "Save and go on")
    expect(page.get_by_label("Tuesday 3 November, in pounds")).to_have_value("ninety")
    page.get_by_label("Tuesday 3 November, in pounds").fill("90")
    press(page, "Save and go on")
    page.get_by_label("Photo or PDF").set_input_files([PDF])  # type: ignore[list-item]
    press(page, "Save and go on")
    page.get_by_role("link", name="That is all, go on").click()
    expect(page.get_by_text("Jo Park, for them")).to_be_visible()
    press(page, "Send the claim")

    [claim] = claims.claims_of(LANDLORD, CASE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(claim.reference)
    expect(page.get_by_text("Monday 7 December")).to_be_visible()
    assert (claim.person_id, len(claim_drafts.papers_of_case(LANDLORD, CASE))) == ("person-2", 1)
    context.close()


def finds_nothing(page: Page, where: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, (where, found.generate_report())
    for size in ("100%", "200%"):
        page.add_style_tag(content=f"html {{ font-size: {size} }}")
        beside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beside <= 0, (where, size)


@pytest.mark.parametrize(("colours", "language"), [("light", "en"), ("dark", "ur")])
def test_every_question_is_readable(
    address: str, browser: Browser, clock: FixedClock, colours: str, language: str
) -> None:
    context = browser.new_context(color_scheme=colours, viewport={"width": 320, "height": 700}, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    link = address + a_link(clock, "A-3")
    opened(page, f"{link}?language={language}")
    answers = {"person": "person-1", "acting": "self", "tenure": "tenant", "days": "2026-11-03"}
    page.goto(f"{link}/claim")
    finds_nothing(page, "front")
    for step in ("person", "acting", "tenure", "days", "lost", "proof"):
        page.goto(f"{link}/claim/{step}")
        finds_nothing(page, step)
        if step in answers:
            page.locator(f'input[value="{answers[step]}"]').check()
        elif step == "lost":
            page.locator("input.short").fill("90")
        else:
            page.locator('input[value="later"]').check()
        with page.expect_navigation():
            page.locator("form button").first.click()
    finds_nothing(page, "check")
    with page.expect_navigation():
        page.locator("form button").first.click()
    finds_nothing(page, "sent")
    context.close()
