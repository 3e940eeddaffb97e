"""Safety in a browser: a flag that changes on the way, and a missed check-in while the phone has no signal."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import SLOW, OperativesPhone

PLACE, POSTCODE = "Flat 12, Cornelius Buttermere House", "IP29 7FT"

# The app's two clocks run together, as a phone's do; the tests' own shift moves only the one that shows the day.
BOTH_CLOCKS = """(() => {
  const real = performance.now.bind(performance);
  window.ahead = 0;
  performance.now = () => real() + window.ahead;
})();"""


@pytest.fixture(scope="module")
def safe_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A product of its own: these journeys move its clock."""
    made = House(tmp_path_factory.mktemp("safe-house"))
    yield made
    made.close()


@pytest.fixture
def sam(safe_house: House, phone: Phone) -> OperativesPhone:
    phone.move_clock(safe_house.shift)
    phone.context.add_init_script(BOTH_CLOCKS)
    made = OperativesPhone(phone.page(), safe_house.url)
    made.enrol(safe_house.enrolment_code())
    return made


def later(house: House, phone: Phone, minutes: int) -> None:
    """Move the server and the phone to so many minutes after the house's own time."""
    house.product.move_clock((house.shift + timedelta(minutes=minutes)).total_seconds())
    phone.move_clock(house.shift + timedelta(minutes=minutes))
    for page in phone.context.pages:
        page.evaluate("ms => { window.ahead = ms; }", minutes * 60_000)


def test_a_flag_that_is_set_and_changed_on_the_way_is_asked_about_each_time(
    safe_house: House, sam: OperativesPhone, browser: Browser
) -> None:
    visit = sam.open_visit(PLACE)
    sam.go(visit, "way")
    sam.choose("When will you arrive?", "In about 15 minutes")
    sam.press("Send to tenant")
    sam.expect_saved("On my way.")
    console = safe_house.console(browser)
    _set_an_interim_flag(safe_house, console, "Ring at the gate and wait")

    _read_it(sam, "Ring at the gate and wait")

    console.get_by_text("Change what operatives are to do").click()
    console.get_by_label("New instruction").fill("Do not use the side door")
    console.get_by_role("button", name="Change it").click()
    _read_it(sam, "Do not use the side door")
    console.context.close()


def test_a_check_in_made_without_signal_answers_the_alarm_that_the_server_raised(
    safe_house: House, phone: Phone, sam: OperativesPhone, browser: Browser
) -> None:
    visit = sam.open_visit("14 Oak Road")
    sam.arrive(visit)
    sam.show_id(visit)
    sam.be_let_in(visit)
    expect(sam.page.get_by_text("The office has your timer.")).to_be_visible(timeout=SLOW)
    console = safe_house.console(browser)
    console.goto(f"{safe_house.url}/console/alarms")
    # Of this alarm alone: where the test is slow, the plan comes to miss somebody else as well.
    missed = console.get_by_role("heading", name="Check-in missed")
    expect(missed).to_have_count(0)
    safe_house.network.become("refuse")
    later(safe_house, phone, 50)
    sam.press("I am OK")
    sam.expect_saved("Checked in.")

    later(safe_house, phone, 61)
    safe_house.network.become("pass")
    sam.page.context.set_offline(True)
    expect(missed).to_be_visible(timeout=SLOW)
    for minutes, rung in (
        (66, "The contractor's office has been alerted."),
        (71, "The duty manager has been alerted."),
    ):
        later(safe_house, phone, minutes)
        expect(console.get_by_text(rung).first).to_be_visible(timeout=SLOW)
    expect(console.get_by_role("region", name="Alarms")).to_contain_text("lone worker alarm", timeout=SLOW)

    sam.page.context.set_offline(False)
    sam.open("unsent")
    expect(missed).to_have_count(0, timeout=2 * SLOW)
    console.reload()
    expect(console.get_by_text("Checked in before the deadline; the word came late")).to_be_visible()
    console.context.close()


def _set_an_interim_flag(house: House, console: Page, what_to_do: str) -> None:
    """As a manager does at once, before the director decides."""
    console.goto(f"{house.url}/console/flags/new")
    console.get_by_label("Postcode of their home").fill(POSTCODE)
    console.get_by_role("button", name="Show who lives there").click()
    console.get_by_label("Nowak").check()
    console.get_by_role("button", name="Begin the draft").click()
    console.get_by_label("What are operatives to do differently?").fill(what_to_do)
    console.get_by_label("Restricted reason").fill("A dog ran at a colleague this morning")
    console.get_by_role("button", name="Save").click()
    console.get_by_role("button", name="Set an interim flag").click()
    expect(console.get_by_text("In force. The phones of those who go there are told.")).to_be_visible()


def _read_it(sam: OperativesPhone, what_to_do: str) -> None:
    """At the phone's next contact every page asks; the answer is kept and the asking ends."""
    sam.open("more")
    sam.page.reload()
    asks = sam.page.get_by_role("alert").filter(has_text=f"The instruction for {PLACE} has changed")
    expect(asks).to_be_visible(timeout=SLOW)
    asks.click()
    expect(sam.page.get_by_role("main")).to_contain_text(what_to_do)
    sam.choose("Your answer", "I have read this and will follow it")
    sam.press("Continue")
    sam.expect_title(PLACE)
    expect(asks).to_have_count(0)
