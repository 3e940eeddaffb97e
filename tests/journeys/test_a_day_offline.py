"""A whole day at the door with no signal: nothing is lost, and the third missed appointment is paid."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Phone
from tests.journeys.network import Network
from tests.journeys.operative import OperativesPhone
from tests.journeys.product import Product

LONDON = ZoneInfo("Europe/London")
PHOTOS = Path(__file__).resolve().parents[1] / "data" / "photos"
CONCERN = "Green light on the boiler flickers and there is a smell of gas near the meter."


@dataclass
class Day:
    """One demonstration day: the product, the phone, the network between them, and the time of day."""

    product: Product
    network: Network
    phone: Phone
    opening: dict[str, str]

    def it_is(self, hour: int, minute: int = 0) -> None:
        """Set the clocks of server and phone to a London time of today."""
        today = datetime.now(LONDON).date()
        shift = datetime.combine(today, time(hour, minute), LONDON) - datetime.now(UTC)
        self.product.move_clock(shift.total_seconds())
        self.phone.move_clock(shift)

    @property
    def operative(self) -> OperativesPhone:
        return OperativesPhone(self.phone.page(), self.network.url)


@pytest.fixture
def day(product: Product, network: Network, phone: Phone) -> Iterator[Day]:
    made = Day(product, network, phone, {})
    made.it_is(7, 40)
    made.opening.update(product.prepare_demonstration(network.url))
    product.start(network.url)
    yield made


def test_a_day_without_signal_arrives_whole_and_is_paid(day: Day, browser: Browser) -> None:
    operative = day.operative
    operative.enrol(day.opening["enrolment_code"])
    day.network.become("refuse")
    done = _a_completed_visit_with_photos_and_a_concern(day)
    _nobody_in_at_the_second_home(day)
    day.network.become("silent")
    _late_at_the_third_home(day)
    _alone_at_a_home_for_two(day)

    day.it_is(17, 5)
    recorded = day.operative.own_events()
    day.network.become("lie")
    day.operative.page.reload()
    assert len(day.operative.own_events()) == len(recorded)
    day.network.become("pass")
    _send_everything(day)

    _everything_arrived(day, recorded)
    _the_console_shows_it(day, browser, done)
    _the_tenant_sees_what_is_owed(day, browser)


def _a_completed_visit_with_photos_and_a_concern(day: Day) -> str:
    operative = day.operative
    day.it_is(8, 5)
    operative.open_today()
    _nothing_for_axe(operative.page)
    visit = operative.open_visit("14 Oak Road")
    _nothing_for_axe(operative.page)
    operative.arrive(visit)
    for step in ("door", "damage", "told", "timer", "photos"):
        operative.go(visit, step)
        _nothing_for_axe(operative.page)
    operative.show_id(visit)
    operative.be_let_in(visit)
    operative.take_photos(visit, [PHOTOS / "phone-jpeg-iphone6.jpg", PHOTOS / "phone-jpeg-galaxy-s4.jpg"])
    _concern_killed_in_mid_form(day, visit)
    operative = day.operative
    operative.finish(visit, agreed="Boiler serviced, certificate by post", next_step="Nothing further")
    day.it_is(8, 50)
    operative.leave(visit)
    return visit


def _nothing_for_axe(page: Page) -> None:
    """axe finds nothing on the screen that stands now, in light and in dark."""
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}, {colours}: {found.generate_report()}"
    page.emulate_media(color_scheme=None)


def _concern_killed_in_mid_form(day: Day, visit: str) -> None:
    operative = day.operative
    operative.go(visit, "concern")
    operative.choose("Is anyone in danger now?", "No")
    operative.choose("What is it about?", "The home")
    operative.choose("Which kind?", "Gas")
    _nothing_for_axe(operative.page)
    operative.field("What did you see or hear?").press_sequentially(CONCERN, delay=20)
    operative.wait_until_kept(CONCERN)

    day.phone.kill()

    operative = day.operative
    operative.go(visit, "concern")
    expect(operative.page.get_by_text(CONCERN)).to_have_count(0)
    operative.press("Show what I wrote")
    expect(operative.field("What did you see or hear?")).to_have_value(CONCERN, timeout=15_000)
    operative.press("Save concern")
    operative.expect_saved("Concern saved.")


def _nobody_in_at_the_second_home(day: Day) -> None:
    day.it_is(10, 2)
    operative = day.operative
    visit = operative.open_visit("Cornelius Buttermere House")
    operative.arrive(visit)
    for step in ("no-access", "way", "late"):
        operative.go(visit, step)
        _nothing_for_axe(operative.page)
    day.it_is(10, 8)
    operative.nobody_in(visit)
    operative.leave(visit)


def _late_at_the_third_home(day: Day) -> None:
    """The slot ended at 14:00; nobody was told. Two appointments of this repair were not kept before."""
    day.it_is(14, 25)
    operative = day.operative
    visit = operative.open_visit("27 Samphire Way")
    operative.arrive(visit)
    operative.show_id(visit)
    operative.be_let_in(visit)
    operative.finish(visit, agreed="Pump replaced", next_step="Nothing further")
    day.it_is(15, 10)
    operative.leave(visit)


def _alone_at_a_home_for_two(day: Day) -> None:
    day.it_is(15, 30)
    operative = day.operative
    visit = operative.open_visit("8 Kestrel Mead")
    operative.choose("Your answer", "I have read this and will follow it")
    operative.press("Continue")
    operative.expect_title("8 Kestrel Mead")
    operative.go(visit, "arrive")
    operative.choose("Is the second person with you?", "No, I am alone")
    operative.press("I have arrived")
    operative.expect_saved("Recorded: you came alone.")
    expect(operative.page.get_by_role("main")).to_contain_text("Two people must attend this home")


def _send_everything(day: Day) -> None:
    operative = day.operative
    operative.page.reload()
    expect(operative.page.locator("#standing")).to_contain_text("Up to date", timeout=60_000)
    expect(operative.page.locator("#standing")).not_to_contain_text("not sent yet", timeout=60_000)


def _everything_arrived(day: Day, recorded: list[dict[str, Any]]) -> None:
    exported = [
        json.loads(line) for line in day.product.command("export", "--events", public_url=day.network.url).splitlines()
    ]
    mine = {row["id"]: row for row in exported if row["device_id"] == recorded[0]["device_id"]}
    assert len(recorded) > 20
    for event in recorded:
        row = mine[event["id"]]
        assert row["status"] == "accepted", row
        assert row["body"] == event["body"]
        assert (row["seq"], row["prev"], row["hash"]) == (event["seq"], event["prev"], event["hash"])
    named = [blob for event in recorded for blob in json.loads(str(event["body"]))["blobs"]]
    assert len(named) == 2
    for blob in named:
        kept = list(day.product.folder.rglob(f"*{blob['sha256']}*"))
        assert any(hashlib.sha256(path.read_bytes()).hexdigest() == blob["sha256"] for path in kept if path.is_file())


def _the_console_shows_it(day: Day, browser: Browser, visit: str) -> None:
    page = _signed_in(day, browser)
    page.goto(f"{day.network.url}/console/reports")
    expect(page.get_by_role("main")).to_contain_text("Property concern: gas")
    page.goto(f"{day.network.url}/console/visits/{visit}")
    expect(page.get_by_role("main").locator("img")).to_have_count(2, timeout=30_000)
    page.goto(f"{day.network.url}/console/repairs")
    page.get_by_role("link", name="200001").first.click()
    expect(page.get_by_role("main")).to_contain_text("£125.00", timeout=30_000)
    page.context.close()


def _signed_in(day: Day, browser: Browser) -> Page:
    page = browser.new_context(locale="en-GB", timezone_id="Europe/London").new_page()
    page.goto(f"{day.network.url}/console/")
    page.get_by_label("Email").fill("manager@havebury.example.org")
    page.get_by_label("Password").fill(day.opening["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def _the_tenant_sees_what_is_owed(day: Day, browser: Browser) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(day.opening["tenant_link"])
    page.get_by_label(re.compile("postcode", re.I)).fill(day.opening["postcode"])
    page.get_by_role("button").last.click()
    expect(page.get_by_role("main")).to_contain_text("£125.00", timeout=30_000)
    page.context.close()
