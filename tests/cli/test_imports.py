"""`doorstep import` at a terminal: exit codes, the report, the file to mend."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli.imports import import_
from tests.exports import REAL, a_file


@pytest.fixture
def doorstep(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an empty, migrated database; the command finds it through its settings."""
    shutil.copy(migrated_sqlite, tmp_path / "doorstep.sqlite3")
    monkeypatch.setenv("DOORSTEP_MODE", "test")
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DOORSTEP_DATABASE_URL", raising=False)
    return tmp_path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(import_, [str(word) for word in words])


def test_it_ends_0_where_every_row_was_good(doorstep: Path, tmp_path: Path) -> None:
    result = run(a_file(tmp_path, "home", {}, {}))

    assert result.exit_code == 0
    assert result.stdout == "home.csv: 2 rows, 1 good, 1 exact duplicates.\n"


def test_it_ends_1_where_a_row_was_kept_out(doorstep: Path, tmp_path: Path) -> None:
    assert run(a_file(tmp_path, "home", {"uprn": ""})).exit_code == 1
    assert run(a_file(tmp_path, "home", {"town": "Ely"}, {"town": "March"})).exit_code == 1


def test_it_ends_2_where_a_file_was_refused_whole_and_still_reads_the_others(doorstep: Path, tmp_path: Path) -> None:
    result = run(REAL / "odd" / "truncated.csv", a_file(tmp_path, "home", {}))

    assert result.exit_code == 2
    assert "truncated.csv: refused whole." in result.stdout
    assert "home.csv: 1 rows, 1 good." in result.stdout


def test_the_report_has_the_promised_shape(doorstep: Path, tmp_path: Path) -> None:
    source = a_file(tmp_path, "home", {"postcode": "IP33 4"}, {})

    run(source, "--report", tmp_path / "report.json", "--as-of", "2026-11-01T18:04")

    [report] = json.loads((tmp_path / "report.json").read_text())
    assert report == {
        "file": "home.csv",
        "style": "doorstep",
        "encoding": "utf-8",
        "rows": 2,
        "good": 1,
        "refused": [
            {
                "row": 1,
                "line": 2,
                "field": "postcode",
                "code": "postcode_malformed",
                "value": "IP33 4",
                "message": "postcode (IP33 4) is not a whole postcode.",
            }
        ],
        "exact_duplicates": [],
        "conflicts": [],
        "questions": [],
        "error": None,
    }


def test_the_rows_to_mend_stand_in_the_columns_of_their_own_file(doorstep: Path, tmp_path: Path) -> None:
    source = a_file(tmp_path, "home", {"postcode": "", "access_note": "+1 step"}, {})

    run(source, "--mend", tmp_path / "mend.csv")

    with (tmp_path / "mend.csv").open(encoding="utf-8-sig", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert row["not_loaded_because"] == "postcode is empty or not known yet, and must be there."
    assert (row["uprn"], row["access_note"]) == ("999000000001", "'+1 step")


def test_of_several_files_each_gets_its_own_file_to_mend(doorstep: Path, tmp_path: Path) -> None:
    a_file(tmp_path, "home", {"postcode": ""})
    a_file(tmp_path, "firm", {"name": ""})

    run(tmp_path / "home.csv", tmp_path / "firm.csv", "--mend", tmp_path / "mend.csv")

    assert {path.name for path in tmp_path.glob("mend*")} == {"mend-home.csv", "mend-firm.csv"}


@pytest.mark.parametrize("as_of", ["2026-11-01", "yesterday", "2027-03-28T01:30"])
def test_an_as_of_that_is_no_instant_is_wrong_use(doorstep: Path, tmp_path: Path, as_of: str) -> None:
    assert run(a_file(tmp_path, "home", {}), "--as-of", as_of).exit_code == 2


def test_progress_goes_to_standard_error_only(doorstep: Path, tmp_path: Path) -> None:
    result = run(a_file(tmp_path, "home", {}), "--json")

    assert json.loads(result.stdout)[0]["good"] == 1
    assert "home.csv" in result.stderr


@pytest.mark.parametrize("option", ["--report", "--mend"])
def test_nothing_is_imported_where_the_answer_could_not_be_written(doorstep: Path, tmp_path: Path, option: str) -> None:
    source = a_file(tmp_path, "home", {})

    assert run(source, option, tmp_path / "nowhere" / "answer").exit_code == 2
    assert run(source, "--json").stdout.count('"good": 1') == 1
