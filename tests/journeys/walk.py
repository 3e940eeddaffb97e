"""Walks the operative's app through its screens, one after another, and says at each which it is."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.operative import OperativesPhone

PHOTO = Path(__file__).resolve().parents[1] / "data" / "photos" / "phone-jpeg-iphone6.jpg"
ROUTES = Path(__file__).resolve().parents[2] / "pwa" / "screens" / "routes.js"
ROUTE = re.compile(r"^  '?([a-z][\w/:-]*)'?: (?:from\(|async)", re.MULTILINE)


def set_up(phone: OperativesPhone, code: str) -> Iterator[str]:
    """From a phone that knows nothing to the day's list."""
    phone.page.goto(f"{phone.url}/app/")
    phone.expect_title("Set up this phone")
    expect(phone.page.get_by_text("This phone can")).to_be_visible(timeout=15_000)
    yield "enrol"
    phone.press("Set up this phone")
    expect(phone.page.locator("#error-summary")).to_be_visible()
    yield "enrol, refused"
    phone.enrol(code)
    yield "today"


def all_routes() -> list[str]:
    """Every address that the app knows, as it is written there."""
    return ROUTE.findall(ROUTES.read_text())


def places(phone: OperativesPhone) -> Iterator[str]:
    """Every page that belongs to no visit."""
    for place in all_routes():
        if ":" not in place:
            phone.open(place)
            yield place
    phone.open("nowhere")
    yield "an address that is none"


def the_rest(phone: OperativesPhone, visit: str, seen: Iterable[str]) -> Iterator[str]:
    """Whatever has an address and was not on the way, opened by it."""
    opened = list(seen)
    for route in all_routes():
        pattern = re.compile(re.sub(r":\w+", "[^/]+", route))
        if not any(pattern.fullmatch(one) for one in opened):
            phone.open(re.sub(r":\w+", "none", route.replace(":visit", visit)))
            yield route


def to_the_door(phone: OperativesPhone, visit: str) -> Iterator[str]:
    """The visit as far as its door, every way in or not in."""
    for step in ("", "way", "late", "cannot", "arrive", "recorded", "help"):
        phone.go(visit, step)
        yield f"visit/{step}"
    phone.arrive(visit)
    for step in ("door", "witness", "no-id", "consent", "emergency", "card", "no-access"):
        phone.go(visit, step)
        yield f"visit/{step}, arrived"
    phone.choose("What happened?", "Nobody in")
    phone.press("Save no access")
    yield "visit/no-access, refused"
    phone.show_id(visit)
    phone.go(visit, "consent")
    phone.choose("Is someone 18 or over at home?", "No")
    yield "visit/consent, only minors"
    phone.be_let_in(visit)


def inside(phone: OperativesPhone, visit: str) -> Iterator[str]:
    """The work, its photos and reports, and the timer."""
    yield from _timer(phone, visit)
    for step in ("told", "damage"):
        phone.go(visit, step)
        yield f"visit/{step}"
    phone.press("Save damage report")
    expect(phone.page.locator("#error-summary")).to_be_visible()
    yield "visit/damage, refused"
    phone.go(visit, "concern")
    phone.choose("Is anyone in danger now?", "Yes")
    yield "visit/concern, the call first"
    phone.choose("Have you rung?", "Yes, 999")
    phone.choose("What is it about?", "The home")
    yield "visit/concern, danger now"
    phone.go(visit, "damage")
    phone.go(visit, "concern")
    yield "visit/concern, begun before"
    phone.go(visit, "photos")
    phone.choose("When was it taken?", "After the work")
    phone.page.locator("input[type=file][capture]").set_input_files(PHOTO)
    expect(phone.page.get_by_role("img", name="Photo 1")).to_be_visible(timeout=15_000)
    yield "visit/photos"
    phone.page.get_by_role("link", name="Remove photo 1").click()
    phone.expect_title("Remove this photo?")
    yield "photo, to be removed"
    phone.page.get_by_role("link", name="Keep photo").click()
    phone.expect_title("Photos of the work")
    phone.press("Save photos")
    phone.expect_saved("Photos saved.")


def _timer(phone: OperativesPhone, visit: str) -> Iterator[str]:
    phone.go(visit, "timer")
    yield "visit/timer, running since entry"
    phone.go(visit, "timer/length")
    yield "visit/timer/length"
    phone.press("Start the timer")
    phone.expect_saved("Timer started.")
    phone.go(visit)
    yield "visit, timer running"


def ending(phone: OperativesPhone, visit: str) -> Iterator[str]:
    """The end of the visit, its check, the way out, and what was recorded."""
    phone.go(visit, "finish")
    phone.press("Check answers")
    expect(phone.page.locator("#error-summary")).to_be_visible()
    yield "visit/finish, refused"
    phone.fill_finish(agreed="Valve replaced, radiators bled", next_step="Parts come Thursday")
    phone.press("Check answers")
    phone.expect_title("Check and finish")
    yield "visit/check"
    phone.press("Finish visit")
    phone.expect_saved("Visit finished.")
    yield "visit/leave"
    phone.press("I have left")
    phone.expect_saved("Left.")
    yield "visit/leave, left"
    for step in ("", "recorded"):
        phone.go(visit, step)
        yield f"visit/{step}, over"
    phone.page.get_by_role("link", name="Correct").first.click()
    phone.page.wait_for_url("**/correct/**")
    yield "visit/correct"


def nobody_in(phone: OperativesPhone, visit: str) -> Iterator[str]:
    """A home where nobody opens, and the card that is left."""
    phone.arrive(visit)
    phone.nobody_in(visit)
    phone.go(visit, "card")
    yield "visit/card, left"
    phone.go(visit, "no-access")
    yield "visit/no-access, recorded"


def flagged(phone: OperativesPhone, visit: str) -> Iterator[str]:
    """A home with a flag that this operative cannot follow."""
    phone.go(visit)
    yield "flagged visit"
    phone.go(visit, "flag")
    yield "flagged visit/flag"
    phone.choose("Your answer", "I cannot follow it")
    phone.press("Continue")
    phone.page.wait_for_url("**/stop")
    yield "flagged visit/stop"


def unsent(phone: OperativesPhone) -> Iterator[str]:
    """What waits on the phone, and the day with it."""
    for place in ("today", "unsent", "enrol"):
        phone.open(place)
        yield f"{place}, offline"
