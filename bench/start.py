"""How soon the app stands on the screen: with no server, with a silent one, and over slow 4G for the first time."""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Playwright, sync_playwright

from tests.journeys.conftest import Phone
from tests.journeys.network import Network
from tests.journeys.operative import OperativesPhone
from tests.journeys.product import Product

CPU_SLOWED = 4
RUNS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PAINTS = """() => new Promise((done) => {
  const seen = {};
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.lcp = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  setTimeout(() => {
    seen.fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    done(seen);
  }, 2500);
})"""


@dataclass(frozen=True)
class Starts:
    """Milliseconds, medians of RUNS, with the processor slowed four times: first and largest contentful paint.

    Without a server, with a silent one, and `warm`, the browser itself has just been started; `again`: it was running.
    """

    no_server_fcp_ms: float
    silent_server_fcp_ms: float
    warm_fcp_ms: float
    warm_lcp_ms: float
    again_fcp_ms: float
    again_lcp_ms: float
    cold_fcp_ms: float
    cold_lcp_ms: float


def measure() -> Starts:
    """Enrol a phone on a fresh demonstration, then open the app again and again."""
    with demonstration() as (playwright, place, network, code):
        return _measure(playwright, place, network, code)


@contextmanager
def demonstration() -> Iterator[tuple[Playwright, Path, Network, str]]:
    """The product with its demonstration, behind a network that can fail; the code of its phone."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        product = Product(Path(place))
        network = Network(product.port)
        opening = product.prepare_demonstration(network.url)
        product.start(network.url)
        try:
            yield playwright, Path(place), network, opening["enrolment_code"]
        finally:
            product.stop()
            network.close()


def _measure(playwright: Playwright, place: Path, network: Network, code: str) -> Starts:
    phone = Phone(playwright, place / "phone")
    OperativesPhone(phone.page(), network.url).enrol(code)
    phone.page().wait_for_timeout(4000)
    warm = _opened(phone, network.url, RUNS)
    again = [_paints(_another_page(phone), network.url) for _ in range(RUNS)]
    network.become("refuse")
    gone = _opened(phone, network.url, RUNS)
    network.become("silent")
    silent = _opened(phone, network.url, RUNS)
    network.become("pass")
    phone.close()
    cold = [_first_ever(playwright, place / f"new-{run}", network.url) for run in range(RUNS)]
    return Starts(
        _median(gone, "fcp"),
        _median(silent, "fcp"),
        _median(warm, "fcp"),
        _median(warm, "lcp"),
        _median(again, "fcp"),
        _median(again, "lcp"),
        _median(cold, "fcp"),
        _median(cold, "lcp"),
    )


def _opened(phone: Phone, url: str, runs: int) -> list[dict[str, float]]:
    return [_paints(phone.restart(), url) for _ in range(runs)]


def _another_page(phone: Phone) -> Page:
    """In the browser that runs, in place of the page before."""
    before, page = phone.page(), phone.context.new_page()
    before.close()
    return page


def _first_ever(playwright: Playwright, folder: Path, url: str) -> dict[str, float]:
    phone = Phone(playwright, folder)
    session = slowed(phone.page())
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    paints = _paints(phone.page(), url)
    phone.close()
    return paints


def _paints(page: Page, url: str) -> dict[str, float]:
    slowed(page)
    page.goto(f"{url}/app/")
    paints: dict[str, float] = page.evaluate(PAINTS)
    return paints


def slowed(page: Page) -> CDPSession:
    """Slow this page's processor; the session that did it."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
    return session


def _median(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(run[name] for run in runs)
