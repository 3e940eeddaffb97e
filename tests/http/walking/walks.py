"""Every road that somebody can take to the server's data, found in the routes themselves, and what is read there."""

import re
from collections.abc import Iterator, Mapping

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from server.domain.exporting.tables import TABLES
from server.http.access import declared_callers
from server.services.exporting.export_table import FORMATS
from server.storage.database import db
from server.storage.tables.notices import Notice
from server.worker.main import Turn, work_once
from server.worker.steps import steps_of
from tests.conftest import NOW
from tests.http.console import secrets
from tests.http.console.pages_of import addresses
from tests.http.walking.answers import said
from tests.http.walking.house import House
from tests.phone import Phone

Road = tuple[str, str]
WHY = "The operative asked what to expect."
DAYS = {"begins": "2026-11-01", "ends": "2026-11-30"}
# What a form must say before it hands anything out; every other form is sent as it stands, with its token alone.
FORMS: Mapping[str, list[dict[str, str]]] = {
    "console.post_export": [{"table": table, "form": form, **DAYS} for table in TABLES for form in FORMATS],
    "console.post_flag_reading": [{"why": WHY}],
    "console.post_flag_paper": [{"why": WHY, "paper": one} for one in ("letter", "report", "review", "appeal")],
    "console.post_evidence_pack": [{"why": WHY}],
    "console.post_household_reading": [{"why": WHY}],
    "console.search_register": [{"why": WHY, "words": word} for word in ("Khan", "threw", "Oak")],
    "tenant.post_postcode": [{"postcode": "IP33 1AA"}],
}
LEADS = re.compile(r'(?:(?:href|action|src)="|\nLocation: )((?!tel:|data:)[^"\n]*)')
NEVER_IN_AN_ADDRESS = ("Khan", "Persson", "Oak", "Elm", "kettle", "dog", "bruises", "81.37", "cousin", "loudly")
LETS_OUT = ("staff.post_sign_out",)


def rules(app: Flask, method: str, *callers: str) -> list[Rule]:
    """The routes of this method that one of these may call."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and set(declared_callers(app, rule.endpoint)) & set(callers)
    ]


def all_arguments(house: House) -> dict[str, list[str]]:
    """Every id of the world, other firms' among them, by the names that routes give their arguments."""
    world, token = house.planted.world, house.planted.tenant_token
    found = {name: values + world.of_other_firm.get(name, []) for name, values in world.arguments.items()}
    other = {"path": ["app.js"], "gateway": ["local"], "step": ["check", "days"], "reference": ["none"]}
    return {**found, **other, "token": [token, house.planted.calendar_token], "key": _keys(found)}


def _keys(found: dict[str, list[str]]) -> list[str]:
    """What programs may ask for one by one."""
    named = ("appointment_id", "visit_id", "report_id", "notice_id")
    return [value for name in named for value in found[name]] + ["claim-1"]


def read(app: Flask, client: FlaskClient, house: House, *callers: str, **headers: str) -> Iterator[Road]:
    """Every address that can be read, with all that it says."""
    arguments = all_arguments(house)
    for rule in rules(app, "GET", *callers):
        for address in addresses(app, rule, arguments):
            yield address, said(client.get(address, headers=headers))


def act(app: Flask, client: FlaskClient, house: House, token: str, *callers: str) -> Iterator[Road]:
    """Every form sent as it stands, or with what it needs before it hands something out; and what comes back."""
    arguments = all_arguments(house)
    for rule in rules(app, "POST", *callers):
        if rule.endpoint not in LETS_OUT:
            for address in ends(list(addresses(app, rule, arguments))):
                for form in FORMS.get(rule.endpoint, [{}]):
                    answer = client.post(address, data={"csrf_token": token, **form}, follow_redirects=True)
                    yield f"POST {address} {form}", said(answer)


def token_of(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


def everything_for_a_phone(client: FlaskClient, house: House) -> Iterator[Road]:
    """What an operative's phone is told, from its first day to the changes of the next."""
    phone = Phone.enrolled(client, house.planted.enrolment_code, wall_ms=int(NOW.timestamp() * 1000))
    for _ in range(3):
        answer = phone.post(phone.request())
        assert answer.status_code == 200, answer.text
        phone.settle(answer.get_json())
        yield "/api/v1/sync", said(answer)
        house.clock.move(minutes=1)


def everything_that_is_sent(house: House) -> Iterator[Road]:
    """Each text of a day on which nobody was in and the operative asked for help, with its words on a locked screen."""
    with house.app.app_context():
        before = set(db.session.scalars(db.select(Notice.notice_id)))
    phone = Phone.enrolled(house.client(), house.planted.enrolment_code, wall_ms=int(NOW.timestamp() * 1000))
    visit = house.planted.world.arguments["visit_id"][0]
    phone.record("concern_reported", visit, about="person", category="adult_at_risk", seen=secrets.HOUSEHOLD)
    phone.record("no_access", visit, reason="nobody_in", card_left=True, card_number="C-17")
    phone.record("alarm_raised", visit, kind="help")
    phone.sync()
    for hours in (0, 6):
        house.clock.move(hours=hours)
        for step in steps_of(house.app):
            work_once(house.app, Turn(step), now=0.0)
    with house.app.app_context():
        for notice in db.session.scalars(db.select(Notice).where(Notice.notice_id.not_in(before))):
            yield f"{notice.template} to {notice.recipient}", f"{notice.text}\n{notice.short_text}"


def ends(found: list[str]) -> list[str]:
    """The first and the last: one of the reader's own firm's, and one of another's where there is one."""
    return found[:1] if len(found) < 2 else [found[0], found[-1]]
