"""The day's list stands first; the rest of the app comes after it, or later, or not at all."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

THE_REST = re.compile(r"/app/joined/(work|rooms)\.js$")
WITHOUT_WORKER = """async () => {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""
NOTE_THE_LIST = """new MutationObserver(() => {
  if (document.getElementById('title')) window.listedAt ??= performance.now();
}).observe(document, { childList: true, subtree: true })"""
# The first formatter of a page costs a slow phone a fifth of a second.
NOTE_FORMATTERS = """window.formatters = [];
Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, { construct(made, given) {
  window.formatters.push(performance.now());
  return new made(...given);
} })"""
NOTE_THE_STRIP = """window.said = [];
new MutationObserver(() => {
  const now = document.getElementById('standing')?.innerText;
  if (now && now !== said.at(-1)) said.push(now);
}).observe(document, { childList: true, subtree: true, characterData: true })"""
# However slow this machine is, the office has not been silent for long.
NO_TIME_PASSES = "performance.now = () => 0"
BEFORE_THE_LIST = """(rest) => performance.getEntriesByType('resource')
  .filter(({ name, startTime }) => new RegExp(rest).test(name) && startTime < window.listedAt)
  .map(({ name }) => name)"""


def test_the_list_stands_while_the_rest_of_the_app_does_not_come(house: House, operative: OperativesPhone) -> None:
    house.network.become("refuse")
    visit = operative.open_visit("14 Oak Road")
    operative.arrive(visit)
    house.network.become("pass")
    page = _served_by_the_network(operative)
    page.route("**/api/**", lambda route: route.abort())
    page.route(THE_REST, lambda route: None)

    page.goto(f"{house.url}/app/")

    operative.expect_title(re.compile("^Today"))
    expect(page.get_by_role("main")).to_contain_text("14 Oak Road")
    expect(page.locator("#standing")).to_contain_text("1 saved on this phone, not sent yet.")


def test_nothing_else_is_fetched_and_no_formatter_made_before_the_list_stands(
    house: House, operative: OperativesPhone
) -> None:
    page = _served_by_the_network(operative)
    page.add_init_script(NOTE_THE_LIST)
    page.add_init_script(NOTE_FORMATTERS)

    with page.expect_response(THE_REST):
        page.goto(f"{house.url}/app/")

    operative.expect_title(re.compile("^Today"))
    assert page.evaluate(BEFORE_THE_LIST, THE_REST.pattern) == []
    assert page.evaluate("formatters.filter((at) => at < window.listedAt)") == []


def test_a_phone_just_set_up_asks_for_its_list_at_once_and_never_says_offline(house: House, phone: Phone) -> None:
    phone.move_clock(house.shift)
    page = phone.page()
    page.add_init_script(NO_TIME_PASSES)
    page.add_init_script(NOTE_THE_STRIP)

    OperativesPhone(page, house.url).enrol(house.enrolment_code())

    said = [re.sub(r" \d\d:\d\d\.", "", line.strip()) for line in page.evaluate("said")]
    assert said[-3:] == ["This phone is not set up yet.", "Asking the office.", "Up to date"]


def test_a_phone_without_a_list_does_not_say_that_there_are_no_visits(house: House, phone: Phone) -> None:
    phone.move_clock(house.shift)
    page = phone.page()
    page.context.route("**/api/v1/sync", lambda route: route.abort())

    page.goto(f"{house.url}/app/#enrol={house.enrolment_code()}")
    page.get_by_role("button", name="Set up this phone").click()

    expect(page.locator("#standing")).to_have_text(re.compile("Offline. No day list yet."))
    expect(page.get_by_role("main")).to_contain_text("This phone has no day list yet.")
    expect(page.get_by_role("main")).not_to_contain_text("No visits")
    page.context.unroute("**/api/v1/sync")
    page.get_by_role("button", name="Check for visits now").click()
    expect(page.get_by_role("main")).to_contain_text("14 Oak Road")


def _served_by_the_network(operative: OperativesPhone) -> Page:
    """The page without its worker, so that the test sees each request."""
    page = operative.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(WITHOUT_WORKER)
    page.goto("about:blank")
    return page
