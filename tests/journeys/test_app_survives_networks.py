"""The app opens whatever the network does, and a phone that may not send any more still hands its evidence over."""

import json
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import SLOW, OperativesPhone

TEXT = "Scorch mark above the socket by the back door."
TOKEN = """(token) => new Promise((done) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const db = opening.result;
    const meta = db.transaction('meta', 'readwrite').objectStore('meta');
    let before = '';
    meta.get('device').onsuccess = ({ target: { result: device } }) => {
      before = device.operatives[0].token;
      device.operatives[0].token = token;
      meta.put(device, 'device');
    };
    meta.transaction.oncomplete = () => { db.close(); done(before); };
  };
})"""


def test_the_app_opens_and_keeps_a_form_whatever_the_network_does(
    house: House, phone: Phone, operative: OperativesPhone
) -> None:
    operative.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visit = operative.open_visit("14 Oak Road")
    operative.go(visit, "concern")
    operative.choose("What is it about?", "The home")
    operative.write("What did you see or hear?", TEXT)
    operative.wait_until_kept(TEXT)
    phone.kill()

    for mode in ("silent", "refuse", "lie"):
        house.network.become(mode)
        opened = OperativesPhone(phone.page(), house.url)
        opened.page.goto("about:blank")
        opened.page.goto(f"{house.url}/app/")
        opened.expect_title(re.compile("^Today"))
        expect(opened.page.get_by_role("main")).to_contain_text("14 Oak Road")
        opened.go(visit, "concern")
        opened.press("Show what I wrote")
        expect(opened.field("What did you see or hear?")).to_have_value(TEXT, timeout=SLOW)


def test_a_phone_that_may_not_send_hands_its_evidence_over_by_file(
    house: House, operative: OperativesPhone, browser: Browser, tmp_path: Path
) -> None:
    visit = operative.open_visit("27 Samphire Way")
    house.network.become("refuse")
    operative.arrive(visit)
    operative.show_id(visit)
    good = operative.page.evaluate(TOKEN, "a token that has ended")
    house.network.become("pass")
    console = house.console(browser)

    operative.open("unsent")
    operative.press("Try to send now")
    standing = operative.page.locator("#standing")
    expect(standing).to_contain_text("Signed out. 2 saved reports are safe. Sign in to send.", timeout=SLOW)
    _by_file(operative, console, tmp_path / "unsent.json")
    _the_office_sees_what_is_known_of_its_times(console, f"{house.url}/console/visits/{visit}")

    operative.page.evaluate(TOKEN, good)
    operative.press("Try to send now")
    expect(operative.page.get_by_role("main")).to_contain_text("Nothing is waiting", timeout=SLOW)
    _taken_out_of_use(house, operative, visit)
    console.context.close()


def _by_file(operative: OperativesPhone, console: Page, file: Path) -> None:
    with operative.page.expect_download() as download:
        operative.press("Copy to a file")
    download.value.save_as(file)
    assert [sorted(event) for event in json.loads(file.read_text())["events"]] == [["box", "epoch", "hash", "seq"]] * 2
    console.goto(f"{operative.url}/console/unsent")
    console.get_by_label("The file from the phone").set_input_files(file)
    console.get_by_role("button", name="Take it in").click()
    expect(console.get_by_role("main")).to_contain_text("2 records now counted")


def _the_office_sees_what_is_known_of_its_times(console: Page, visit_page: str) -> None:
    console.goto(visit_page)
    came = console.get_by_text("its record came in a file, so its clock could not be compared with ours")
    expect(came.first).to_be_visible()


def _taken_out_of_use(house: House, operative: OperativesPhone, visit: str) -> None:
    """The office ends the phone's access: it says so, still hands in what it holds, and shows what became of it."""
    device_id = operative.own_device()
    house.command("device", "revoke", device_id)
    operative.go(visit, "witness")
    operative.write("Six digits on their screen", "123456")
    operative.press("Save the code")
    operative.expect_saved("Code saved.")
    operative.open("unsent")
    operative.press("Try to send now")
    expect(operative.page.locator("#standing")).to_contain_text("took this phone out of use", timeout=SLOW)
    expect(operative.page.locator("#unsent-rows > li")).to_have_count(1, timeout=SLOW)
    operative.page.locator("#unsent-rows").get_by_role("link").click()
    expect(operative.page.get_by_role("main")).to_contain_text("Your access has ended")
