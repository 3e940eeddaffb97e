"""A line of the imported register is a flag like any other: its review shouts, its letter is owed, its case is kept."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from server.domain.flags.cases import shouts
from server.outside.clock import FixedClock
from server.services.flags.follow_register import take_up_register
from server.storage.database import db
from server.storage.tables.flag_cases import FlagCase
from tests.exports import a_file
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
