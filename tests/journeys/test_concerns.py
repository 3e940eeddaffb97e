"""Concerns in a browser: damp becomes a possible clock and a decision; a household's stays unseen by the office."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

HOME = "56 Quince Lane"
DAMP, HOUSEHOLD = "Black patches over the bed, wet to the touch.", "The fridge is empty and she has not eaten."
WITHIN_SECONDS = 15_000


@pytest.fixture
def tomasz(house: House, phone: Phone) -> OperativesPhone:
    phone.move_clock(house.shift)
    operative = OperativesPhone(phone.page(), house.url)
    operative.enrol(house.enrolment_code("OP003"))
    return operative


def signed_in(house: House, browser: Browser, email: str) -> Page:
    page = browser.new_context(locale="en-GB", timezone_id="Europe/London", bypass_csp=True).new_page()
    page.goto(f"{house.url}/console/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(house.opening["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def test_damp_becomes_a_possible_clock_and_a_decision_and_a_household_concern_stays_shut(
    house: House, tomasz: OperativesPhone, browser: Browser
) -> None:
    visit = tomasz.open_visit(HOME)
    tomasz.report_concern(visit, "Damp or mould", DAMP)
    _about_a_person(tomasz, visit)

    _the_manager_decides(house, browser)
    _the_office_sees_a_count(house, browser)
    _safeguarding_opens_it_for_a_reason(house, browser)


def _about_a_person(operative: OperativesPhone, visit: str) -> None:
    """Danger now: the call comes first, and nothing is written before it."""
    operative.go(visit, "concern")
    operative.choose("Is anyone in danger now?", "Yes")
    expect(operative.page.get_by_role("link", name=re.compile("999"))).to_have_attribute("href", "tel:999")
    expect(operative.field("What did you see or hear?")).to_have_count(0)
    operative.choose("Have you rung?", "Yes, the office or safeguarding")
    operative.choose("What is it about?", "A person")
    operative.choose("Which kind?", "An adult who may need help")
    operative.write("What did you see or hear?", HOUSEHOLD)
    operative.press("Save concern")
    operative.expect_saved("Concern saved.")


def _the_manager_decides(house: House, browser: Browser) -> None:
    page = signed_in(house, browser, "manager@havebury.example.org")
    page.goto(f"{house.url}/console/reports")
    row = page.get_by_role("row").filter(has_text=HOME).filter(has_text="damp or mould")
    row.get_by_role("link").click(timeout=WITHIN_SECONDS)
    main = page.get_by_role("main")
    expect(main).to_contain_text(DAMP)
    expect(page.get_by_role("region", name="Clocks")).to_contain_text("Possible")

    page.get_by_text("Confirm a hazard", exact=True).click()
    form = page.locator("details[open]", has_text="Confirm a hazard")
    form.get_by_label("A significant hazard").check()
    form.get_by_label("Which hazard?").select_option("damp_and_mould")
    form.get_by_label("Competent person").fill("Jo Marsh, surveyor")
    form.get_by_label("Reason").fill("Seen at 10:00, meter reading 28 %")
    form.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("region", name="Clocks")).to_contain_text("Confirmed")
    assert Axe().run(page).violations_count == 0
    page.goto(f"{house.url}/console/clocks")
    expect(page.get_by_role("row").filter(has_text=HOME)).to_contain_text("Confirmed")
    page.context.close()


def _the_office_sees_a_count(house: House, browser: Browser) -> None:
    page = signed_in(house, browser, "office@brook.example.org")
    page.goto(f"{house.url}/console/reports?status=all")
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile(r"Household concerns ever made: [1-9]"))
    expect(main).not_to_contain_text("adult at risk")
    assert page.goto(f"{house.url}/console/safeguarding").status == 403  # type: ignore[union-attr]
    page.context.close()


def _safeguarding_opens_it_for_a_reason(house: House, browser: Browser) -> None:
    page = signed_in(house, browser, "safeguarding@havebury.example.org")
    page.goto(f"{house.url}/console/safeguarding")
    row = page.get_by_role("row").filter(has_text="Danger now").filter(has_text="Tomasz")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("main")).not_to_contain_text(HOUSEHOLD)
    page.get_by_label("Why do you need to read it?").fill("New today: deciding whom to tell")
    page.get_by_role("button", name="Open it").click()

    expect(page.get_by_role("main")).to_contain_text(HOUSEHOLD)
    expect(page.get_by_role("main")).to_contain_text("Rang first")
    assert Axe().run(page).violations_count == 0
    page.context.close()
