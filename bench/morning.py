"""A morning pull: a phone that holds nothing asks for the thirty visits of its operative's days."""

import statistics
from dataclasses import dataclass
from datetime import timedelta

import orjson
from sqlalchemy import event

from bench import inside
from bench.phones import BenchPhone
from server.outside.clock import SystemClock
from server.storage.database import db, transaction
from server.storage.tables.needs import KeptNeed
from server.storage.tables.register import Flag
from tests import factories

VISITS = 30
ROUNDS = 60
OPERATIVE = "op-1"


@dataclass
class Morning:
    """One pull. `cpu_ms` is the median of this thread's processor time, `cpu_ms_low` what a tenth stay under."""

    database: str
    visits: int
    bytes_in: int
    bytes_expanded: int
    cpu_ms: float
    cpu_ms_low: float
    statements: int


def measure(database: str) -> Morning:
    """The same phone asks again and again for everything."""
    with inside.opened(database) as app:
        phone = inside.a_phone(app, OPERATIVE)
        for number in range(VISITS):
            _a_visit(number)
        db.session.remove()
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        answer = inside.call(app, "/api/v1/sync", _asking(phone), phone.token)[1]
        counted = [each for each in statements if not each.startswith("BEGIN")]
        shown = [each["data"] for each in answer["changes"] if each["kind"] == "visit"]
        pulls = [inside.sent(app, "/api/v1/sync", _asking(phone), phone.token) for _ in range(ROUNDS)]
        took = sorted(seconds * 1000 for seconds, _ in pulls)
        return Morning(
            database=database,
            visits=len(shown),
            bytes_in=len(pulls[-1][1]),
            bytes_expanded=len(orjson.dumps(answer)),
            cpu_ms=statistics.median(took),
            cpu_ms_low=took[ROUNDS // 10],
            statements=len(counted),
        )


def _asking(phone: BenchPhone) -> dict[str, object]:
    phone.cursor = None
    return phone.request([])


def _a_visit(number: int) -> None:
    """Of today, in a home and with a tenant and a repair of its own; the words are as long as real ones."""
    uprn, person = f"{200000000000 + number}", f"person-{number}"
    factories.a_home(
        uprn,
        address_line_1=f"{number + 1} Cornelius Buttermere House",
        address_line_2="Hollow Fen Lane",
        town="Bury St Edmunds",
        postcode=f"IP33 {number % 9 + 1}AA",
        access_note="Key safe beside the meter; the code is with the scheme manager." if number % 5 == 0 else "",
    )
    factories.a_person(person, uprn=uprn, first_name=f"Amina{number}", last_name=f"Khan{number}", title="Mrs")
    words = f"Boiler {number} gives no hot water since Sunday evening."
    factories.a_repair(f"J-{number}", uprn=uprn, description=words)
    start_at = SystemClock().now().replace(minute=0, second=0, microsecond=0)
    factories.an_appointment(f"A-{number}", uprn=uprn, person_id=person, job_number=f"J-{number}", start_at=start_at)
    factories.an_assignment(f"A-{number}", OPERATIVE)
    factories.a_visit(f"A-{number}", uprn=uprn)
    if number % 6 == 0:
        _a_flag_and_a_need(number, uprn, person)


def _a_flag_and_a_need(number: int, uprn: str, person: str) -> None:
    today = SystemClock().now().date()
    flag = Flag(
        landlord_id=factories.LANDLORD,
        flag_id=f"F-{number}",
        kind="two_people",
        what_to_do="Two people at every visit. Ring the duty manager before you knock, and when you have left.",
        person_id=person,
        uprn=uprn,
        set_by="Director of Housing",
        set_on=today - timedelta(days=30),
        review_on=today + timedelta(days=300),
    )
    need = KeptNeed(
        need_id=f"need-{number}",
        landlord_id=factories.LANDLORD,
        person_id=person,
        group="hearing",
        what_to_do="Ring the bell twice and wait: she takes a while to the door.",
        source="said by the tenant",
        review_on=today + timedelta(days=300),
        said_by="bench",
        said_at=SystemClock().now(),
    )
    with transaction():
        db.session.add_all([flag, need])
