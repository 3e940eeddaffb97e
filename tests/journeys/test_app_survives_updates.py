"""A new version of the app comes while an old page is open, a form is half filled and records wait: nothing is lost."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import SLOW, OperativesPhone

TEXT = "Loose tiles over the back door."
PHOTO = Path(__file__).resolve().parents[1] / "data" / "photos" / "phone-jpeg-galaxy-s4.jpg"
OLD, NEW = "Try to send now", "Send again, newer version"

READY = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const controls = () => navigator.serviceWorker.controller;
  if (!controls()) await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
  return active.state;
}"""
LOOK_FOR_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration('/app/');
  await registration.update();
  while (!registration.waiting) await new Promise((done) => setTimeout(done, 50));
}"""
SETS = "caches.keys().then((names) => names.filter((name) => name.startsWith('doorstep-shell-')).length)"


def the_next_version(folder: Path) -> None:
    """A screen and its words change together, the upload library speaks, and the phone's database gets a new store."""
    screen = folder / "pwa" / "screens" / "day" / "unsent.js"
    change(screen, "label: w.try,", "label: w.newerWord,")
    change(folder / "pwa" / "ui" / "words" / "day.js", f"try: '{OLD}'", f"newerWord: '{NEW}'")
    library = folder / "static" / "vendor" / "tus-js-client.js"
    library.write_text(f"{library.read_text()}\nglobalThis.newerLibrary = true;\n")
    database = folder / "pwa" / "store" / "db.js"
    change(database, "export const VERSION = ", "export const VERSION = 1 + ")
    change(database, "  if (from < 1) {", "  db.createObjectStore('of_the_newer_version');\n  if (from < 1) {")


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert text.count(before) == 1, (file, before)
    file.write_text(text.replace(before, after))


def test_an_update_waits_for_the_person_and_loses_nothing(
    house: House, phone: Phone, operative: OperativesPhone, tmp_path: Path
) -> None:
    page = operative.page
    page.evaluate(READY)
    visit = operative.open_visit("14 Oak Road")
    with_no_answers(phone.context)
    operative.arrive(visit)
    operative.go(visit, "concern")
    operative.choose("What is it about?", "The home")
    operative.write("What did you see or hear?", TEXT)

    house.deploy(tmp_path, the_next_version)
    page.evaluate(LOOK_FOR_UPDATE)
    expect(operative.field("What did you see or hear?")).to_have_value(TEXT)
    second = OperativesPhone(phone.context.new_page(), house.url)
    _takes_the_new_version(second)
    _goes_on_with_the_old_one(operative, visit)
    second.page.close()

    recorded = operative.own_events()
    phone.context.unroute("**/api/**")
    _sends_with_its_own_library(operative)
    _everything_arrived_once(house, recorded)
    _then_runs_the_new_version(operative)


def with_no_answers(context: BrowserContext) -> None:
    """The app's own files still come, so that an update can, and nothing is sent."""
    context.route("**/api/**", lambda route: route.abort())


def _takes_the_new_version(second: OperativesPhone) -> None:
    second.page.goto(f"{second.url}/app/#/today")
    second.page.get_by_role("link", name="See what to do").click()
    with second.page.expect_event("load", timeout=SLOW):
        second.press("Use the new version")
    second.open("unsent")
    expect(second.page.get_by_role("button", name=NEW)).to_be_visible(timeout=SLOW)
    expect(second.page.get_by_role("main")).to_contain_text("Arrived")


def _goes_on_with_the_old_one(operative: OperativesPhone, visit: str) -> None:
    """The other window took the new version and upgraded the database; this one was left alone in mid-form."""
    expect(operative.field("What did you see or hear?")).to_have_value(TEXT)
    operative.choose("Is anyone in danger now?", "No")
    operative.choose("Which kind?", "Something else")
    operative.press("Save concern")
    operative.expect_saved("Concern saved.")
    operative.take_photos(visit, [PHOTO])
    operative.open("unsent")
    expect(operative.page.get_by_role("button", name=OLD)).to_be_visible()


def _sends_with_its_own_library(operative: OperativesPhone) -> None:
    operative.press(OLD)
    expect(operative.page.locator("#standing")).to_contain_text("Up to date", timeout=30_000)
    expect(operative.page.get_by_role("main")).to_contain_text("Nothing is waiting", timeout=30_000)
    assert operative.page.evaluate("globalThis.newerLibrary") is None


def _everything_arrived_once(house: House, recorded: list[dict[str, object]]) -> None:
    rows = [json.loads(line) for line in house.command("export", "--events").splitlines()]
    mine = [(row["seq"], row["id"], row["body"]) for row in rows if row["device_id"] == recorded[0]["device_id"]]
    assert [one for one in sorted(mine) if one[0] >= recorded[0]["seq"]] == [
        (event["seq"], event["id"], event["body"]) for event in recorded
    ]


def _then_runs_the_new_version(operative: OperativesPhone) -> None:
    page: Page = operative.page
    assert page.evaluate(SETS) == 2
    page.reload()
    expect(page.get_by_role("button", name=NEW)).to_be_visible(timeout=SLOW)
    # Not `wait_for_function`: it takes a promise for true, whatever it comes to.
    _wait_until(lambda: page.evaluate(SETS) == 1)


def _wait_until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + SLOW / 1000
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.1)
