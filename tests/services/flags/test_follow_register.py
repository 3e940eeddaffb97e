"""A line of the imported register is a flag like any other: its review shouts, its letter is owed, its case is kept."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from server.domain.flags.cases import shouts
from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.flags.decide_flag import Instruction, Reviewed, change_instruction, end_flag, review_flag
from server.services.flags.follow_register import take_up_register
from server.storage.database import db
from server.storage.safety import flag_cases
from server.storage.tables.flag_cases import FlagCase
from server.storage.tables.register import Flag
from tests.exports import a_file
from tests.factories import LANDLORD
from tests.services.importing.test_import_files import run

TODAY = date(2026, 11, 23)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    for kind in ("firm", "home", "person"):
        a_file(tmp_path, kind, {})
    return tmp_path


def the_case() -> FlagCase:
    db.session.rollback()
    return db.session.scalars(db.select(FlagCase)).one()


def codes(clock: FixedClock) -> list[tuple[str, bool]]:
    return [(one.code, one.is_overdue) for one in shouts(the_case(), clock.now(), TODAY)]


def test_a_line_about_a_person_becomes_a_case_that_shouts_for_its_review_and_its_letter(
    app: Flask, clock: FixedClock, register: Path
) -> None:
    a_file(register, "flag", {"person_id": "P1", "uprn": "", "review_on": ""}, name="1.csv")
    run(clock, register)

    case = the_case()
    assert (case.state, case.person_id, case.uprn, case.manager_id) == ("live", "P1", "999000000001", "")
    assert codes(clock) == [("review_missing", True), ("letter_due", True)]

    a_file(register, "flag", {"person_id": "P1", "uprn": "", "letter_sent_on": "2026-06-02"}, name="1.csv")
    run(clock, register)
    assert codes(clock) == []
    assert the_case().review_on == date(2027, 6, 1)


def test_a_line_that_ends_in_the_register_ends_its_case(app: Flask, clock: FixedClock, register: Path) -> None:
    line = {"person_id": "P1", "uprn": "", "letter_sent_on": "2026-06-02"}
    a_file(register, "flag", line, name="1.csv")
    run(clock, register)
    a_file(register, "flag", line | {"ended_on": "2026-10-30"}, name="1.csv")
    run(clock, register)

    assert (the_case().state, codes(clock)) == ("ended", [])


def test_a_line_that_names_nobody_has_no_case(app: Flask, clock: FixedClock, register: Path) -> None:
    a_file(register, "flag", {}, name="1.csv")
    run(clock, register)

    assert db.session.scalars(db.select(FlagCase)).all() == []
    assert take_up_register(clock=clock) == 0


def the_flag() -> Flag:
    db.session.rollback()
    return db.session.scalars(db.select(Flag)).one()


@pytest.fixture
def director(app: Flask) -> Viewer:
    return Viewer("u-d", "A. Director", "d@example.org", LANDLORD, None, ("director",))


LINE = {"person_id": "P1", "uprn": "", "letter_sent_on": "2026-06-02", "what_to_do": "Ring first"}


def imported(clock: FixedClock, register: Path, **fields: str) -> None:
    a_file(register, "flag", LINE | fields, name="1.csv")
    run(clock, register)


def test_what_was_decided_here_outlives_a_newer_file_that_says_nothing_new_about_it(
    app: Flask, clock: FixedClock, register: Path, director: Viewer
) -> None:
    imported(clock, register)
    changed = Instruction("Two people, never alone", "two_people", None)
    change_instruction("LW1", changed, viewer=director, clock=clock)
    review_flag("LW1", Reviewed("continue", date(2028, 1, 5), "Nothing has changed."), viewer=director, clock=clock)

    imported(clock, register, set_by="J. Bloggs", reason_restricted="Said so in writing")

    flag, case = the_flag(), the_case()
    assert (flag.what_to_do, flag.kind, flag.review_on) == ("Two people, never alone", "two_people", date(2028, 1, 5))
    assert (case.what_to_do, case.kind, case.review_on) == (flag.what_to_do, flag.kind, flag.review_on)
    assert (flag.set_by, case.reason_restricted) == ("J. Bloggs", "Said so in writing")


def test_a_flag_that_was_ended_here_does_not_come_back_with_another_change_of_its_line(
    app: Flask, clock: FixedClock, register: Path, director: Viewer
) -> None:
    imported(clock, register)
    end_flag("LW1", "It was another tenant", viewer=director, clock=clock)

    imported(clock, register, set_by="J. Bloggs")

    assert (the_case().state, the_flag().ended_on) == ("ended", TODAY)


def test_what_the_register_says_anew_counts_stands_in_the_history_and_is_read_again(
    app: Flask, clock: FixedClock, register: Path, director: Viewer
) -> None:
    imported(clock, register)
    change_instruction("LW1", Instruction("Two people", "two_people", 20), viewer=director, clock=clock)

    imported(clock, register, what_to_do="Do not go in", review_on="2028-02-01")

    flag, case = the_flag(), the_case()
    assert (case.what_to_do, case.kind, case.timer_minutes) == ("Do not go in", "two_people", 20)
    assert (flag.what_to_do, flag.version, flag.review_on) == ("Do not go in", 3, date(2028, 2, 1))
    last = flag_cases.steps(LANDLORD, "LW1")[-1]
    assert (last.what, last.text) == ("register_changed", "What operatives are to do, the day of its review")


def test_another_line_of_the_same_words_is_no_new_version(app: Flask, clock: FixedClock, register: Path) -> None:
    imported(clock, register)
    imported(clock, register, set_by="J. Bloggs")

    assert (the_flag().version, the_flag().set_by) == (1, "J. Bloggs")
    assert flag_cases.steps(LANDLORD, "LW1") == []
