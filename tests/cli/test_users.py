"""`doorstep user` from a terminal."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli.users import user

NEW = ("add", "dee@example.org", "--name", "Dee", "--role", "director")


@pytest.fixture(autouse=True)
def doorstep(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder with an empty, migrated database; the command finds it through its settings."""
    shutil.copy(migrated_sqlite, tmp_path / "doorstep.sqlite3")
    monkeypatch.setenv("DOORSTEP_MODE", "test")
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DOORSTEP_DATABASE_URL", raising=False)


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(user, list(words), input=typed)


def listed() -> list[dict[str, object]]:
    return list(json.loads(run("list", "--json").stdout))


def test_a_generated_password_is_the_only_result_printed() -> None:
    result = run(*NEW, "--generate")

    assert result.exit_code == 0
    assert len(result.stdout.strip()) >= 12
    assert "may sign in" in result.stderr


def test_a_password_is_asked_for_twice_and_not_shown() -> None:
    result = run(*NEW, typed="a long enough one\na long enough one\n")

    assert result.exit_code == 0
    assert "a long enough one" not in result.stdout + result.stderr


def test_a_password_is_read_from_the_first_line_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a long enough one\nsomething else\n")

    assert run(*NEW, "--password-file", str(file)).exit_code == 0
    assert [row["email"] for row in listed()] == ["dee@example.org"]


def test_two_places_for_a_password_are_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a long enough one\n")

    assert run(*NEW, "--generate", "--password-file", str(file)).exit_code == 2


def test_a_role_that_is_none_is_wrong_use() -> None:
    assert run("add", "dee@example.org", "--name", "Dee", "--role", "king", "--generate").exit_code == 2


def test_a_disabled_person_is_listed_as_disabled() -> None:
    run(*NEW, "--generate")

    assert run("disable", "Dee@example.org").exit_code == 0
    assert [row["disabled"] for row in listed()] == [True]
    assert "disabled" in run("list").stdout


def test_disabling_somebody_unknown_is_bad_input() -> None:
    result = run("disable", "nobody@example.org")

    assert result.exit_code == 2
    assert "nobody signs in as nobody@example.org" in result.stderr
