"""The running product that several journeys share: server, worker, a network before them, and codes for new phones."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.journeys.network import Network
from tests.journeys.product import Product

LONDON = ZoneInfo("Europe/London")


class House:
    """Started once for a file of journeys, on the demonstration landlord, at a London time of today."""

    def __init__(self, folder: Path, hour: int = 9, minute: int = 40) -> None:
        today = datetime.now(LONDON).date()
        self.shift = datetime.combine(today, time(hour, minute), LONDON) - datetime.now(UTC)
        self.product = Product(folder)
        self.network = Network(self.product.port)
        self.product.move_clock(self.shift.total_seconds())
        self.opening = self.product.prepare_demonstration(self.url)
        self.product.start(self.url)

    @property
    def url(self) -> str:
        return self.network.url

    def enrolment_code(self, operative_id: str = "OP001") -> str:
        """A fresh one-time code; each journey sets up a phone of its own."""
        made = self.product.command("enrol-code", operative_id, "--json", public_url=self.url)
        return str(json.loads(made)[0]["code"])

    def close(self) -> None:
        self.network.close()
        self.product.stop()
