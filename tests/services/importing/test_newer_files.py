"""A newer export updates, keeps what was recorded, tells what vanished; two styles of one promise are one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.domain.imports.report import FileReport
from server.outside.clock import FixedClock
from server.services.importing.import_file import ImportRun
from server.services.importing.import_files import files_to_read, import_files
from server.storage.database import Tables, db, transaction
from server.storage.importing import vanished
from server.storage.phones.assignments import assign, current_operatives
from server.storage.tables.imports import ImportConflict, ImportedFile, ImportQuestion
from server.storage.tables.register import Appointment, Repair
from tests.exports import a_file

EXTRACT = datetime(2026, 11, 1, 18, 4, tzinfo=UTC)
ORCHARD = (
    "JOBNO,VISIT,ORIGJOB,PROPADDR,UPRN,TENNAME,TENTEL,CONTR,OPCODE,TRADE,PRI,APPTDATE,APPTSLOT,RAISED,STATUS,"
    "JOBDESC,NOTES\n"
)
ORCHARD_ROW = "0000100001,1,,x,999000000001,,,BROOKHTG  ,{op},GH,R28,{day},am,,BK,No hot water   ,\n"


def run(clock: FixedClock, *paths: Path) -> list[FileReport]:
    return import_files(
        files_to_read(paths), ImportRun("havebury", EXTRACT, "a test"), clock=clock, progress=lambda *_: None
    )


def orchard(folder: Path, *, op: str = "OP1", day: str = "24/11/2026") -> Path:
    path = folder / "orchard.csv"
    path.write_text(ORCHARD + ORCHARD_ROW.format(op=op, day=day))
    return path


@pytest.fixture
def register(app: Flask, clock: FixedClock, tmp_path: Path) -> Path:
    """Everything that appointments lean on, loaded; the folder for more files."""
    folder = tmp_path / "register"
    folder.mkdir()
    files = [a_file(folder, kind, {}) for kind in ("firm", "home", "person")]
    run(clock, *files, a_file(folder, "operative", {}, {"operative_id": "OP2", "full_name": "Ada Cole"}))
    return tmp_path


def rows(entity: type[Tables]) -> int:
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def who_comes(appointment: str = "A1") -> set[str]:
    return {operative for _, operative in current_operatives("havebury", [appointment])}


def test_the_same_promise_in_another_style_is_no_second_one(clock: FixedClock, register: Path) -> None:
    plain = a_file(register, "appointment", {"second_operative_id": "OP2", "people_required": "2", "notes": "Ring"})
    run(clock, plain, orchard(register))

    appointment = db.session.scalars(select(Appointment)).one()
    assert (appointment.appointment_id, appointment.notes) == ("A1", "")
    assert (appointment.people_required, appointment.person_id) == (2, "P1")
    assert who_comes() == {"OP1", "OP2"}
    assert rows(Repair) == 1


def test_a_promise_found_in_another_style_stays_it_when_its_time_changes(clock: FixedClock, register: Path) -> None:
    run(clock, a_file(register, "appointment", {}), orchard(register))
    run(clock, orchard(register, day="25/11/2026"))

    appointment = db.session.scalars(select(Appointment)).one()
    assert appointment.slot_start_at == datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_a_file_that_says_nothing_new_about_who_comes_leaves_the_office_its_choice(
    clock: FixedClock, register: Path
) -> None:
    run(clock, a_file(register, "appointment", {}))
    with transaction():
        assign("havebury", {"A1": ["OP2"]}, at=clock.now())

    run(clock, a_file(register, "appointment", {"notes": "Bring a ladder"}))
    kept = who_comes()
    run(clock, a_file(register, "appointment", {"operative_id": "OP2", "second_operative_id": "OP1"}))

    assert (kept, who_comes()) == ({"OP2"}, {"OP1", "OP2"})


def test_what_vanished_from_an_export_is_told_and_asked_about_and_stays(clock: FixedClock, register: Path) -> None:
    run(clock, a_file(register, "appointment", {}, {"appointment_id": "A2"}, {"appointment_id": "A3"}))
    run(clock, a_file(register, "appointment", {"notes": "newer"}, name="newer.csv"))

    newest = db.session.scalars(select(ImportedFile).where(ImportedFile.file_name == "newer.csv")).one()
    assert newest.vanished == ["A2", "A3"]
    assert rows(Appointment) == 3
    questions = db.session.scalars(select(ImportQuestion).order_by(ImportQuestion.key)).all()
    assert [(one.key, one.code) for one in questions] == [("A2", "vanished"), ("A3", "vanished")]


def test_a_file_of_one_day_asks_about_nothing_of_another(clock: FixedClock, register: Path) -> None:
    tomorrow = {"appointment_id": "A2", "slot_start": "2026-11-25T08:00", "slot_end": "2026-11-25T12:00"}
    run(clock, a_file(register, "appointment", {}, tomorrow))
    run(clock, a_file(register, "appointment", {}, name="one.csv"))

    assert rows(ImportQuestion) == 0


def test_the_days_of_a_file_reach_from_its_first_row_to_its_last_however_many_are_asked_at_once(
    clock: FixedClock, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vanished, "_AT_ONCE", 1)
    between = {"appointment_id": "A2", "slot_start": "2026-11-25T08:00", "slot_end": "2026-11-25T12:00"}
    last = {"appointment_id": "A3", "slot_start": "2026-11-26T08:00", "slot_end": "2026-11-26T12:00"}
    beyond = {"appointment_id": "A4", "slot_start": "2026-11-27T08:00", "slot_end": "2026-11-27T12:00"}
    run(clock, a_file(register, "appointment", {}, between, last, beyond))
    run(clock, a_file(register, "appointment", {}, last, name="newer.csv"))

    assert [one.key for one in db.session.scalars(select(ImportQuestion))] == ["A2"]


def test_what_comes_back_is_no_longer_asked_about(clock: FixedClock, register: Path) -> None:
    both = a_file(register, "appointment", {}, {"appointment_id": "A2"}, name="both.csv")
    run(clock, both)
    run(clock, a_file(register, "appointment", {}, name="one.csv"))
    run(clock, both)

    assert rows(ImportQuestion) == 0


def test_a_past_visit_that_vanished_is_told_and_not_asked_about(clock: FixedClock, register: Path) -> None:
    past = {"appointment_id": "A2", "status": "attended", "slot_start": "2026-10-01T08:00", "slot_end": ""}
    run(clock, a_file(register, "appointment", {}, past))
    run(clock, a_file(register, "appointment", {}))

    newest = db.session.scalars(select(ImportedFile).order_by(ImportedFile.import_id.desc())).first()
    assert newest is not None
    assert newest.vanished == ["A2"]
    assert rows(ImportQuestion) == 0


def test_a_conflict_is_kept_side_by_side_until_the_file_is_clear(clock: FixedClock, register: Path) -> None:
    two = a_file(register, "appointment", {}, {"notes": "other"}, name="two.csv")
    run(clock, two)
    run(clock, two)

    conflict = db.session.scalars(select(ImportConflict)).one()
    notes = [row["cells"]["notes"] for row in conflict.rows if isinstance(row["cells"], dict)]
    assert (conflict.key, notes, rows(Appointment)) == ("A1", ["", "other"], 0)

    run(clock, a_file(register, "appointment", {}))
    assert (rows(ImportConflict), rows(Appointment)) == (0, 1)
