"""Files that leave: safe to open, no more than their reader may see, and readable again by our own importer."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.domain.viewing import ROLES, Viewer
from server.outside.clock import FixedClock
from server.services.exporting.export_table import FORMATS, Wanted, export_table
from server.services.importing.import_file import ImportRun
from server.services.importing.import_files import import_files
from server.storage.database import db, transaction
from server.storage.exporting.rows import Period
from server.storage.people import audit
from server.storage.tables.register import Appointment
from tests import factories
from tests.factories import LANDLORD, NOW
from tests.http.console import secrets, world
from tests.services.damage.seen import a_case

PERIOD = Period(NOW - timedelta(days=2), NOW + timedelta(days=2))
TABLES = ("appointments", "visits", "reports", "damage", "review", "claims")


def a_viewer(*roles: str, firm_id: str | None = None) -> Viewer:
    return Viewer("u-1", "A. User", "a@example.org", LANDLORD, firm_id, roles)


def taken(folder: Path, table: str, form: str, viewer: Viewer) -> bytes:
    """The file's bytes, of a spreadsheet those of everything in it; empty where it is not this person's."""
    target = folder / f"{table}.{form}"
    try:
        export_table(Wanted(table, form, PERIOD), target, viewer=viewer, clock=FixedClock(NOW))
    except DoorstepError:
        return b""
    content = target.read_bytes()
    if form != "xlsx":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        return b"".join(inside.read(name) for name in inside.namelist())


def test_a_cell_that_looks_like_a_formula_is_text_in_every_spreadsheet(app: Flask, tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://x.example","click")'
    factories.a_home(address_line_1=formula)
    factories.an_appointment()
    viewer = a_viewer("contract_manager")

    assert b"'=HYPERLINK" in taken(tmp_path, "appointments", "csv", viewer)
    sheet = taken(tmp_path, "appointments", "xlsx", viewer)
    assert b"=HYPERLINK" in sheet
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet


def test_a_file_says_when_in_london_time_with_its_offset(app: Flask, tmp_path: Path) -> None:
    factories.an_appointment()
    factories.an_operative(full_name="Sam Reed")
    factories.an_assignment()

    text = taken(tmp_path, "appointments", "csv", a_viewer("contract_manager")).decode("utf-8-sig")

    assert "2026-11-23T10:00+00:00" in text
    assert "Sam Reed" in text


def test_an_arrival_is_given_between_its_bounds_with_what_they_rest_on(app: Flask, tmp_path: Path) -> None:
    factories.an_appointment()
    world.a_phone()
    world.an_event(factories.a_visit(), "arrived", at=NOW + timedelta(hours=1))

    (row,) = json.loads(taken(tmp_path, "visits", "json", a_viewer("contract_manager")))

    assert row["arrived_earliest"] < "2026-11-23T10:00" < row["arrived_latest"]
    assert row["arrived_trust"] == "phone clock agreed with ours"


@pytest.mark.parametrize("role", ROLES)
def test_no_file_holds_what_its_reader_may_not_see(app: Flask, tmp_path: Path, role: str) -> None:
    secrets.plant()
    viewer = a_viewer(role, firm_id="firm-a" if role == "contractor_office" else None)
    everything = b"".join(taken(tmp_path, table, form, viewer) for table in TABLES for form in FORMATS)

    never = (secrets.FLAG_REASON, secrets.HOUSEHOLD, secrets.CORRECTED_HOUSEHOLD, *secrets.EARNINGS)
    other = secrets.OTHER_FIRM if role in ("contractor_office", "administrator") else ()
    assert [word for word in (*never, *secrets.CLAIMANTS_WORDS, *other) if word.encode() in everything] == []
    assert bool(everything) == (role != "administrator")


def test_sums_are_for_those_who_see_sums(app: Flask, tmp_path: Path) -> None:
    secrets.plant()

    assert b"7000" in taken(tmp_path, "claims", "csv", a_viewer("contract_manager"))
    assert taken(tmp_path, "claims", "csv", a_viewer("contractor_office", firm_id="firm-a")) == b""


def test_a_damage_cases_value_is_for_the_landlord_alone(app: Flask, clock: FixedClock, tmp_path: Path) -> None:
    case = a_case(clock)
    with transaction():
        case.value_pence = 12_050

    ours = taken(tmp_path, "damage", "csv", a_viewer("contract_manager")).decode("utf-8-sig")
    theirs = taken(tmp_path, "damage", "csv", a_viewer("contractor_office", firm_id="firm-a")).decode("utf-8-sig")

    assert "Door frame, Hall" in ours
    assert "12050" in ours
    assert "Door frame, Hall" in theirs
    assert "12050" not in theirs
    assert "Door frame" not in str(taken(tmp_path, "damage", "csv", a_viewer("contractor_office", firm_id="firm-b")))


def test_appointments_taken_out_as_objects_can_be_read_in_again(app: Flask, clock: FixedClock, tmp_path: Path) -> None:
    factories.a_firm("BRK")
    factories.a_home("999000000001")
    factories.an_operative("OP1", "BRK")
    factories.an_appointment("A1", "BRK", uprn="999000000001", job_number="100001", status="booked")
    factories.an_assignment("A1", "OP1")
    content = taken(tmp_path, "appointments", "json", a_viewer("contract_manager"))
    [order] = json.loads(content)
    before = {column.name: getattr(db.session.get(Appointment, (LANDLORD, "A1")), column.name)
              for column in Appointment.__table__.columns}  # fmt: skip

    run = ImportRun(LANDLORD, NOW, "a test")
    [report] = import_files([tmp_path / "appointments.json"], run, clock=clock, progress=lambda *_: None)
    db.session.expire_all()

    assert (report.style, report.good, report.refused) == ("hact", 1, [])
    assert order["site"]["property"][0]["reference"][0]["id"] == "999000000001"
    after = db.session.get(Appointment, (LANDLORD, "A1"))
    assert {name: getattr(after, name) for name in before} == before


def test_what_was_taken_out_stands_in_the_trail(app: Flask, tmp_path: Path) -> None:
    taken(tmp_path, "visits", "csv", a_viewer("contract_manager"))

    [entry] = audit.trail(LANDLORD, audit.Subject("export", "visits"))
    assert (entry.by, entry.action) == ("u-1", "table_taken_out")


def test_a_day_outside_the_period_is_left_out(app: Flask, tmp_path: Path) -> None:
    factories.an_appointment(start_at=NOW + timedelta(days=2))

    assert taken(tmp_path, "appointments", "json", a_viewer("contract_manager")) == b"[\n]\n"
