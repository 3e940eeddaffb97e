"""Prepares the demonstration landlord and says what to open first."""

import io
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import segno
from flask import Flask
from uuid_utils.compat import uuid7

from server.cli.demonstration_phone import DemonstrationPhone
from server.config import Config
from server.outside.blobs import open_blobs
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.services.demonstration.jobs_in_demonstration import jobs_in_demonstration
from server.services.demonstration.load_demonstration import BY, afterwards, load_demonstration
from server.services.demonstration.staff_demonstration import STAFF, claim_in_demonstration, staff_demonstration
from server.services.papers.seal_paper import Safe
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.services.tenants.make_tenant_link import address, make_tenant_link
from server.storage.database import db
from server.storage.tables.register import Appointment, Home

OPERATIVE = "OP001"
SHOWN_APPOINTMENT = "A200003"


@dataclass(frozen=True)
class Opening:
    """What a newcomer opens first. The password is one for all demonstration staff."""

    enrolment_link: str
    enrolment_code: str
    tenant_link: str
    postcode: str
    password: str


def prepare(app: Flask) -> Opening:
    """Load what is missing, once; each start makes a fresh enrolment code and tenant link."""
    config: Config = app.extensions["doorstep_config"]
    clock: Clock = app.extensions["doorstep_clock"]
    kept = _Kept(config.data_dir / "demonstration.json")
    load_demonstration(config.landlord_id, clock=clock)
    if not kept.done:
        _fill(app, config, clock, kept.password)
        kept.finish()
    code = make_enrolment_code(OPERATIVE, made_by=BY, config=config, clock=clock)
    token = make_tenant_link(config.landlord_id, SHOWN_APPOINTMENT, clock=clock)
    link = address(config.public_url, token)
    return Opening(code.link, code.code, link, _postcode(config.landlord_id), kept.password)


def what_to_open(opening: Opening, public_url: str) -> str:
    """The text that the terminal shows."""
    lines = [
        "",
        "Doorstep, with its demonstration landlord: invented people, today's date.",
        "",
        f"1. The operative's app, as Sam Reed. Open this link, or scan the code with a phone on {public_url}:",
        f"   {opening.enrolment_link}",
        _qr(opening.enrolment_link),
        "   A phone other than this computer needs HTTPS: docs/deploying.md shows how.",
        "",
        f"2. The console: {public_url}/console/",
        *(f"   {email:34} {' and '.join(roles).replace('_', ' ')}" for email, _, roles, _ in STAFF),
        f"   The password of each: {opening.password}",
        "",
        f"3. A tenant's page: {opening.tenant_link}",
        f"   It asks for the home's postcode: {opening.postcode}",
        "",
        f"4. Texts that were sent: {public_url}/console/texts",
        "",
        "Ctrl-C stops everything. Start it again, and your data is still there.",
    ]
    return "\n".join(lines)


class _Kept:
    """The demonstration's password and whether it has been filled, kept beside the database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        kept = json.loads(path.read_text()) if path.exists() else {}
        self.password: str = kept.get("password") or f"doorstep-{secrets.token_hex(4)}"
        self.done: bool = kept.get("done", False)
        self._write()

    def finish(self) -> None:
        self.done = True
        self._write()

    def _write(self) -> None:
        self._path.touch(mode=0o600)
        self._path.write_text(json.dumps({"password": self.password, "done": self.done}))


def _fill(app: Flask, config: Config, clock: Clock, password: str) -> None:
    blobs = open_blobs(config.blobs_url)
    told = afterwards(clock.now().date())
    staff_demonstration(config.landlord_id, password, clock=clock, blobs=blobs)
    safe = Safe(blobs, Keys(config.secret_key, config.vapid_private_key))
    claim_in_demonstration(config.landlord_id, told["claim"], clock=clock, safe=safe)
    jobs_in_demonstration(config.landlord_id, told["jobs"], clock.now().date(), clock=clock)
    for report in told["reports"]:
        code = make_enrolment_code(report["operative_id"], made_by=BY, config=config, clock=clock)
        phone = DemonstrationPhone(app.test_client(), code.code, clock)
        visit_id = str(uuid7())
        about = {"reason": "Written up after the visit", "uprn": report["uprn"]}
        phone.record("visit_opened", visit_id, about)
        phone.record(report["type"], visit_id, report["data"])
        phone.send()


def _postcode(landlord_id: str) -> str:
    appointment = db.session.get_one(Appointment, (landlord_id, SHOWN_APPOINTMENT))
    return db.session.get_one(Home, (landlord_id, appointment.uprn)).postcode


def _qr(link: str) -> str:
    text = io.StringIO()
    segno.make(link, error="l").terminal(text, compact=True)
    return text.getvalue().rstrip("\n")
