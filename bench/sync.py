"""The evening sync: many phones with a day's events each, on one server, beside the database's own insert speed."""

import json
import secrets
import sqlite3
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.phones import BenchPhone, Sent, at_once, compressed
from bench.processes import cpu_s, with_children
from tests.databases import postgresql_address
from tests.journeys.product import Product

EVENTS = 40
DEVICES = (200, 1_000)
PROCESSES = (1, 2)
AT_ONCE = 20


@dataclass
class Evening:
    """What one evening with this database came to."""

    database: str
    devices: int
    processes: int
    events_per_s: float
    cpu_ms_per_event: float
    p99_ms: float
    bytes_out: float
    bytes_in: float
    repeat_cpu_ms_per_event: float
    pull_bytes: float
    pull_cpu_ms: float
    raw_rows_per_s: float


def measure(database: str, devices: int, processes: int) -> Evening:
    """One evening on `sqlite` or `postgresql`: fresh database, so many phones, EVENTS events each."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        address = postgresql_address("bench", durable=True) if database == "postgresql" else ""
        product = BenchProduct(folder, address, processes)
        product.prepare(product.url)
        product.start(product.url)
        try:
            return _measure(product, database, devices, processes)
        finally:
            product.stop()


class BenchProduct(Product):
    """The product without its worker, on an imported landlord, in production mode."""

    def __init__(self, folder: Path, database_url: str, processes: int = 1) -> None:
        super().__init__(folder)
        self._database_url = database_url
        self._processes = processes

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def environment(self, public_url: str) -> dict[str, str]:
        mine = {**super().environment(public_url), "DOORSTEP_MODE": "production"}
        mine.pop("DOORSTEP_CLOCK_FILE")
        if self._database_url:
            mine["DOORSTEP_DATABASE_URL"] = self._database_url
        return mine

    def processes(self) -> list[list[str]]:
        return [["serve", "--port", str(self.port), "--processes", str(self._processes)]]

    def prepare(self, public_url: str) -> None:
        """Migrate and import the people of the exports that the tests hold."""
        self.command("migrate", public_url=public_url)
        exports = Path(__file__).resolve().parents[1] / "tests" / "data" / "exports"
        files = [str(exports / name) for name in ("contractors.csv", "operatives.csv")]
        self.command("import", *files, "--as-of", "2026-11-01T18:04:00+00:00", public_url=public_url, fine=(0, 1))

    def server_cpu_s(self) -> float:
        """CPU seconds that the server's processes have used, their children included."""
        return sum(cpu_s(process) for process in with_children(self.server_pid))


def _measure(product: BenchProduct, database: str, devices: int, processes: int) -> Evening:
    phones = enrolled(product, devices)
    for phone in phones:
        phone.sync(phone.connect(), [])
    batches = [phone.record(EVENTS, None) for phone in phones]
    first, cpu_first, took = _run(product, phones, batches)
    _, cpu_repeat, _ = _run(product, phones, batches)
    pulls, cpu_pull, _ = _run(product, phones, [[] for _ in phones])
    events = devices * EVENTS
    return Evening(
        database=database,
        devices=devices,
        processes=processes,
        events_per_s=events / took,
        cpu_ms_per_event=cpu_first * 1000 / events,
        p99_ms=_percentile([sent.seconds for sent in first], 99) * 1000,
        bytes_out=statistics.median(sent.bytes_out for sent in first),
        bytes_in=statistics.median(sent.bytes_in for sent in first),
        repeat_cpu_ms_per_event=cpu_repeat * 1000 / events,
        pull_bytes=statistics.median(sent.bytes_in for sent in pulls),
        pull_cpu_ms=cpu_pull * 1000 / devices,
        raw_rows_per_s=_raw_rows_per_s(product, database),
    )


def enrolled(product: BenchProduct, devices: int) -> list[BenchPhone]:
    """So many phones of the imported operatives."""
    operatives = [line.split(",")[0] for line in _operatives()]
    chosen = [operatives[index % len(operatives)] for index in range(devices)]
    codes = json.loads(product.command("enrol-code", "--json", *chosen, public_url=product.url))
    return [BenchPhone.enrol(product.port, made["code"]) for made in codes]


def _run(
    product: BenchProduct, phones: list[BenchPhone], batches: list[list[dict[str, object]]]
) -> tuple[list[Sent], float, float]:
    """Send every phone's batch; the answers, the server's CPU seconds and the seconds it took."""
    sent: list[Sent] = []
    ready = [(phone, compressed(phone.request(batch))) for phone, batch in zip(phones, batches)]
    work = [lambda phone=phone, content=content: sent.append(send(phone, content)) for phone, content in ready]
    before = product.server_cpu_s()
    took = at_once(work, AT_ONCE)
    return sent, product.server_cpu_s() - before, took


def send(phone: BenchPhone, content: bytes) -> Sent:
    """As a phone does it: where the server is busy, wait as long as it asks, then send again."""
    while (sent := phone.sync_prepared(phone.connect(), content)).status == 503:
        time.sleep(sent.answer["details"]["retry_after_s"])
    refused = [result for result in sent.answer.get("results", []) if result["status"] not in ("accepted", "duplicate")]
    if sent.status != 200 or refused:
        raise RuntimeError(f"the server answered {sent.status}: {refused[:2] or sent.answer}")
    return sent


def _operatives() -> list[str]:
    path = Path(__file__).resolve().parents[1] / "tests" / "data" / "exports" / "operatives.csv"
    lines = [line for line in path.read_text().splitlines()[1:] if line.split(",")[0].startswith("OP")]
    return [line for line in lines if line.endswith(",") and line.count(",") == 9][:20]


def _raw_rows_per_s(product: BenchProduct, database: str) -> float:
    """The same database's bare speed: 40 rows of 372 bytes a transaction, full sync, one connection."""
    rows = [(secrets.token_hex(32), secrets.token_bytes(372)) for _ in range(EVENTS)]
    begun, rounds = time.perf_counter(), 200
    if database == "sqlite":
        with sqlite3.connect(product.folder / "raw.sqlite3") as raw:
            raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE raw (k TEXT, v BLOB)")
            for _ in range(rounds):
                raw.executemany("INSERT INTO raw VALUES (?, ?)", rows)
                raw.commit()
    else:
        with psycopg.connect(postgresql_address("raw", durable=True)) as raw_pg:
            raw_pg.execute("CREATE TABLE raw (k TEXT, v BYTEA)")
            for _ in range(rounds):
                raw_pg.cursor().executemany("INSERT INTO raw VALUES (%s, %s)", rows)
                raw_pg.commit()
    return rounds * EVENTS / (time.perf_counter() - begun)


def _percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]
