"""Evidence from a terminal: the pack, the journal checked, the projections made anew; exit codes scripts can read."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from server.app import create_app
from server.cli import group
from server.config import read_config
from server.outside.verify_pack import check
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.storage.database import db, transaction
from tests.factories import a_visit, an_appointment, an_assignment, an_operative
from tests.phone import Phone, SigningKey

SECRET = "bruises on both arms"


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path) -> dict[str, str]:
    data = tmp_path / "data"
    data.mkdir()
    (data / "doorstep.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    return {"DOORSTEP_DATA_DIR": str(data), "DOORSTEP_MODE": "test", "DOORSTEP_SECRET_KEY": "x" * 40}


@pytest.fixture
def visit(home: dict[str, str]) -> str:
    app = create_app(read_config(home))
    with app.app_context():
        an_operative("op-1")
        an_appointment("A-1")
        an_assignment("A-1", "op-1")
        visit = a_visit("A-1")
        config, clock = app.extensions["doorstep_config"], app.extensions["doorstep_clock"]
        code = make_enrolment_code("op-1", made_by="test", config=config, clock=clock).code
        phone = Phone.enrolled(app.test_client(), code, key=SigningKey())
        phone.record("arrived", visit)
        phone.record("concern_reported", visit, about="person", category="injury", seen=SECRET)
        phone.sync()
        db.session.remove()
        db.engine.dispose()
    return visit


def run(home: dict[str, str], *arguments: str) -> Result:
    return CliRunner(env=home).invoke(group, arguments)


@pytest.mark.parametrize("name", ["pack", "pack.zip"])
def test_a_pack_is_written_and_its_place_printed(home: dict[str, str], visit: str, tmp_path: Path, name: str) -> None:
    made = run(home, "export", "--evidence", visit, "--to", str(tmp_path / name))

    assert (made.exit_code, made.stdout) == (0, f"{tmp_path / name}\n"), made.output
    if name.endswith(".zip"):
        zipfile.ZipFile(tmp_path / name).extractall(tmp_path / "unpacked")
    found, fingerprint = check(tmp_path / ("unpacked" if name.endswith(".zip") else name))
    assert found.faults == []
    assert fingerprint in made.stderr


@pytest.mark.parametrize(("asked", "is_there"), [((), False), (("--safeguarding",), True)])
def test_household_concerns_are_in_a_pack_only_when_asked_for(
    home: dict[str, str], visit: str, tmp_path: Path, asked: tuple[str, ...], is_there: bool
) -> None:
    run(home, "export", "--evidence", visit, "--to", str(tmp_path / "pack"), *asked)

    said = "".join(path.read_text() for path in (tmp_path / "pack").rglob("*") if path.is_file())
    assert (SECRET in said) is is_there


def test_a_pack_never_overwrites_what_is_there(home: dict[str, str], visit: str, tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "mine.txt").write_text("keep")

    assert run(home, "export", "--evidence", visit, "--to", str(tmp_path / "pack")).exit_code == 2
    assert [path.name for path in (tmp_path / "pack").iterdir()] == ["mine.txt"]


def test_an_unknown_visit_is_bad_input_and_leaves_nothing(home: dict[str, str], visit: str, tmp_path: Path) -> None:
    made = run(home, "export", "--evidence", "no-such-visit", "--to", str(tmp_path / "pack"))

    assert made.exit_code == 2
    assert made.stderr == "doorstep: Nothing has been received about such a visit.\n"
    assert not (tmp_path / "pack").exists()


def test_export_without_saying_what_is_a_wrong_use(home: dict[str, str]) -> None:
    assert run(home, "export").exit_code == 2


def test_a_journal_that_was_touched_ends_with_one_and_is_named(home: dict[str, str], visit: str) -> None:
    assert run(home, "verify-journal").exit_code == 0
    with create_app(read_config(home)).app_context():
        with transaction() as connection:
            connection.execute(text("DROP TRIGGER IF EXISTS journal_bodies_no_update"))
            connection.execute(text("UPDATE journal_bodies SET body = body || ' '"))
        db.session.remove()
        db.engine.dispose()

    checked = run(home, "verify-journal", "--json")

    assert checked.exit_code == 1
    assert {fault["problem"] for fault in json.loads(checked.stdout)["faults"]} == {"its body was changed"}


def test_a_rebuild_says_what_it_made(home: dict[str, str], visit: str) -> None:
    made = run(home, "rebuild")

    assert made.exit_code == 0, made.output
    assert "2 events of 1 visits." in made.stderr
