"""What imports ask is answered by people: a time that comes twice, and rows that contradict each other."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.importing.answer_question import Answer, answer_question
from server.services.importing.hand_in_file import HandedIn, hand_in_file
from server.services.importing.import_file import ImportRun
from server.services.importing.import_files import files_to_read, import_files
from server.services.importing.import_handed_in import FilesWaiting, import_handed_in
from server.services.importing.settle_conflict import settle_conflict
from server.storage.database import Tables, db
from server.storage.importing import uploads
from server.storage.importing.uploads import Shelf
from server.storage.tables.imports import ImportConflict, ImportQuestion, ImportUpload
from server.storage.tables.journal import FeedRow
from server.storage.tables.register import Appointment, Home, VisitHistory
from tests.exports import a_file

EXTRACT = datetime(2026, 11, 1, 18, 4, tzinfo=UTC)
TWICE = {"slot_start": "2026-10-25T01:30", "slot_end": "2026-10-25T03:00"}


def run(clock: FixedClock, *paths: Path) -> None:
    import_files(files_to_read(paths), ImportRun("havebury", EXTRACT, "a test"), clock=clock, progress=lambda *_: None)


@pytest.fixture
def register(app: Flask, clock: FixedClock, tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    folder.mkdir()
    run(clock, *(a_file(folder, kind, {}) for kind in ("firm", "home", "person", "operative")))
    return tmp_path


def only(entity: type[Any]) -> Any:
    return db.session.scalars(select(entity)).one()


def rows(entity: type[Tables]) -> int:
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def answer(clock: FixedClock, choice: str, note: str = "") -> ImportQuestion:
    question = only(ImportQuestion)
    return answer_question("havebury", question.question_id, Answer(choice, note), by="j.shah", clock=clock)


@pytest.mark.parametrize(("choice", "hour"), [("earlier", 0), ("later", 1)])
def test_who_says_which_of_two_times_is_meant_puts_it_right(
    clock: FixedClock, register: Path, choice: str, hour: int
) -> None:
    run(clock, a_file(register, "appointment", TWICE))
    heard = rows(FeedRow)

    answer(clock, choice)

    appointment = only(Appointment)
    meant = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert (appointment.slot_start_at, appointment.now_start_at) == (meant, meant)
    assert appointment.slot_end_at == datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    assert rows(FeedRow) >= heard


def test_an_arrival_that_spanned_both_times_becomes_one(clock: FixedClock, register: Path) -> None:
    arrived = {"arrived_at": "2026-10-25T01:30", "outcome": "completed", "recorded_at": "2026-10-25T17:00"}
    run(clock, a_file(register, "appointment", {}), a_file(register, "history", arrived))

    answer(clock, "later")

    past = only(VisitHistory)
    assert past.arrived_from_at == past.arrived_to_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_answered_question_is_not_put_again_nor_answered_twice(clock: FixedClock, register: Path) -> None:
    run(clock, a_file(register, "appointment", TWICE))
    answer(clock, "noted", "Rang the tenant")
    run(clock, a_file(register, "appointment", TWICE | {"notes": "new"}))

    assert only(ImportQuestion).answer == "noted: Rang the tenant"
    with pytest.raises(DoorstepError, match="answered this question already"):
        answer(clock, "right")


@pytest.mark.parametrize(
    ("choice", "note", "said"), [("", "", "Choose one"), ("noted", "", "Say in the note"), ("both", "", "Choose one")]
)
def test_an_answer_that_says_nothing_is_refused(
    clock: FixedClock, register: Path, choice: str, note: str, said: str
) -> None:
    run(clock, a_file(register, "appointment", TWICE))

    with pytest.raises(DoorstepError, match=said):
        answer(clock, choice, note)


def settle(clock: FixedClock, line: int | None) -> ImportConflict:
    conflict = only(ImportConflict)
    chosen = next((str(row["digest"]) for row in conflict.rows if row["line"] == line), "")
    return settle_conflict("havebury", conflict.conflict_id, chosen, by="j.shah", reason="Rang them", clock=clock)


def test_the_chosen_row_of_a_conflict_is_loaded_and_the_cells_go(clock: FixedClock, register: Path) -> None:
    both = a_file(register, "appointment", {"notes": "one"}, {"notes": "two"})
    run(clock, both)

    settle(clock, 3)
    run(clock, both)

    assert only(Appointment).notes == "two"
    assert [row["cells"] for row in only(ImportConflict).rows] == [{}, {}]


def test_nobody_is_made_to_choose(clock: FixedClock, register: Path) -> None:
    run(clock, a_file(register, "appointment", {"notes": "one"}, {"notes": "two"}))

    assert settle(clock, None).chosen == ""
    assert rows(Appointment) == 0
    with pytest.raises(DoorstepError, match="settled this conflict already"):
        settle(clock, 3)


def test_a_row_that_leans_on_what_has_gone_says_so_when_it_is_chosen(clock: FixedClock, register: Path) -> None:
    run(clock, a_file(register, "appointment", {"notes": "one"}, {"notes": "two"}))
    db.session.delete(only(Home))
    db.session.commit()

    with pytest.raises(DoorstepError, match="is not a home in the properties"):
        settle(clock, 2)


def hand_in(clock: FixedClock, shelf: Shelf, path: Path) -> str:
    with path.open("rb") as content:
        file = HandedIn(f"..\\up/{path.name}", content, EXTRACT)
        return hand_in_file("havebury", file, by="j.shah", clock=clock, shelf=shelf)


def test_a_handed_in_file_is_imported_in_its_turn_and_its_bytes_go(
    clock: FixedClock, register: Path, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "imports")
    made = hand_in(clock, shelf, a_file(register, "appointment", {}))
    waiting = FilesWaiting().is_any()

    assert (waiting, import_handed_in(clock=clock, shelf=shelf), import_handed_in(clock=clock, shelf=shelf)) == (
        True,
        1,
        0,
    )
    upload = only(ImportUpload)
    assert (upload.upload_id, upload.state, upload.file_name) == (made, "done", "appointment.csv")
    assert upload.import_id
    assert rows(Appointment) == 1
    assert not list((tmp_path / "imports").iterdir())


def test_how_far_a_file_is_can_be_seen_before_it_counts(clock: FixedClock, register: Path, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "imports")
    made = hand_in(clock, shelf, a_file(register, "appointment", {}))

    assert shelf.progress(made) == (0, 0)
    shelf.note_progress(made, 400, 20_000)
    assert shelf.progress(made) == (400, 20_000)


def test_a_file_whose_import_stops_says_so_and_lets_the_next_one_pass(
    clock: FixedClock, register: Path, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "imports")
    hand_in(clock, shelf, a_file(register, "appointment", {}))
    next((tmp_path / "imports").glob("*/appointment.csv")).unlink()

    assert import_handed_in(clock=clock, shelf=shelf) == 1
    upload = only(ImportUpload)
    assert upload.state == "failed"
    assert "Nothing of the file was kept." in upload.failure


def test_what_a_stopped_worker_left_is_taken_up_again(clock: FixedClock, register: Path, tmp_path: Path) -> None:
    hand_in(clock, Shelf(tmp_path / "imports"), a_file(register, "appointment", {}))
    only(ImportUpload).state = "running"
    db.session.commit()

    assert uploads.next_waiting() is None
    assert FilesWaiting().is_any()
