"""What an operative does on the phone, step by step, by what stands on the screen."""

import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

SLOW = 45_000

# Reads one store of the phone's database from outside the app.
READ_STORE = """async (store) => {
  const settled = (ask) => new Promise((done, no) => {
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => no(ask.error);
  });
  const rows = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await settled(indexedDB.open(name));
    if ([...db.objectStoreNames].includes(store)) {
      rows.push(...(await settled(db.transaction(store).objectStore(store).getAll())));
    }
    db.close();
  }
  return rows;
}"""


class OperativesPhone:
    """The app on one page. Every step waits for what it promises to be on the screen."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def enrol(self, code: str) -> None:
        self.page.goto(f"{self.url}/app/#enrol={code}")
        self.press("Set up this phone")
        self.expect_title(re.compile("^Today"))
        expect(self.page.locator("#standing")).to_contain_text("Up to date", timeout=SLOW)

    def open_today(self) -> None:
        self.open("today")
        self.expect_title(re.compile("^Today"))

    def open_visit(self, address: str) -> str:
        """Open the next visit where it is at this address, else the first one listed; returns its id."""
        self.open_today()
        card = self.page.locator("section.card", has_text=address)
        listed = self.page.locator("ul.rows a[href^='#/visit/']", has_text=address)
        (card.get_by_role("link", name="Open this visit") if card.count() else listed.first).click()
        self.page.wait_for_url(re.compile(r"#/visit/[0-9a-f-]{36}"))
        found_id = re.search(r"#/visit/([0-9a-f-]{36})", self.page.url)
        if found_id is None:
            raise AssertionError(f"no visit is open: {self.page.url}")
        return found_id.group(1)

    def go(self, visit_id: str, step: str = "") -> None:
        self.open(f"visit/{visit_id}{'/' + step if step else ''}")

    def open(self, path: str) -> None:
        """Go to one page of the app and wait until it stands: the focus comes to its title."""
        address = f"{self.url}/app/#/{path}"
        if self.page.url == address:
            return
        self.page.evaluate("document.activeElement?.blur()")
        self.page.goto(address)
        expect(self.page.locator("#title")).to_be_focused(timeout=SLOW)

    def arrive(self, visit_id: str) -> None:
        self.go(visit_id, "arrive")
        self.press("I have arrived")
        self.expect_saved("Arrived.")

    def show_id(self, visit_id: str) -> None:
        self.go(visit_id, "door")
        self.press("They have checked")
        self.expect_saved("ID shown.")

    def be_let_in(self, visit_id: str) -> None:
        self.go(visit_id, "consent")
        self.choose("Is someone 18 or over at home?", "Yes")
        self.choose("“May I come in?”", "They said yes")
        self.press("I am going in")
        self.expect_saved("Let in.")

    def take_photos(self, visit_id: str, photos: Sequence[Path], when: str = "After the work") -> None:
        self.go(visit_id, "photos")
        self.choose("When was it taken?", when)
        for number, photo in enumerate(photos, start=1):
            self.page.locator("input[type=file][capture]").set_input_files(photo)
            expect(self.page.get_by_role("img", name=f"Photo {number}")).to_be_visible(timeout=SLOW)
        self.press("Save photos")
        self.expect_saved("Photos saved.")

    def finish(self, visit_id: str, *, agreed: str, next_step: str) -> None:
        self.go(visit_id, "finish")
        self.fill_finish(agreed=agreed, next_step=next_step)
        self.press("Check answers")
        self.press("Finish visit")
        self.expect_saved("Visit finished.")

    def fill_finish(self, *, agreed: str, next_step: str) -> None:
        self.choose("Is the work done?", "Yes, done")
        self.choose("Is another visit needed?", "No")
        self.choose("Is everything dealt with that they asked for?", "Yes")
        self.write("What you agreed", agreed)
        self.write("What happens next?", next_step)
        self.choose("Cleaned up and left as you found it?", "Yes")

    def leave(self, visit_id: str) -> None:
        self.go(visit_id, "leave")
        if self.page.get_by_role("group", name="Cleaned up and left as you found it?").count():
            self.choose("Cleaned up and left as you found it?", "Yes")
        self.press("I have left")
        self.expect_saved("Left.")
        self.press("Yes, I am out and safe")
        self.expect_saved("Back safe.")

    def nobody_in(self, visit_id: str) -> None:
        self.go(visit_id, "no-access")
        self.choose("What happened?", "Nobody in")
        for tried in ("Knocked", "Rang the bell"):
            self.page.get_by_label(tried).check()
        self.choose("Card left?", "Yes")
        self.press("Save no access")
        self.expect_saved("No access recorded.")

    def choose(self, question: str, answer: str) -> None:
        group = self.page.get_by_role("group", name=question)
        group.get_by_label(answer, exact=True).check()

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect_saved(self, said: str) -> None:
        """Wait for this step's own words: those of the step before may still stand."""
        saved = re.compile(re.escape(said) + r" Saved on this phone \d\d:\d\d")
        expect(self.page.get_by_text(saved)).to_be_visible(timeout=SLOW)

    def expect_title(self, title: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible(timeout=SLOW)

    def report_concern(self, visit_id: str, kind: str, seen: str) -> None:
        self.go(visit_id, "concern")
        self.choose("Is anyone in danger now?", "No")
        self.choose("What is it about?", "The home")
        self.choose("Which kind?", kind)
        self.write("What did you see or hear?", seen)
        self.press("Save concern")
        self.expect_saved("Concern saved.")

    def strip(self) -> str:
        """What the status strip says."""
        return self.page.locator("#standing").inner_text()

    def own_events(self) -> list[dict[str, Any]]:
        """Every event in the phone's own database, as it stands there, in order."""
        return sorted(self._stored("events"), key=lambda event: event["seq"])

    def own_device(self) -> str:
        """The id under which the server knows this phone."""
        [chain] = self._stored("chains")
        return str(chain["device_id"])

    def wait_until_kept(self, text: str) -> None:
        """Wait until what was typed is on the phone's disk, though nobody saved the form."""
        give_up = time.monotonic() + 10
        while not any(text in json.dumps(draft) for draft in self._stored("drafts")):
            if time.monotonic() > give_up:
                raise AssertionError("what was typed was not kept by itself")
            self.page.wait_for_timeout(50)

    def _stored(self, store: str) -> list[dict[str, Any]]:
        return list(self.page.evaluate(READ_STORE, store))
