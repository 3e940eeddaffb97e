"""Damage in a browser: reported with photos and both views, listed by itself, decided, and told the tenant."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

PHOTO = Path(__file__).resolve().parents[1] / "data" / "photos" / "phone-jpeg-galaxy-s4.jpg"
HOME = "61 Ivywell Row"
WITHIN_SECONDS = 15_000


def test_damage_reported_on_the_phone_is_decided_in_the_console(house: House, phone: Phone, browser: Browser) -> None:
    phone.move_clock(house.shift)
    operative = OperativesPhone(phone.page(), house.url)
    operative.enrol(house.enrolment_code("OP003"))
    _report(operative, operative.open_visit(HOME))

    page = house.console(browser)
    _open_the_case(house, page)
    expect(page.get_by_role("main")).to_contain_text("It was painted last week.")
    _decide(page)
    expect(page.get_by_role("main")).to_contain_text("To be put right")
    expect(page.get_by_role("main")).to_contain_text("News to the tenant")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the insurer's pack").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.context.close()


def _report(operative: OperativesPhone, visit: str) -> None:
    operative.go(visit, "damage")
    for role, number in (("damage", 1), ("damage_before", 2)):
        operative.page.locator(f"input[name={role}-gallery]").set_input_files(PHOTO)
        expect(operative.page.get_by_role("img")).to_have_count(number, timeout=WITHIN_SECONDS)
    operative.write("What is damaged?", "Skirting board")
    operative.write("Which room?", "Hall")
    operative.choose("Is it made good already?", "No")
    operative.write("What is still to be done?", "Fill and paint")
    operative.choose("Have you told the customer?", "Yes")
    operative.write("What does the customer say?", "It was painted last week.")
    operative.press("Save damage report")
    operative.expect_saved("Damage report saved.")


def _open_the_case(house: House, page: Page) -> None:
    """The worker opens the case within seconds of the sync; the open queue shows it by itself, and leads to it."""
    page.goto(f"{house.url}/console/queue?kind=damage")
    page.get_by_role("row").filter(has_text=HOME).get_by_role("link").click(timeout=WITHIN_SECONDS)
    page.get_by_role("link", name="Look and decide").click()


def _decide(page: Page) -> None:
    form = page.locator("#do-remedy")
    form.get_by_label("Repair").check()
    form.get_by_label("Not known").check()
    form.get_by_label("Words").fill("A painter comes and makes it good.")
    form.get_by_role("button", name="Decide the remedy").click()
