"""A report that a phone sends is on the manager's open page within seconds, and the board follows the visit."""

import re

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

WITHIN_SECONDS = 12_000


def test_reports_and_board_follow_the_phone_by_themselves(house: House, phone: Phone, browser: Browser) -> None:
    reports = house.console(browser)
    reports.goto(f"{house.url}/console/reports")
    board = reports.context.new_page()
    board.goto(f"{house.url}/console/board")
    loaded = [page.evaluate("performance.timeOrigin") for page in (reports, board)]
    phone.move_clock(house.shift)
    operative = OperativesPhone(phone.page(), house.url)
    operative.enrol(house.enrolment_code("OP003"))
    visit = operative.open_visit("72 Juniper Road")

    operative.arrive(visit)
    operative.report_concern(visit, "Electricity", "Cover of the fuse box is missing.")

    expect(reports.get_by_role("main")).to_contain_text("Property concern: electric", timeout=WITHIN_SECONDS)
    column = board.get_by_role("region", name=re.compile("At the door"))
    expect(column.get_by_role("link", name=re.compile("72 Juniper Road"))).to_be_visible(timeout=WITHIN_SECONDS)
    assert [page.evaluate("performance.timeOrigin") for page in (reports, board)] == loaded
    sent = reports.get_by_role("row").filter(has_text="72 Juniper Road")
    sent.get_by_role("link").click()
    expect(reports.get_by_role("main")).to_contain_text("Cover of the fuse box is missing.")
    reports.context.close()
