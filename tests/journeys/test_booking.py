"""Booking with the tenant on the phone; who moves decides the count; illness at seven with eleven visits."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from server.app import create_app
from server.outside.clock import FixedClock
from server.services.tenants.make_tenant_link import make_tenant_link
from server.storage.database import db
from server.worker.steps import steps_of
from tests import factories
from tests.conftest import a_config
from tests.factories import LANDLORD
from tests.services.booking.jobs import a_job

TODAY = datetime(2026, 11, 24, tzinfo=UTC)
SLOTS = ((8, 10), (10, 12), (12, 14), (14, 16), (8, 12), (12, 17))
ONLY = ("send_notices", "sweep_appointments", "watch_absences")


class Office:
    """The product on a database of its own, with a clock that a journey sets."""

    def __init__(self, app: Flask, address: str, clock: FixedClock) -> None:
        self.app, self.address, self.clock = app, address, clock

    def at(self, hour: int, minute: int = 0) -> None:
        self.clock.at = TODAY + timedelta(hours=hour, minutes=minute)

    def console(self, browser: Browser, width: int = 1280) -> Page:
        """The firm's office, signed in."""
        context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
        token = factories.sign_in(self.app.test_client(), "contractor_office", firm_id="firm-a")
        context.add_cookies([{"name": "doorstep_staff", "value": token, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}/console/booking")
        return page

    def tenants(self, browser: Browser, appointment_id: str) -> Page:
        """The tenant's page of an appointment, opened with the postcode."""
        page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
        page.goto(f"{self.address}/t/{make_tenant_link(LANDLORD, appointment_id, clock=self.clock)}")
        page.get_by_label("Your postcode").fill("IP33 1AA")
        with page.expect_navigation():
            page.get_by_role("button", name="Show my appointment").click()
        return page

    def work(self) -> None:
        """What the worker does in its next minute."""
        self.clock.move(minutes=1)
        for step in steps_of(self.app):
            if step.name in ONLY:
                step.run()


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("booking")
    shutil.copy(migrated_sqlite, folder / "doorstep.sqlite3")
    clock = FixedClock(TODAY + timedelta(hours=7))
    app = create_app(a_config(folder, f"sqlite:///{folder}/doorstep.sqlite3"), clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with app.app_context():
        for name in ("Sam Reed", "Amina Yusuf", "Tomasz Zielinski", "Grace Olowu"):
            factories.an_operative(name.split()[0].lower(), full_name=name)
        yield Office(app, f"http://127.0.0.1:{server.server_port}", clock)
        db.session.remove()
        db.engine.dispose()
    server.shutdown()
    thread.join()
    server.server_close()


def a_visit(number: int, operative: str, starts: int, ends: int) -> str:
    """Today's visit to a home of its own."""
    name, uprn = f"A-{number}", f"1000000002{number:02d}"
    factories.a_home(uprn, address_line_1=f"{number} Oak Road")
    factories.a_person(f"p-{number}", uprn=uprn, first_name=f"Tenant{number}", last_name="Khan")
    factories.an_appointment(
        name,
        uprn=uprn,
        person_id=f"p-{number}",
        job_number=factories.a_repair(f"J-A{number}", uprn=uprn),
        start_at=TODAY + timedelta(hours=starts),
        end_at=TODAY + timedelta(hours=ends),
    )
    factories.an_assignment(name, operative)
    factories.a_visit(name, uprn=uprn)
    return name


def is_readable(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_job_is_booked_with_the_tenant_on_the_phone(office: Office, browser: Browser) -> None:
    office.at(7)
    a_job(office.clock, "J-1", person_id="p-99", home="100000000299", description="Kitchen tap drips")
    page = office.console(browser, width=320)

    page.get_by_role("link", name="Kitchen tap drips").click()
    page.get_by_role("button", name="Find slots").click()
    times = page.get_by_role("group", name="Times that can be kept").get_by_role("radio")
    assert times.count() >= 3
    is_readable(page)
    times.nth(2).check()
    page.get_by_label("Who agreed").fill("Mrs Khan")
    page.get_by_label("Note of it").fill("Rang us at 7, prefers after school")
    page.get_by_role("button", name="Book", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("Booked.")
    expect(page.get_by_text("agreed by Mrs Khan")).to_be_visible()
    is_readable(page)
    page.get_by_role("link", name="Booking").click()
    expect(page.get_by_text("Kitchen tap drips")).to_have_count(0)
    page.context.close()


def test_illness_at_seven_with_eleven_visits(office: Office, browser: Browser) -> None:
    office.at(7)
    for number in range(11, 22):
        a_visit(number, "sam", *SLOTS[number % len(SLOTS)])
    page = office.console(browser)

    page.get_by_role("link", name="Somebody is ill").click()
    page.get_by_role("button", name="Sam Reed is ill").click()
    visits = page.get_by_role("heading", level=3)
    expect(visits).to_have_count(11)
    expect(page.get_by_text("11 of 11 not told yet")).to_be_visible()
    is_readable(page)
    page.get_by_role("button", name="Give all to whoever is proposed").click()
    for _ in range(page.get_by_text("Nobody can go at the agreed time.").count()):
        page.get_by_text("Call it off", exact=True).first.click()
        page.get_by_role("button", name="Call it off and tell them").first.click()
    expect(page.get_by_text("Nobody goes")).to_have_count(0)
    office.work()
    page.reload()
    expect(page.get_by_text("Everybody knows.")).to_be_visible()
    page.context.close()


def test_who_moves_on_the_day_decides_whether_it_counts(office: Office, browser: Browser) -> None:
    office.at(8, 10)
    ours, theirs = a_visit(1, "grace", 10, 12), a_visit(2, "grace", 14, 16)
    page = office.console(browser)

    page.goto(f"{office.address}/console/booking/appointments/{ours}")
    page.get_by_role("button", name="Find other times").click()
    page.get_by_role("group", name="Times that can be kept").get_by_role("radio").last.check()
    form = page.locator("form", has=page.get_by_role("group", name="Times that can be kept"))
    form.get_by_label("We did (the contractor)").check()
    form.get_by_label("Reason").fill("The van broke down")
    form.get_by_role("button", name="See what this does").click()
    expect(page.get_by_text("Told today, after the day has begun: counts as not kept under HS 004A 5.")).to_be_visible()
    expect(page.get_by_text("from 0 to 1 not kept")).to_be_visible()
    is_readable(page)
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text("The tenant has not been told.")).to_be_visible()
    office.work()
    page.reload()
    expect(page.get_by_text("The tenant knew Tue 24 Nov 2026, 08:11")).to_be_visible()

    tenant = office.tenants(browser, theirs)
    tenant.goto(f"{tenant.url.rstrip('/')}/change")
    tenant.get_by_role("radio").nth(1).check()
    tenant.get_by_role("button", name="Continue").click()
    tenant.get_by_role("button", name="Confirm the new time").click()
    expect(tenant.get_by_role("heading", level=1)).to_have_text("Your appointment has a new time")
    page.goto(f"{office.address}/console/booking/appointments/{theirs}")
    expect(page.get_by_text("Asked by: the tenant")).to_be_visible()

    office.work()
    page.goto(f"{office.address}/console/repairs")
    expect(page.get_by_role("link", name="J-A1")).to_have_count(1)
    expect(page.get_by_role("link", name="J-A2")).to_have_count(0)
    page.context.close()


def test_back_and_reload_ask_for_pages_and_send_no_form_again(office: Office, browser: Browser) -> None:
    office.at(9)
    a_job(office.clock, "J-BACK", person_id="p-98", home="100000000298", description="Gate will not shut")
    page = office.console(browser)

    page.get_by_role("link", name="Gate will not shut").click()
    job = page.url
    page.get_by_role("button", name="Find slots").click()
    page.get_by_role("group", name="Times that can be kept").get_by_role("radio").first.check()
    page.get_by_label("Who agreed").fill("Mrs Khan")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Booked.")
    booked = page.url
    page.go_back()
    assert page.url == job
    expect(page.get_by_role("heading", level=1)).to_have_text("Gate will not shut")

    page.goto(booked)
    page.get_by_text("Cancel it", exact=True).click()
    form = page.locator("form[action$=cancellation]")
    form.get_by_label("Reason").fill("The van broke down")
    form.get_by_label("We did (the contractor)").check()
    form.get_by_role("button").click()
    expect(form.get_by_label("Reason")).to_have_value("The van broke down")
    form.get_by_label("If we cancel: why").select_option("other")
    form.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before it is saved")
    expect(page).to_have_url(booked)
    page.reload()
    expect(page.get_by_text("Change it")).to_be_visible()
    page.go_back()
    assert page.url == booked
    expect(page.get_by_text("Change it")).to_be_visible()
    page.context.close()


def test_at_midday_the_page_shouts(office: Office, browser: Browser) -> None:
    office.at(12, 5)
    a_visit(30, "amina", 14, 16)
    page = office.console(browser)

    page.get_by_role("link", name="Somebody is ill").click()
    page.get_by_role("button", name="Amina Yusuf is ill").click()

    expect(page.get_by_role("alert")).to_contain_text("past midday")
    expect(page.get_by_role("link", name="30 Oak Road")).to_be_visible()
    is_readable(page)
    page.context.close()
