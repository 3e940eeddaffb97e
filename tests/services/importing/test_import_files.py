"""Importing: every row's fate, once and only once, all or nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.domain.imports.report import FileReport, exit_code
from server.outside.clock import FixedClock
from server.services.importing.import_file import ImportRun
from server.services.importing.import_files import files_to_read, import_files, write_mend_file
from server.storage.database import Tables, db
from server.storage.people import landlords
from server.storage.tables.imports import AuditEntry, ImportedFile, ImportQuestion
from server.storage.tables.journal import FeedRow
from server.storage.tables.register import Appointment, Assignment, Home, Person, Repair, VisitHistory
from server.storage.tables.standings import AppointmentStanding
from server.storage.tables.visits import Visit
from tests.exports import REAL, a_file

EXTRACT = datetime(2026, 11, 1, 18, 4, tzinfo=UTC)
PLAIN = (
    "contractors.csv",
    "properties.csv",
    "people.csv",
    "operatives.csv",
    "lone_working_register.csv",
    "appointments.csv",
    "history.csv",
)
FOREIGN = ("orchard_appointments.csv", "civica_appointments.csv", "hact_workorders.json")


def silent(name: str, done: int, rows: int) -> None:
    pass


def run(clock: FixedClock, *paths: Path, dry_run: bool = False) -> list[FileReport]:
    return import_files(
        files_to_read(paths), ImportRun("havebury", EXTRACT, "a test"), clock=clock, progress=silent, dry_run=dry_run
    )


def count(entity: type[Tables]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def open_questions() -> list[ImportQuestion]:
    return list(db.session.scalars(select(ImportQuestion).where(ImportQuestion.answered_at.is_(None))))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A folder with one good row of each kind that appointments lean on."""
    for kind in ("firm", "home", "person", "operative"):
        a_file(tmp_path, kind, {})
    return tmp_path


def test_every_row_of_the_real_exports_ends_as_a_careful_reader_says(app: Flask, clock: FixedClock) -> None:
    expected = json.loads((REAL.parent / "export-fates.json").read_text())

    reports = run(clock, *(REAL / name for name in (*PLAIN, *FOREIGN)))

    assert {report.file: _fates(report) for report in reports} == expected
    assert exit_code(reports) == 1
    for report in reports:
        contested = sum(len(conflict.places) for conflict in report.conflicts)
        assert report.rows == report.good + len(report.refused) + len(report.duplicates) + contested


def _fates(report: FileReport) -> dict[str, object]:
    told = report.as_json()
    refused = ("row", "line", "field", "code")
    return {
        "rows": told["rows"],
        "good": told["good"],
        "refused": [[row[name] for name in refused] for row in told["refused"]],
        "exact_duplicates": [list(row.values()) for row in told["exact_duplicates"]],
        "conflicts": [list(row.values()) for row in told["conflicts"]],
        "questions": [[row[name] for name in refused] for row in told["questions"]],
    }


def test_a_folder_is_read_in_the_order_that_references_need(tmp_path: Path) -> None:
    for kind in ("history", "appointment", "flag", "person", "home", "operative", "firm"):
        a_file(tmp_path, kind, {}, name=f"{kind}.csv")

    order = [path.stem for path in files_to_read([tmp_path])]

    assert order == ["firm", "home", "person", "operative", "flag", "appointment", "history"]


def test_an_assigned_appointment_gets_one_visit_and_its_operative_hears_of_it(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    a_file(
        register,
        "appointment",
        {},
        {"appointment_id": "A2", "operative_id": ""},
        {"appointment_id": "A3", "status": "attended"},
    )

    run(clock, register)

    visit = db.session.scalars(select(Visit)).one()
    assert (visit.appointment_id, visit.made_by, visit.uprn) == ("A1", "server", "999000000001")
    assert [(row.audience, row.kind, row.object_id) for row in db.session.scalars(select(FeedRow))] == [
        ("operative:OP1", "visit", visit.visit_id)
    ]


def test_an_appointment_says_when_and_where_in_utc(app: Flask, clock: FixedClock, register: Path) -> None:
    a_file(register, "appointment", {"slot_start": "2026-09-24T08:00", "slot_end": "2026-09-24T12:00"})

    run(clock, register)

    appointment = db.session.scalars(select(Appointment)).one()
    assert appointment.slot_start_at == datetime(2026, 9, 24, 7, 0, tzinfo=UTC)
    assert appointment.now_end_at == datetime(2026, 9, 24, 11, 0, tzinfo=UTC)
    assert db.session.scalars(select(Repair.repair_root)).one() == "100001"


def test_the_same_files_again_change_nothing(app: Flask, clock: FixedClock, register: Path) -> None:
    a_file(register, "appointment", {})
    a_file(register, "history", {})
    run(clock, register)
    tables = (Home, Person, Repair, Appointment, Assignment, Visit, VisitHistory, FeedRow, AuditEntry)
    before = {table: count(table) for table in tables}

    run(clock, register)

    assert {table: count(table) for table in tables} == before


def test_a_changed_row_is_updated_and_the_change_is_kept(app: Flask, clock: FixedClock, register: Path) -> None:
    a_file(register, "appointment", {})
    run(clock, register)
    home = a_file(register, "home", {"access_note": "Ask for “Józek”"})

    run(clock, home)

    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.subject_kind, entry.subject_id) == ("home", "999000000001")
    assert (entry.before, entry.after) == ({"access_note": ""}, {"access_note": "Ask for “Józek”"})
    assert count(FeedRow) == 2


def test_a_second_export_does_not_undo_what_was_recorded_since(app: Flask, clock: FixedClock, register: Path) -> None:
    run(clock, register, a_file(register, "appointment", {}))
    appointment = db.session.scalars(select(Appointment)).one()
    appointment.status = "attended"
    appointment.now_start_at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    db.session.commit()

    run(clock, a_file(register, "appointment", {"notes": "Key at office"}))

    db.session.expire_all()
    assert (appointment.status, appointment.notes, appointment.rev) == ("attended", "Key at office", 2)
    assert appointment.now_start_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_an_operative_taken_off_hears_of_it_and_the_old_row_stays(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    a_file(register, "operative", {}, {"operative_id": "OP2"})
    run(clock, register, a_file(register, "appointment", {}))

    run(clock, a_file(register, "appointment", {"operative_id": "OP2"}))

    rows = db.session.execute(select(Assignment.operative_id, Assignment.ended_at).order_by(Assignment.operative_id))
    assert [(operative, ended is None) for operative, ended in rows] == [("OP1", False), ("OP2", True)]
    assert {row.audience for row in db.session.scalars(select(FeedRow))} == {"operative:OP1", "operative:OP2"}
    assert count(Visit) == 1


def test_a_crash_half_way_through_a_file_leaves_nothing_of_it(app: Flask, clock: FixedClock, tmp_path: Path) -> None:
    homes = a_file(tmp_path, "home", *({"uprn": f"9990000{number:05d}"} for number in range(900)))

    def pull_the_plug(name: str, done: int, rows: int) -> None:
        if done > 400:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files([homes], ImportRun("havebury", EXTRACT, "a test"), clock=clock, progress=pull_the_plug)

    assert (count(Home), count(ImportedFile)) == (0, 0)


def test_a_rehearsal_sees_the_files_before_and_keeps_nothing(app: Flask, clock: FixedClock, register: Path) -> None:
    a_file(register, "appointment", {})

    reports = run(clock, register, dry_run=True)

    assert [report.good for report in reports] == [1] * 5
    assert (count(Home), count(Visit), count(ImportedFile)) == (0, 0, 0)


def test_one_bad_row_does_not_stop_its_file(app: Flask, clock: FixedClock, tmp_path: Path) -> None:
    [report] = run(clock, a_file(tmp_path, "home", {"uprn": "1"}, {}))

    assert (report.good, report.refused[0].place.row) == (1, 1)
    assert count(Home) == 1


def test_rows_in_conflict_are_not_loaded_until_a_person_chooses(app: Flask, clock: FixedClock, tmp_path: Path) -> None:
    rows = ({"address_line_1": "1 Oak Road"}, {"address_line_1": "2 Oak Road"}, {"address_line_1": "1 Oak Road"})

    [report] = run(clock, a_file(tmp_path, "home", *rows))

    assert report.as_json()["conflicts"] == [{"key": "999000000001", "rows": [1, 2], "lines": [2, 3]}]
    assert report.as_json()["exact_duplicates"] == [{"row": 3, "line": 4, "same_as_row": 1}]
    assert count(Home) == 0


def test_a_key_whose_other_row_was_refused_is_no_conflict(app: Flask, clock: FixedClock, tmp_path: Path) -> None:
    [report] = run(clock, a_file(tmp_path, "home", {}, {"postcode": "IP33 4"}))

    assert (report.good, len(report.refused), report.conflicts) == (1, 1, [])


def test_what_leans_on_a_home_that_was_kept_out_is_kept_out_too(app: Flask, clock: FixedClock, register: Path) -> None:
    a_file(register, "home", {"postcode": ""})

    reports = {report.file: report for report in run(clock, register)}

    assert [problem.code for problem in reports["person.csv"].refused[0].problems] == ["unknown_property"]


def test_a_visit_is_made_without_the_name_of_a_person_who_was_kept_out(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    a_file(register, "person", {"tenure": "Tennant"})
    a_file(register, "appointment", {})

    run(clock, register)

    assert (count(Person), count(Visit)) == (0, 1)


def test_a_person_may_act_for_one_who_comes_later_in_the_file(app: Flask, clock: FixedClock, register: Path) -> None:
    acting = {"person_id": "P0", "tenure": "other", "role": "acts_for", "acts_for": "P1", "tenancy_ref": ""}

    reports = {report.file: report for report in run(clock, register, a_file(register, "person", acting, {}))}

    assert reports["person.csv"].good == 2


def test_a_question_is_put_once_and_withdrawn_when_its_cause_is_gone(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    unclear = a_file(register, "person", {"mobile": "ex-directory"})
    run(clock, register)
    run(clock, unclear)
    assert [question.code for question in open_questions()] == ["phone_unclear"]

    run(clock, a_file(register, "person", {}))

    assert open_questions() == []


def test_an_answered_question_is_not_put_again(app: Flask, clock: FixedClock, register: Path) -> None:
    unclear = a_file(register, "person", {"mobile": "ex-directory"})
    run(clock, register)
    question = open_questions()[0]
    question.answered_at, question.answer = clock.now(), "They have no telephone."
    db.session.commit()

    run(clock, unclear)

    assert count(ImportQuestion) == 1
    assert open_questions() == []


def test_a_landline_in_the_mobile_column_is_rung_and_never_sent_a_text(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    a_file(register, "person", {"mobile": "01632 960230"})

    run(clock, register)

    person = db.session.scalars(select(Person)).one()
    assert (person.mobile, person.landline) == ("", "+441632960230")


def test_past_visits_tell_when_a_repair_was_completed(app: Flask, clock: FixedClock, register: Path) -> None:
    a_file(register, "appointment", {"status": "attended"})
    times = {"arrived_at": "2026-10-25T01:30:00", "left_at": "2026-10-25T02:20:00"}
    a_file(register, "history", {"outcome": "completed", "tenant_disputes": "yes", **times})

    run(clock, register)

    past = db.session.scalars(select(VisitHistory)).one()
    assert past.arrived_from_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert past.arrived_to_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert str(db.session.scalars(select(Repair.completed_on)).one()) == "2026-10-25"
    assert db.session.scalars(select(Appointment.tenant_disputes)).one() is True


@pytest.mark.parametrize("name", ["empty.csv", "binary.csv", "mixed-encoding.csv", "truncated.csv", "truncated.json"])
def test_a_file_refused_whole_is_reported_and_kept_for_the_console(app: Flask, clock: FixedClock, name: str) -> None:
    reports = run(clock, REAL / "odd" / name)

    assert reports[0].error is not None
    assert exit_code(reports) == 2
    assert db.session.scalars(select(ImportedFile)).one().report["error"] is not None


def test_a_file_with_a_header_we_do_not_know_is_refused_whole(app: Flask, clock: FixedClock, tmp_path: Path) -> None:
    strange = tmp_path / "strange.csv"
    strange.write_text("colour,size\nred,4\n")

    [report] = run(clock, strange)

    assert report.as_json()["error"]["code"] == "header_unknown"


def test_an_appointment_without_a_person_is_that_days_main_tenants(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    a_file(register, "person", {"person_id": "P0", "tenure_to": "2026-11-01"}, {"tenure_from": "2026-11-02"})
    orchard = register / "orchard.csv"
    orchard.write_text(
        "JOBNO,VISIT,ORIGJOB,PROPADDR,UPRN,TENNAME,TENTEL,CONTR,OPCODE,TRADE,PRI,APPTDATE,APPTSLOT,RAISED,STATUS,"
        "JOBDESC,NOTES\n0000100001,1,,x,999000000001,,,BROOKHTG  ,OP1,GH,R28,24/11/2026,am,,BK,No hot water   ,\n"
    )

    run(clock, register)

    appointment = db.session.scalars(select(Appointment)).one()
    assert (appointment.appointment_id, appointment.person_id) == ("100001/1", "P1")
    assert appointment.slot_start_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert count(Visit) == 1


def test_a_mended_file_can_be_fed_in_again(app: Flask, clock: FixedClock, register: Path) -> None:
    note = "=1+1, “as written”"
    source = a_file(register, "home", {"postcode": "IP33 4", "access_note": note}, {"uprn": "999000000002"})
    [report] = run(clock, source)
    mended = register / "mended.csv"

    assert write_mend_file(source, report, mended) == 1
    text = mended.read_text(encoding="utf-8-sig")
    assert "postcode (IP33 4) is not a whole postcode." in text
    assert "\"'=1+1" in text
    mended.write_text(text.replace("IP33 4,", "IP33 4AB,"), encoding="utf-8-sig", newline="")
    [again] = run(clock, mended)

    assert (again.good, again.refused) == (1, [])
    home = db.session.scalars(select(Home).where(Home.uprn == "999000000001")).one()
    assert (home.postcode, home.access_note) == ("IP33 4AB", note)


def test_an_assessed_appointment_is_looked_at_again_when_a_file_says_more_about_it(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    run(clock, register, a_file(register, "appointment", {}))
    standing = AppointmentStanding(
        landlord_id="havebury", appointment_id="A1", result="kept", code="", looked_at=clock.now(), stale=False
    )
    db.session.add(standing)
    db.session.commit()

    run(clock, a_file(register, "history", {}))

    db.session.refresh(standing)
    assert standing.stale


def test_the_first_import_makes_its_landlord_known(app: Flask, clock: FixedClock, register: Path) -> None:
    run(clock, register)

    assert landlords.all_ids() == ["havebury"]
