"""The tenant reads six digits aloud, the operative types them with no signal, and the office sees what they prove."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone


def test_the_tenants_code_proves_the_minute_of_the_meeting(
    house: House, operative: OperativesPhone, browser: Browser
) -> None:
    tenant = _the_tenants_page(house, browser)
    visit = operative.open_visit("27 Samphire Way")
    house.network.become("refuse")
    operative.arrive(visit)
    digits = re.sub(r"\D", "", tenant.locator("[data-code]").inner_text())
    assert len(digits) == 6

    for code in (f"{(int(digits) + 500_000) % 1_000_000:06}", digits):
        operative.go(visit, "witness")
        operative.write("Six digits on their screen", code)
        operative.press("Save the code")
        operative.expect_saved("Code saved.")
    house.network.become("pass")
    operative.open("unsent")
    operative.press("Try to send now")
    expect(operative.page.get_by_role("main")).to_contain_text("Nothing is waiting", timeout=15_000)

    console = house.console(browser)
    console.goto(f"{house.url}/console/visits/{visit}")
    main = console.get_by_role("main")
    expect(main).to_contain_text("Right: the code of that minute")
    expect(main).to_contain_text("Wrong: no code of this appointment at any minute when it can have been typed")
    expect(main).to_contain_text(re.compile(r"the code from the tenant's page shows that they met at \d\d:\d\d"))
    for page in (console, tenant):
        page.context.close()


def _the_tenants_page(house: House, browser: Browser) -> Page:
    page = browser.new_context(locale="en-GB", timezone_id="Europe/London").new_page()
    page.goto(house.opening["tenant_link"])
    page.get_by_label(re.compile("postcode", re.I)).fill(house.opening["postcode"])
    page.get_by_role("button").last.click()
    expect(page.locator("[data-code]")).to_be_visible(timeout=15_000)
    return page
