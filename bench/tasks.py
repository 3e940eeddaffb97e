"""How long the app keeps its page from answering a finger, with a full day on the phone and a slow processor."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, expect
from uuid_utils.compat import uuid7

from bench.start import demonstration, slowed
from server.domain.chain import event_hash
from tests.journeys.conftest import Phone
from tests.journeys.network import Network
from tests.journeys.operative import READ_STORE, SLOW, OperativesPhone

VISITS, EVENTS = 40, 400
PHOTO = Path(__file__).resolve().parents[1] / "tests" / "data" / "photos"

WATCH = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ type: 'longtask' });
}"""

# Lists copies of the visits on the phone, and puts records behind those that it holds.
FILL = """async ({ visits, events, head }) => {
  const settled = (ask) => new Promise((done, no) => {
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => no(ask.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const db = await settled(indexedDB.open(name));
    if (![...db.objectStoreNames].includes('feed')) { db.close(); continue; }
    const tx = db.transaction(['feed', 'events', 'chains'], 'readwrite');
    const [feed, chains] = [tx.objectStore('feed'), tx.objectStore('chains')];
    const known = (await settled(feed.getAll())).filter(({ kind }) => kind === 'visit');
    for (let n = known.length; n < visits; n++) {
      const like = known[n % known.length];
      feed.put(JSON.parse(JSON.stringify(like).replaceAll(like.id, crypto.randomUUID())));
    }
    for (const event of events) tx.objectStore('events').put(event);
    const chain = (await settled(chains.getAll())).find(({ epoch }) => epoch === events[0].epoch);
    chains.put({ ...chain, head });
    await new Promise((done, no) => { tx.oncomplete = done; tx.onerror = () => no(tx.error); });
    db.close();
  }
}"""


@dataclass
class Tasks:
    """Milliseconds of the longest task of each step (0 where none reached 50), with the processor slowed four times."""

    visits: int = 0
    longest_ms: dict[str, float] = field(default_factory=dict)


def measure() -> Tasks:
    """Enrol a phone on a fresh demonstration, fill it, and walk through a visit with every task watched."""
    with demonstration() as (playwright, place, network, code):
        return _measure(playwright, place, network, code)


def _measure(playwright: Playwright, place: Path, network: Network, code: str) -> Tasks:
    phone = Phone(playwright, place / "phone")
    first = OperativesPhone(phone.page(), network.url)
    first.enrol(code)
    visit = first.open_visit("")
    network.become("refuse")
    first.arrive(visit)
    first.show_id(visit)
    first.be_let_in(visit)
    _fill(phone.page(), visit)
    page = phone.restart()
    slowed(page)
    again = OperativesPhone(page, network.url)
    page.goto(f"{network.url}/app/")
    again.expect_title(re.compile("^Today"))
    page.wait_for_timeout(5000)
    page.evaluate(WATCH)
    found = Tasks()
    _walk(again, network, visit, _Watch(page, found))
    found.visits = len([row for row in page.evaluate(READ_STORE, "feed") if row["kind"] == "visit"])
    phone.close()
    return found


def _fill(page: Page, visit: str) -> None:
    """Copy visits, and lengthen the phone's chain by what it recorded, about each visit that the server knows."""
    own = sorted(page.evaluate(READ_STORE, "events"), key=lambda event: int(event["seq"]))
    about = [event for event in own if json.loads(event["body"])["visit_id"] == visit]
    known = [row["id"] for row in page.evaluate(READ_STORE, "feed") if row["kind"] == "visit"]
    last = own[-1]
    more: list[dict[str, Any]] = []
    while len(own) + len(more) < EVENTS:
        like = about[len(more) % len(about)]
        body = like["body"].replace(visit, known[len(more) // len(about) % len(known)])
        names = ("device_id", "epoch")
        event = {**{name: last[name] for name in names}, "id": str(uuid7()), "seq": last["seq"] + 1}
        event |= {"prev": last["hash"], "body": body}
        event["hash"] = event_hash(event)
        more.append(event)
        last = event
    head = {"seq": last["seq"], "hash": last["hash"]}
    page.evaluate(FILL, {"visits": VISITS, "events": more, "head": head})


def _walk(phone: OperativesPhone, network: Network, visit: str, watch: "_Watch") -> None:
    page = phone.page

    def record() -> None:
        phone.press("Finish visit")
        phone.expect_saved("Visit finished.")

    def sync() -> None:
        network.become("pass")
        expect(page.locator("#standing")).to_contain_text("Up to date", timeout=SLOW)

    steps: dict[str, Callable[[], object]] = {
        "a visit": lambda: phone.go(visit),
        "the list": phone.open_today,
        "unsent": lambda: phone.open("unsent"),
        "what was recorded": lambda: phone.go(visit, "recorded"),
        "a form": lambda: phone.go(visit, "finish"),
        "filling it in": lambda: phone.fill_finish(agreed="New washer fitted.", next_step="Nothing."),
        "checking it": lambda: phone.press("Check answers"),
        "a record": record,
        "a photo": lambda: phone.take_photos(visit, [next(PHOTO.glob("*.jpg"))]),
        "sending it all": sync,
        "lying open": lambda: page.wait_for_timeout(10_000),
    }
    for name, step in steps.items():
        with watch.over(name):
            step()


class _Watch:
    def __init__(self, page: Page, found: Tasks) -> None:
        self._page, self._found = page, found

    @contextmanager
    def over(self, step: str) -> Iterator[None]:
        """Write down the longest task of this step."""
        self._page.evaluate("window.longTasks.length = 0")
        yield
        self._page.wait_for_timeout(500)
        self._found.longest_ms[step] = max(self._page.evaluate("window.longTasks"), default=0)
