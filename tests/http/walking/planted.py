"""The world that is walked: the console's planted one, and what stands outside the console, each with words of its own.

`WORDS` says by which words each row of the matrix is known when somebody gets to read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from server.http.sync.gate import keys
from server.outside.clock import FixedClock
from server.services.exporting.make_calendar_feed import make_calendar_feed
from server.services.integrators.make_api_key import make_api_key
from server.services.papers.seal_paper import Safe, seal_paper
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.services.tenants.make_tenant_link import make_tenant_link
from server.storage.database import db, transaction
from server.storage.tables.decisions import Assessment
from server.storage.tables.flag_cases import FlagCase
from server.storage.tables.register import Flag, Person
from server.storage.tables.safety import Alarm, DutyTurn
from server.storage.tables.telling import Letter
from tests import factories
from tests.factories import LANDLORD, NOW
from tests.http.console import flags, secrets, world
from tests.http.console.secrets import World

NEED = "knock-loudly-and-wait"
INSTRUCTION = "Go with a second person"
OWN_REASON = "said-he-would-set-the-dog-on-us"
INCIDENT = "kicked-the-bucket-of-paint"
POSITION = "52.246813"
ALARM = "A-WALKED"
NEIGHBOUR = "+447700900777"
PAYSLIP = b"%PDF-1.7\npayslip-of-the-claimant\n%%EOF\n"

WORDS: Mapping[str, tuple[str, ...]] = {
    "address": ("14 Oak Road",),
    "tenant_name": ("Khan",),
    "tenant_number": ("+447700900123",),
    "what_to_do": (NEED,),
    "flag_instruction": (INSTRUCTION,),
    "flag_reason": (secrets.FLAG_REASON, OWN_REASON),
    "incident": (INCIDENT,),
    "household_concern": (secrets.HOUSEHOLD, secrets.CORRECTED_HOUSEHOLD),
    "open_report": (secrets.NOT_URGENT,),
    "earnings": (*secrets.EARNINGS, *secrets.CLAIMANTS_WORDS, "payslip-of-the-claimant"),
    "other_firms_work": (*secrets.OTHER_FIRM, "Otherfirm Operative", NEIGHBOUR),
    "position": (POSITION,),
    "alarm": (ALARM,),
    "sampled": (secrets.SAMPLE_NOTE,),
}


@dataclass(frozen=True)
class Planted:
    """The ids by the names of routes' arguments, and what opens doors: each of them is a secret too."""

    world: World
    tenant_token: str
    calendar_token: str
    api_keys: dict[str, str]
    enrolment_code: str


def plant(app: Flask, clock: FixedClock, scopes: tuple[str, ...]) -> Planted:
    """Write the world into an empty database."""
    base = secrets.plant()
    visit = base.arguments["visit_id"][0]
    _words_of_the_home(visit)
    _what_pages_need()
    more = {"flag_id": ["F-3"], "incident_id": [flags.an_incident("firm-a", what_happened=INCIDENT)]}
    ids = {name: [*values, *more.get(name, [])] for name, values in base.arguments.items()}
    seal_paper(LANDLORD, "paper-1", PAYSLIP, safe=Safe(app.extensions["doorstep_blobs"], keys()))
    link = make_tenant_link(LANDLORD, "A-1", clock=clock)
    config = app.extensions["doorstep_config"]
    return Planted(
        world=World(ids, base.of_other_firm),
        tenant_token=link,
        calendar_token=make_calendar_feed(LANDLORD, "op-1", "firm-a", by="office", clock=clock),
        api_keys={scope: make_api_key(LANDLORD, scope, (scope,), by="admin", clock=clock) for scope in scopes},
        enrolment_code=make_enrolment_code("op-1", made_by="test", config=config, clock=clock).code,
    )


def _words_of_the_home(visit: str) -> None:
    """What stands on the home, its person and its visit beside what the console's world has already."""
    flags.a_flag("F-3", what_to_do=INSTRUCTION, reason_restricted=OWN_REASON)
    factories.an_appointment("A-2", "firm-a", start_at=NOW + timedelta(days=1))
    world.an_event(visit, "left", geo={"lat": float(POSITION), "lon": 0.71})
    office = factories.a_user("contractor_office", firm_id="firm-a")
    turn = {"firm_id": "firm-a", "post": "office", "user_id": office, "mobile": "+447700900555"}
    when = {"starts_at": NOW, "ends_at": NOW + timedelta(days=1), "made_by": "cli", "made_at": NOW}
    with transaction():
        db.session.add(DutyTurn(turn_id="turn-1", landlord_id=LANDLORD, **turn, **when))
        db.session.get_one(Person, (LANDLORD, "person-1")).needs_what_to_do = NEED
        db.session.get_one(Person, (LANDLORD, "person-77")).mobile = NEIGHBOUR
        for flag in db.session.scalars(db.select(Flag)):
            flag.person_id = "person-1"
        db.session.scalars(db.select(Alarm)).first().reference = ALARM  # type: ignore[union-attr]


def _what_pages_need() -> None:
    """The console's world is cut short where no page of the console looks."""
    letter = {"title": "Our letter", "sender": {"name": "Havebury", "lines": []}, "recipient": [], "particulars": []}
    root = {"root": "J-1", "not_kept": 3, "threshold_passed": True}
    with transaction():
        for row in db.session.scalars(db.select(Letter)):
            row.facts = {**letter, "blocks": []}
        for made in db.session.scalars(db.select(Assessment)):
            made.output = {**made.output, "roots": [root]}


def keeps_the_case(user_id: str) -> None:
    """Make somebody the manager on the case of flag F-3."""
    with transaction():
        db.session.get_one(FlagCase, ("F-3", LANDLORD)).manager_id = user_id
