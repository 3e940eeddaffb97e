"""Two windows, a lost connection to the phone's database, a full phone, a browser that keeps nothing."""

import gzip
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Request, expect

from tests.journeys.conftest import PHONE, Phone
from tests.journeys.house import House
from tests.journeys.operative import SLOW, OperativesPhone

PHOTO = Path(__file__).resolve().parents[1] / "data" / "photos" / "phone-jpeg-iphone6.jpg"
NOTE = "The stopcock is behind the washing machine."

# Remembers the page's connections to its databases, so that a test can cut them as phones do.
KEEP_CONNECTIONS = """(() => {
  const open = IDBFactory.prototype.open;
  window.connections = [];
  IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    request.addEventListener('success', () => window.connections.push(request.result));
    return request;
  };
})();"""
CUT_UNSEEN = "() => connections.forEach((connection) => connection.close())"
CUT_WITH_WORD = """() => connections.forEach((connection) => {
  connection.close();
  connection.dispatchEvent(new Event('close'));
})"""

# What Firefox's private windows and locked down phones do.
KEEPS_NOTHING = """IDBFactory.prototype.open = () => {
  throw new DOMException('A mutation operation was attempted on a database that did not allow mutations.',
    'InvalidStateError');
};"""


class Sent:
    """Every event that left the phone, by the window that sent it."""

    def __init__(self, context: BrowserContext) -> None:
        self.batches: list[tuple[object, list[str]]] = []
        context.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.url.endswith("/api/v1/sync"):
            events = [str(event["id"]) for event in _content(request)["events"]]
            if events:
                self.batches.append((request.frame.page, events))


def _content(request: Request) -> dict[str, Any]:
    body = request.post_data_buffer or b"{}"
    content: dict[str, Any] = json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
    return content


def test_two_windows_show_the_same_and_send_once(house: House, phone: Phone, operative: OperativesPhone) -> None:
    visit = operative.open_visit("14 Oak Road")
    second = OperativesPhone(phone.context.new_page(), house.url)
    second.page.goto(f"{house.url}/app/#/unsent")
    second.expect_title("Unsent")
    house.network.become("refuse")
    operative.arrive(visit)
    operative.show_id(visit)
    expect(second.page.locator("#unsent-rows > li")).to_have_count(2, timeout=SLOW)
    second.go(visit, "no-access")
    operative.go(visit, "consent")

    recorded = [event["id"] for event in operative.own_events()]
    sent = Sent(phone.context)
    house.network.become("pass")
    for window in (operative, second):
        window.page.evaluate("dispatchEvent(new Event('online'))")
    for window in (operative, second):
        window.open("unsent")
        expect(window.page.get_by_role("main")).to_contain_text("Nothing is waiting", timeout=40_000)
    assert [events for _, events in sent.batches] == [recorded]


def test_a_lost_database_connection_loses_nothing(house: House, phone: Phone) -> None:
    phone.move_clock(house.shift)
    phone.context.add_init_script(KEEP_CONNECTIONS)
    operative = OperativesPhone(phone.page(), house.url)
    operative.enrol(house.enrolment_code())
    visit = operative.open_visit("14 Oak Road")
    house.network.become("refuse")

    for number, cut in enumerate((CUT_UNSEEN, CUT_WITH_WORD), start=1):
        operative.go(visit, "told")
        operative.page.evaluate(cut)
        operative.write("Something else", NOTE)
        operative.wait_until_kept(NOTE)
        operative.page.evaluate(cut)
        operative.press("Save what I told them")
        operative.expect_saved("Saved what you told them.")
        assert len(operative.own_events()) == number


def test_a_full_phone_keeps_the_report_and_says_that_the_photo_is_not(
    house: House, phone: Phone, operative: OperativesPhone
) -> None:
    visit = operative.open_visit("14 Oak Road")
    house.network.become("refuse")
    operative = started_again_with_room_for(phone, operative, 250_000)
    operative.go(visit, "photos")
    operative.choose("When was it taken?", "After the work")
    operative.page.locator("input[type=file][capture]").set_input_files(PHOTO)
    expect(operative.page.get_by_role("img", name="Photo 1")).to_be_visible(timeout=SLOW)
    operative.press("Save photos")

    expect(operative.page.locator("#said")).to_contain_text("without its photos: the phone is full", timeout=SLOW)
    [event] = operative.own_events()
    assert json.loads(event["body"])["data"]["photos_not_kept"] == 1
    operative.open_today()
    expect(operative.page.get_by_role("main")).to_contain_text("Reports are kept, photos are not")


def started_again_with_room_for(phone: Phone, operative: OperativesPhone, spare: int) -> OperativesPhone:
    """The browser measures at its start, so it starts with no more storage than the app uses, and a little."""
    operative.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    used = operative.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    page = phone.restart()
    quota = {"origin": operative.url, "quotaSize": used + spare}
    phone.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
    page.goto(f"{operative.url}/app/#/today")
    return OperativesPhone(page, operative.url)


def test_a_browser_that_keeps_nothing_is_refused_with_its_reason(house: House, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    context.add_init_script(KEEPS_NOTHING)
    page = context.new_page()
    page.goto(f"{house.url}/app/#enrol={house.enrolment_code()}")

    expect(page.get_by_role("heading", level=1)).to_have_text("This phone cannot keep records", timeout=SLOW)
    expect(page.get_by_role("main")).to_contain_text("private mode")
    expect(page.get_by_role("button", name="Set up this phone")).to_have_count(0)
    context.close()
