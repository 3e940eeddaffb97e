"""The running product that the journeys share: server, worker, a network before them, and codes for new phones."""

import json
import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.journeys.network import Network
from tests.journeys.product import ROOT, Product

LONDON = ZoneInfo("Europe/London")
# Sam Reed for most journeys; Tomasz Zieliński has homes where no other journey calls.
CODES_AT_ONCE = ["OP001"] * 8 + ["OP003"] * 2


class House:
    """Started once for all journeys, on the demonstration landlord, at a London time of today."""

    def __init__(self, folder: Path, hour: int = 9, minute: int = 40) -> None:
        today = datetime.now(LONDON).date()
        self.shift = datetime.combine(today, time(hour, minute), LONDON) - datetime.now(UTC)
        self.product = Product(folder)
        self.network = Network(self.product.port)
        self.product.move_clock(self.shift.total_seconds())
        self.opening = self.product.prepare_demonstration(self.url)
        self.product.start(self.url)
        self._codes: defaultdict[str, list[str]] = defaultdict(list)
        self._deployed: Product | None = None

    @property
    def url(self) -> str:
        return self.network.url

    def enrolment_code(self, operative_id: str = "OP001") -> str:
        """A fresh one-time code; each journey sets up a phone of its own."""
        if not self._codes[operative_id]:
            for made in json.loads(self.command("enrol-code", *CODES_AT_ONCE, "--json")):
                self._codes[made["operative_id"]].append(str(made["code"]))
        return self._codes[operative_id].pop()

    def console(self, browser: Browser) -> Page:
        """A contract manager's console, signed in."""
        page = browser.new_context(locale="en-GB", timezone_id="Europe/London").new_page()
        page.goto(f"{self.url}/console/")
        page.get_by_label("Email").fill("manager@havebury.example.org")
        page.get_by_label("Password").fill(self.opening["password"])
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    def command(self, *arguments: str) -> str:
        return self.product.command(*arguments, public_url=self.url)

    def deploy(self, folder: Path, edit: Callable[[Path], None]) -> None:
        """Put another version of the server in the place of this one, on the same data."""
        for part in ("server", "pwa", "static", "migrations"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        edit(folder)
        self._deployed = Product(self.product.folder, folder)
        self._deployed.start(self.url, alone=True)
        self._serve_from(self._deployed)

    def roll_back(self) -> None:
        """The repository's own version answers again."""
        if self._deployed:
            self._serve_from(self.product)
            self._deployed.stop()
            self._deployed = None

    def _serve_from(self, product: Product) -> None:
        self.network.server_port = product.port
        self.network.become("pass")

    def close(self) -> None:
        self.roll_back()
        self.network.close()
        self.product.stop()
