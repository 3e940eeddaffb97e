"""A real browser, the real product, and a network between them that can fail."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

from tests.journeys.house import House
from tests.journeys.network import Network
from tests.journeys.operative import OperativesPhone
from tests.journeys.product import Product

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}

# What is expected comes at once on a quiet machine; several browsers on two cores may take longer than the usual 5 s.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for consoles and tenants; each test has a context of its own."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """The product on a fresh demonstration landlord, not yet started."""
    made = Product(tmp_path / "data")
    made.folder.mkdir()
    yield made
    made.stop()


@pytest.fixture
def network(product: Product) -> Iterator[Network]:
    made = Network(product.port)
    yield made
    made.close()


@pytest.fixture(scope="session")
def running_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


@pytest.fixture
def house(running_house: House) -> Iterator[House]:
    """One running product for all journeys that bring a phone of their own; network and version as they were."""
    yield running_house
    running_house.network.become("pass")
    running_house.roll_back()


@pytest.fixture
def operative(house: House, phone: "Phone") -> OperativesPhone:
    """Sam Reed with a phone just set up, at the house's time of day."""
    phone.move_clock(house.shift)
    made = OperativesPhone(phone.page(), house.url)
    made.enrol(house.enrolment_code())
    return made


# The browser runs on the machine's clock; this moves what the app sees of it. The shift outlives a reload.
SHIFTED_CLOCK = """(() => {
  const Real = Date;
  const kept = () => Number(localStorage.getItem('test-clock-shift') ?? %s);
  let shift = kept();
  window.moveClock = (by) => { shift = by; localStorage.setItem('test-clock-shift', String(by)); };
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})();"""


class Phone:
    """A phone's browser with its own storage on disk, which survives being killed."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright = playwright
        self._folder = folder
        self._shift_ms = 0.0
        self._context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The open browser, started at its first use, so that its clock can be set before."""
        if self._context is None:
            self._context = self._launch()
        return self._context

    def page(self) -> Page:
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def move_clock(self, by: timedelta) -> None:
        """Show the app another time of day; the open page and every later one see it."""
        self._shift_ms = by / timedelta(milliseconds=1)
        for page in self._context.pages if self._context else []:
            page.evaluate("shift => { if (window.moveClock) window.moveClock(shift); }", self._shift_ms)

    def kill(self) -> None:
        """Kill the browser as the system does when memory is short, and open it again on the same storage."""
        for process in _processes_with(str(self._folder)):
            os.kill(process, signal.SIGKILL)
        self.restart()

    def restart(self) -> Page:
        """Close the browser and open it again on the same storage."""
        self.close()
        return self.page()

    def close(self) -> None:
        if self._context is not None:
            with suppress(Error):
                self._context.close()
        self._context = None

    def _launch(self) -> BrowserContext:
        context = self._playwright.chromium.launch_persistent_context(
            str(self._folder),
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport=PHONE,
            has_touch=True,
            is_mobile=True,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.add_init_script(SHIFTED_CLOCK % self._shift_ms)
        return context


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Phone]:
    """A phone; where the test fails, what stood on its screen is kept beside its storage."""
    failed_before = request.session.testsfailed
    made = Phone(playwright, tmp_path / "phone")
    yield made
    if request.session.testsfailed > failed_before:
        with suppress(Error):
            made.page().screenshot(path=tmp_path / "screen.png", full_page=True)
            print(f"{made.page().url}\n{made.page().inner_text('body')}\n{tmp_path / 'screen.png'}")
    made.close()


def _processes_with(text: str) -> list[int]:
    """The processes whose command line names this text."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(OSError):
                if text in (place / "cmdline").read_text():
                    found.append(int(place.name))
    return found
