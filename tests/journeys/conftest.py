"""A real browser, the real product, and a network between them that can fail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.journeys.network import Network
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys run in one process, one after the other: two browsers at once on two cores mislead."""
    for item in items:
        if "journeys" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.xdist_group("browser"))


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


class Phone:
    """A phone's browser with its own storage on disk, which survives being killed."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright = playwright
        self._folder = folder
        self.context = self._launch()

    def page(self) -> Page:
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def restart(self) -> Page:
        """Close the browser and open it again on the same storage."""
        self.context.close()
        self.context = self._launch()
        return self.page()

    def _launch(self) -> BrowserContext:
        return self._playwright.chromium.launch_persistent_context(
            str(self._folder),
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport=PHONE,
            has_touch=True,
            is_mobile=True,
            locale="en-GB",
            timezone_id="Europe/London",
        )


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    made = Phone(playwright, tmp_path / "phone")
    yield made
    made.context.close()
