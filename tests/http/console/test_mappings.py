"""A landlord adapts a mapping on their own file, sees what its rows become, and imports by it from a day on."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.outside.clock import FixedClock
from server.services.importing.import_file import ImportRun
from server.services.importing.import_files import import_files
from server.storage.database import db
from server.storage.tables.register import Appointment
from tests import factories
from tests.factories import NOW

HARBOUR = (
    "Harbour Housing,,,,,,\n,,,,,,\nRef,Sort,Upr,Firm,On,When,State\n"
    "H100001/1,N,999000000001,Brook,24/11/2026,EARLY,open\nH100002/1,N,999000000009,Brook,24/11/2026,LATE,lost\n"
)
MEANS = {
    "Ref": ("order", "order", ""),
    "Sort": ("kind", "words", "N = routine"),
    "Upr": ("uprn", "uprn", ""),
    "Firm": ("contractor_code", "words", "Brook = BRK"),
    "On": ("slot_day", "british_day", ""),
    "When": ("slot", "slot", ""),
    "State": ("status", "words", "open = booked"),
}


@pytest.fixture
def manager(client: FlaskClient) -> FlaskClient:
    factories.a_firm("BRK")
    factories.a_home("999000000001")
    factories.sign_in(client, "contract_manager")
    return client


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def with_sample(client: FlaskClient) -> str:
    address = "/console/imports/mappings/harbour"
    page = client.get(address).text
    form = {"csrf_token": token_of(page), "act": "sample", "file": (io.BytesIO(HARBOUR.encode()), "harbour.csv")}
    client.post(address, data=form, content_type="multipart/form-data")
    return client.get(address).text


def filled(page: str, **fields: str) -> dict[str, str]:
    """The form as a person fills it in, in the order of the file's columns."""
    names = re.findall(r'name="name-\d+" value="([^"]+)"', page)
    form: dict[str, str] = {"csrf_token": token_of(page), "columns": str(len(names)), "slots": "EARLY = 07:30-11:30"}
    for number, name in enumerate(names):
        means, reads, words = MEANS.get(name, ("nothing", "text", ""))
        cells = {"name": name, "means": means, "reads": reads, "words": words}
        form |= {f"{key}-{number}": value for key, value in cells.items()}
    return form | fields


def post(client: FlaskClient, form: dict[str, str], **headers: str) -> Any:
    return client.post("/console/imports/mappings/harbour", data=form, headers=headers)


def test_the_columns_of_a_file_are_found_below_its_title(manager: FlaskClient) -> None:
    assert re.findall(r'name="name-\d+" value="([^"]+)"', with_sample(manager)) == list(MEANS)


def test_a_mapping_that_is_not_whole_says_what_it_lacks(manager: FlaskClient) -> None:
    form = filled(with_sample(manager), act="try") | {"means-1": "nothing"}
    answer = post(manager, form, **{"HX-Request": "true"})

    assert "choose the column that holds routine, planned or emergency" in answer.text


def test_the_preview_shows_what_each_row_would_become(manager: FlaskClient) -> None:
    found = post(manager, filled(with_sample(manager), act="try"), **{"HX-Request": "true"}).text

    assert "Of 2 rows, 1 would be good and 1 refused" in found
    assert "100001/1" in found
    assert "Tue 24 Nov 2026, 07:30 to 11:30" in found
    assert "Upr (999000000009) is not a home in the properties." in found
    assert "When (LATE) is not a slot that can be read." in found


def test_a_saved_mapping_reads_files_of_its_day_and_later(
    app: Flask, manager: FlaskClient, clock: FixedClock, tmp_path: Path
) -> None:
    saved = post(manager, filled(with_sample(manager), act="save", starts_on="2026-11-23", reason="Our system"))
    path = tmp_path / "harbour.csv"
    path.write_text(HARBOUR)

    def run(day: int) -> Any:
        as_of = NOW.replace(day=day)
        return import_files([path], ImportRun("havebury", as_of, "x"), clock=clock, progress=lambda *_: None)[0]

    before, after = run(20), run(24)

    assert saved.location == "/console/imports/mappings"
    assert (before.error or ("",))[0] == "header_unknown"
    assert (after.style, after.good, len(after.refused)) == ("harbour", 1, 1)
    assert db.session.scalars(select(Appointment.appointment_id)).all() == ["100001/1"]
    assert "Our system" in manager.get("/console/imports/mappings").text


def test_a_mapping_without_a_reason_keeps_what_was_typed(manager: FlaskClient) -> None:
    answer = post(manager, filled(with_sample(manager), act="save", starts_on="2026-11-23", title="Harbour system"))

    assert answer.status_code == 400
    assert "Say why the mapping is changed." in answer.text
    assert 'value="Harbour system"' in answer.text
    assert "open = booked" in answer.text
